package io.fairlead.deploy.lab.kube;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.fairlead.cluster.NodeName;
import io.fairlead.cluster.ServiceKey;
import io.fairlead.deploy.lab.net.LabNode;
import io.fairlead.k8s.lab.Pod;
import io.fairlead.k8s.lab.PodDemand;
import io.fairlead.k8s.lab.PodPort;
import io.fairlead.net.IpAddress;
import io.fairlead.net.IpFamily;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

final class PodPlanTest {
  private static final List<LabNode> NODES = List.of(new LabNode(1), new LabNode(2));

  @Test
  void pods_areOneOnEveryNodeWithAnAddressOfEachFamily() {
    PodPlan plan = PodPlan.of(demand(Optional.empty(), IpFamily.IPV4, IpFamily.IPV6), 10, NODES);

    assertEquals(
        List.of(
            pod(1, true, "10.244.1.10", "fd00:244:1::a"),
            pod(2, true, "10.244.2.10", "fd00:244:2::a")),
        plan.pods(Set.of()));
    assertEquals("web-node-2", plan.podName(new LabNode(2)));
  }

  @Test
  void pods_ofADeadNodeAreNotReady() {
    PodPlan plan = PodPlan.of(demand(Optional.empty(), IpFamily.IPV4), 10, NODES);

    assertEquals(
        List.of(pod(1, true, "10.244.1.10"), pod(2, false, "10.244.2.10")),
        plan.pods(Set.of(new LabNode(2))));
  }

  @Test
  void of_followsTheServicesWishForNodes() {
    var wish = Optional.of(List.of("node-2", "node-9"));

    assertEquals(
        List.of(new LabNode(2)), PodPlan.of(demand(wish, IpFamily.IPV4), 10, NODES).nodes());
  }

  private static PodDemand demand(Optional<List<String>> nodeNames, IpFamily... families) {
    return new PodDemand(
        new ServiceKey("default", "web"),
        "uid-1",
        nodeNames,
        List.of(families),
        List.of(new PodPort("", "TCP", 8081)));
  }

  private static Pod pod(int node, boolean ready, String... addresses) {
    return new Pod(
        new NodeName("node-" + node), Stream.of(addresses).map(IpAddress::parse).toList(), ready);
  }
}
