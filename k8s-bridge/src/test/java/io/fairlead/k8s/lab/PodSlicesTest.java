package io.fairlead.k8s.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.fairlead.cluster.NodeName;
import io.fairlead.cluster.ServiceKey;
import io.fairlead.cluster.ServicePort;
import io.fairlead.cluster.TrafficPolicy;
import io.fairlead.net.IpAddress;
import io.fairlead.net.IpFamily;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

final class PodSlicesTest {
  @Test
  void slices_leadTheProxyToEveryPod() {
    Service service = service(Map.of(), List.of("IPv4", "IPv6"));
    var pods =
        List.of(
            pod(1, true, "10.244.1.10", "fd00:244:1::a"),
            pod(2, true, "10.244.2.10", "fd00:244:2::a"));

    List<ProxyService> seen = ProxyView.of(List.of(service), PodSlices.of(demand(service), pods));

    assertEquals(
        List.of(
            new ProxyService(
                new ServiceKey("default", "web"),
                List.of(IpAddress.parse("10.96.0.7")),
                List.of(IpAddress.parse("192.168.120.200")),
                TrafficPolicy.LOCAL,
                List.of(
                    new ProxyPort(
                        new ServicePort("TCP", 80),
                        List.of(
                            backend("10.244.1.10", 1),
                            backend("10.244.2.10", 2),
                            backend("fd00:244:1::a", 1),
                            backend("fd00:244:2::a", 2)))))),
        seen);
  }

  @Test
  void slices_keepTrafficFromPodsThatAreNotReady() {
    Service service = service(Map.of(), List.of());
    var pods = List.of(pod(1, true, "10.244.1.10"), pod(2, false, "10.244.2.10"));

    List<Backend> backends =
        ProxyView.of(List.of(service), PodSlices.of(demand(service), pods))
            .getFirst()
            .ports()
            .getFirst()
            .backends();

    assertEquals(List.of(backend("10.244.1.10", 1)), backends);
  }

  @Test
  void demand_isWhatTheServiceSays() {
    assertEquals(
        new PodDemand(
            new ServiceKey("default", "web"),
            "uid-1",
            Optional.empty(),
            List.of(IpFamily.IPV6, IpFamily.IPV4),
            List.of(new PodPort("", "TCP", 8081))),
        demand(service(Map.of(), List.of("IPv6", "IPv4"))));
  }

  @Test
  void demand_namesTheNodesOfTheAnnotation() {
    var annotations = Map.of(PodDemand.NODES_ANNOTATION, "node-2, node-9");

    assertEquals(
        Optional.of(List.of("node-2", "node-9")),
        demand(service(annotations, List.of())).nodeNames());
  }

  @Test
  void demand_givesANamedTargetPortANumber() {
    Service named =
        new ServiceBuilder(service(Map.of(), List.of()))
            .editSpec()
            .editFirstPort()
            .withTargetPort(new IntOrString("coffee"))
            .endPort()
            .endSpec()
            .build();

    assertEquals(8080, demand(named).ports().getFirst().number());
  }

  @Test
  void demand_isEmptyForAServiceWithoutSelector() {
    Service service =
        new ServiceBuilder(service(Map.of(), List.of()))
            .editSpec()
            .withSelector(Map.of())
            .endSpec()
            .build();

    assertEquals(Optional.empty(), PodDemand.of(service));
  }

  private static PodDemand demand(Service service) {
    return PodDemand.of(service).orElseThrow();
  }

  private static Pod pod(int node, boolean ready, String... addresses) {
    return new Pod(
        new NodeName("node-" + node), Stream.of(addresses).map(IpAddress::parse).toList(), ready);
  }

  private static Backend backend(String address, int node) {
    return new Backend(IpAddress.parse(address), 8081, new NodeName("node-" + node));
  }

  private static Service service(Map<String, String> annotations, List<String> families) {
    return new ServiceBuilder()
        .withNewMetadata()
        .withNamespace("default")
        .withName("web")
        .withUid("uid-1")
        .withAnnotations(annotations)
        .endMetadata()
        .withNewSpec()
        .withType("LoadBalancer")
        .withExternalTrafficPolicy("Local")
        .withClusterIPs("10.96.0.7")
        .withIpFamilies(families)
        .addToSelector("app", "web")
        .addNewPort()
        .withProtocol("TCP")
        .withPort(80)
        .withTargetPort(new IntOrString(8081))
        .endPort()
        .endSpec()
        .withNewStatus()
        .withNewLoadBalancer()
        .addNewIngress()
        .withIp("192.168.120.200")
        .endIngress()
        .endLoadBalancer()
        .endStatus()
        .build();
  }
}
