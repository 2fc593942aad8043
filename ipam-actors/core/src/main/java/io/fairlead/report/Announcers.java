package io.fairlead.report;

import io.fairlead.cluster.NodeName;
import io.fairlead.cluster.ServiceKey;
import io.fairlead.net.IpAddress;
import io.fairlead.report.Observation.AnnouncedAddress;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** Who announces which Service by layer 2, out of what the speakers say. */
public final class Announcers {
  private Announcers() {}

  /**
   * The nodes that announce each Service, and where. Of two nodes that say so of one address the
   * higher epoch counts: the other one has died, or is about to withdraw. Two with the same epoch
   * are both shown.
   *
   * @param services that hold an address and are announced by layer 2
   * @return by Service and node, the interfaces; none when on all eligible ones
   */
  public static SortedMap<ServiceOnNode, SortedSet<String>> of(
      ClusterReport report, Map<IpAddress, ? extends Collection<ServiceKey>> services) {
    Map<IpAddress, Long> highest = new HashMap<>();
    report
        .nodes()
        .values()
        .forEach(
            node ->
                node.announced()
                    .forEach(each -> highest.merge(each.address(), each.epoch(), Math::max)));
    var announcers = new TreeMap<ServiceOnNode, SortedSet<String>>();
    report
        .nodes()
        .forEach(
            (node, said) -> {
              for (var each : said.announced()) {
                var holders = services.get(each.address());
                var top = highest.get(each.address());
                if (holders != null && top != null && top == each.epoch()) {
                  holders.forEach(service -> add(announcers, service, node, each));
                }
              }
            });
    return announcers;
  }

  private static void add(
      SortedMap<ServiceOnNode, SortedSet<String>> announcers,
      ServiceKey service,
      NodeName node,
      AnnouncedAddress announced) {
    announcers.merge(
        new ServiceOnNode(service, node),
        announced.interfaces(),
        (one, other) -> {
          var both = new TreeSet<>(one);
          both.addAll(other);
          // None means all of them, and all of them and some are all of them.
          return one.isEmpty() || other.isEmpty() ? new TreeSet<>() : both;
        });
  }
}
