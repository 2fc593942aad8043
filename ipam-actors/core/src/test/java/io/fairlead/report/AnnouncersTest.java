package io.fairlead.report;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.fairlead.cluster.NodeName;
import io.fairlead.cluster.ServiceKey;
import io.fairlead.net.IpAddress;
import io.fairlead.report.Observation.AnnouncedAddress;
import io.fairlead.table.TableRevision;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Who announces what, out of what all speakers say. */
class AnnouncersTest {
  private static final ServiceKey WEB = new ServiceKey("shop", "web");
  private static final ServiceKey TEA = new ServiceKey("shop", "tea");
  private static final IpAddress V4 = IpAddress.parse("192.0.2.1");
  private static final IpAddress V6 = IpAddress.parse("2001:db8::1");

  @Test
  void higherEpoch_isTheOneThatAnnounces() {
    var report = report(Map.of("a", List.of(on(V4, 4)), "b", List.of(on(V4, 5))));
    assertEquals(Set.of(at(WEB, "b")), of(report, Map.of(V4, List.of(WEB))).keySet());
  }

  @Test
  void sharedAddress_countsForEachOfItsServices() {
    var report = report(Map.of("a", List.of(on(V4, 4))));
    assertEquals(
        Set.of(at(WEB, "a"), at(TEA, "a")), of(report, Map.of(V4, List.of(WEB, TEA))).keySet());
  }

  @Test
  void twoAddressesOfAService_mayBeOnTwoNodes() {
    var report = report(Map.of("a", List.of(on(V4, 4)), "b", List.of(on(V6, 9))));
    assertEquals(
        Set.of(at(WEB, "a"), at(WEB, "b")),
        of(report, Map.of(V4, List.of(WEB), V6, List.of(WEB))).keySet());
  }

  @Test
  void addressThatNoServiceHolds_isNobodysStatus() {
    var report = report(Map.of("a", List.of(on(V4, 4))));
    assertEquals(Map.of(), of(report, Map.of(V6, List.of(WEB))));
  }

  @Test
  void interfacesOfBothAddresses_areShown_andAllOfThemSwallowSome() {
    var both = Map.of(V4, List.of(WEB), V6, List.of(WEB));
    var named = report(Map.of("a", List.of(on(V4, 1, "eth0"), on(V6, 1, "eth1"))));
    assertEquals(Set.of("eth0", "eth1"), of(named, both).get(at(WEB, "a")));

    var all = report(Map.of("a", List.of(on(V4, 1, "eth0"), on(V6, 1))));
    assertEquals(Set.of(), of(all, both).get(at(WEB, "a")));
  }

  private static SortedMap<ServiceOnNode, SortedSet<String>> of(
      ClusterReport report, Map<IpAddress, List<ServiceKey>> services) {
    return Announcers.of(report, services);
  }

  private static ServiceOnNode at(ServiceKey service, String node) {
    return new ServiceOnNode(service, new NodeName(node));
  }

  private static AnnouncedAddress on(IpAddress address, long epoch, String... interfaces) {
    return new AnnouncedAddress(address, epoch, new TreeSet<>(List.of(interfaces)));
  }

  private static ClusterReport report(Map<String, List<AnnouncedAddress>> said) {
    var nodes = new TreeMap<NodeName, NodeReport>();
    said.forEach(
        (node, all) ->
            nodes.put(
                new NodeName(node),
                new NodeReport(TableRevision.NONE, new TreeSet<>(), List.copyOf(all))));
    return new ClusterReport(nodes, true);
  }
}
