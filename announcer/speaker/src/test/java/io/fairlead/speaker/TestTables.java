package io.fairlead.speaker;

import io.fairlead.cluster.NodeName;
import io.fairlead.cluster.ServiceKey;
import io.fairlead.net.IpAddress;
import io.fairlead.placement.Succession;
import io.fairlead.table.AnnouncementTable;
import io.fairlead.table.TableEntry;
import io.fairlead.table.TableRevision;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Small tables to test with. */
public final class TestTables {
  private TestTables() {}

  public static TableEntry entry(String address, long epoch, String... nodes) {
    return new TableEntry(
        IpAddress.parse(address),
        new TreeSet<>(List.of(new ServiceKey("default", "web"))),
        new Succession(epoch, Stream.of(nodes).map(NodeName::new).toList()),
        new TreeSet<>());
  }

  public static AnnouncementTable table(long generation, long number, TableEntry... entries) {
    return AnnouncementTable.of(new TableRevision(generation, number), List.of(entries));
  }
}
