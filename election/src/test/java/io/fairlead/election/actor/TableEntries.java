package io.fairlead.election.actor;

import static io.fairlead.election.Samples.ip;
import static io.fairlead.election.Samples.succession;

import io.fairlead.cluster.NodeName;
import io.fairlead.cluster.ServiceKey;
import io.fairlead.net.IpAddress;
import io.fairlead.placement.Succession;
import io.fairlead.table.TableEntry;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/** Table entries for tests. */
final class TableEntries {
  private TableEntries() {}

  static TableEntry entry(String address, long epoch, String nodes) {
    var services = new TreeSet<>(List.of(new ServiceKey("default", "web")));
    return new TableEntry(ip(address), services, succession(epoch, nodes), new TreeSet<>());
  }

  /** As many large entries: long names, IPv6, and this many nodes in every succession. */
  static List<TableEntry> large(int count, int nodes) {
    var names = new ArrayList<NodeName>();
    for (int i = 0; i < nodes; i++) {
      names.add(new NodeName("worker-node-" + i + ".rack-7.cluster.example.net"));
    }
    var entries = new ArrayList<TableEntry>();
    var address = IpAddress.parse("2001:db8:ffff:ffff:ffff:ffff:ffff:0");
    for (int i = 0; i < count; i++) {
      address = address.next();
      var services =
          new TreeSet<>(
              List.of(
                  new ServiceKey("production-namespace", "a-rather-long-service-name-" + i),
                  new ServiceKey("production-namespace", "the-other-service-name-" + i)));
      var interfaces = new TreeSet<>(List.of("enp129s0f1np1", "bond0.1234"));
      entries.add(new TableEntry(address, services, new Succession(1L << 47, names), interfaces));
    }
    return entries;
  }
}
