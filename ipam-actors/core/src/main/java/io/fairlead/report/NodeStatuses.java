package io.fairlead.report;

import static java.util.Collections.unmodifiableSortedMap;

import io.fairlead.cluster.ClusterSnapshot;
import io.fairlead.cluster.NodeName;
import io.fairlead.cluster.ServiceKey;
import io.fairlead.config.ConfigHealth;
import io.fairlead.net.IpAddress;
import io.fairlead.report.Observation.BgpSession;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;

/**
 * What users shall be shown of the nodes, out of what their speakers say. Only nodes and Services
 * that exist are shown.
 *
 * @param report what the speakers say
 * @param cluster what exists
 * @param l2 by Service and announcing node, the interfaces; none when on all eligible ones
 * @param bgp by Service and advertising node, the names of the BGPPeers
 * @param sessions the BGP sessions of each node
 * @param configuration what each speaker makes of the configuration
 */
public record NodeStatuses(
    ClusterReport report,
    ClusterSnapshot cluster,
    SortedMap<ServiceOnNode, SortedSet<String>> l2,
    SortedMap<ServiceOnNode, SortedSet<String>> bgp,
    SortedMap<NodeName, List<BgpSession>> sessions,
    SortedMap<NodeName, ConfigHealth> configuration) {
  public NodeStatuses {
    l2 = unmodifiableSortedMap(new TreeMap<>(l2));
    bgp = unmodifiableSortedMap(new TreeMap<>(bgp));
    sessions = unmodifiableSortedMap(new TreeMap<>(sessions));
    configuration = unmodifiableSortedMap(new TreeMap<>(configuration));
  }

  /**
   * @param l2Services by address, the Services that hold it and are announced by layer 2
   * @param isBehind of a node whose speaker has not taken over the announcement table in time
   */
  public static NodeStatuses of(
      ClusterReport report,
      ClusterSnapshot cluster,
      Map<IpAddress, ? extends Collection<ServiceKey>> l2Services,
      Collection<NodeName> isBehind) {
    var l2 = new TreeMap<>(Announcers.of(report, l2Services));
    var bgp = new TreeMap<ServiceOnNode, SortedSet<String>>();
    var sessions = new TreeMap<NodeName, List<BgpSession>>();
    var configuration = new TreeMap<NodeName, ConfigHealth>();
    report
        .nodes()
        .forEach(
            (node, said) -> {
              for (var each : said.advertised()) {
                bgp.put(new ServiceOnNode(each.service(), node), each.peers());
              }
              sessions.put(node, new ArrayList<>(said.sessions()));
              configuration.put(
                  node, SpeakerHealth.of(node, said, cluster.config(), isBehind.contains(node)));
            });
    l2.keySet().removeIf(key -> !exists(key, cluster));
    bgp.keySet().removeIf(key -> !exists(key, cluster));
    sessions.keySet().retainAll(cluster.nodes().keySet());
    configuration.keySet().retainAll(cluster.nodes().keySet());
    return new NodeStatuses(report, cluster, l2, bgp, sessions, configuration);
  }

  private static boolean exists(ServiceOnNode key, ClusterSnapshot cluster) {
    return cluster.nodes().containsKey(key.node()) && cluster.services().containsKey(key.service());
  }

  /** True when a status of the node that is not among these is wrong, not merely unconfirmed. */
  public boolean decides(NodeName node) {
    return report.tellsOf(node) || !cluster.nodes().containsKey(node);
  }

  /** True when a status of the Service on the node that is not among these is wrong. */
  public boolean decides(ServiceKey service, NodeName node) {
    return decides(node) || !cluster.services().containsKey(service);
  }
}
