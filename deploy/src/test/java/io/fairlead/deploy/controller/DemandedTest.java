package io.fairlead.deploy.controller;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.fairlead.cluster.NodeName;
import io.fairlead.cluster.ServiceKey;
import io.fairlead.election.AddressDemand;
import io.fairlead.net.IpAddress;
import io.fairlead.report.ClusterReport;
import io.fairlead.report.NodeReport;
import io.fairlead.table.TableRevision;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Interfaces that are named and exist nowhere are told of, and nothing else is. */
class DemandedTest {
  private static final ServiceKey WEB = new ServiceKey("shop", "web");
  private static final IpAddress ADDRESS = IpAddress.parse("192.0.2.1");

  @Test
  void interfaceOfNoEligibleNode_isToldOf() {
    var demand = demand(Set.of("eth9"), "a", "b");
    assertEquals(
        Map.of(WEB, Set.of("eth9")), without(demand, Map.of("a", "eth0", "b", "eth1"), true));
    assertEquals(
        Map.of(WEB, Set.of("eth9")),
        without(demand, Map.of("a", "eth0", "c", "eth9"), true),
        "c may not announce");
  }

  @Test
  void interfaceOfOneEligibleNode_isEnough() {
    assertEquals(
        Map.of(), without(demand(Set.of("eth9", "eth1"), "a", "b"), Map.of("b", "eth1"), true));
  }

  @Test
  void nothingIsTold_beforeAllAreHeardOrWhenNobodyReports() {
    var demand = demand(Set.of("eth9"), "a");
    assertEquals(Map.of(), without(demand, Map.of("a", "eth0"), false));
    assertEquals(Map.of(), without(demand, Map.of("b", "eth0"), true));
    assertEquals(Map.of(), without(demand(Set.of(), "a"), Map.of("a", "eth0"), true));
  }

  private static Map<ServiceKey, ?> without(
      AddressDemand demand, Map<String, String> interfaces, boolean settled) {
    var nodes = new TreeMap<NodeName, NodeReport>();
    interfaces.forEach(
        (node, name) ->
            nodes.put(
                new NodeName(node),
                new NodeReport(TableRevision.NONE, new TreeSet<>(Set.of(name)), List.of())));
    return Demanded.withoutInterface(List.of(demand), new ClusterReport(nodes, settled));
  }

  private static AddressDemand demand(Set<String> interfaces, String... eligible) {
    var nodes = new TreeSet<NodeName>();
    for (String node : eligible) {
      nodes.add(new NodeName(node));
    }
    return new AddressDemand(ADDRESS, new TreeSet<>(Set.of(WEB)), new TreeSet<>(interfaces), nodes);
  }
}
