package io.fairlead.k8s.lab;

import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.discovery.v1.Endpoint;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointPort;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import io.fairlead.cluster.NodeName;
import io.fairlead.cluster.ServiceKey;
import io.fairlead.cluster.ServicePort;
import io.fairlead.cluster.TrafficPolicy;
import io.fairlead.k8s.translate.EndpointSliceTranslator;
import io.fairlead.net.IpAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Translates API objects to what the proxy works on. Pure. */
final class ProxyView {
  private static final NodeName NOWHERE = new NodeName("(no node)");

  private ProxyView() {}

  /** Every Service that has an address, with its usable endpoints. */
  static List<ProxyService> of(List<Service> services, List<EndpointSlice> slices) {
    return services.stream()
        .filter(service -> !"ExternalName".equals(service.getSpec().getType()))
        .map(service -> service(service, slices))
        .toList();
  }

  private static ProxyService service(Service service, List<EndpointSlice> slices) {
    ServiceKey key = PodDemand.keyOf(service);
    List<EndpointSlice> own = slices.stream().filter(slice -> belongs(slice, key)).toList();
    var ports = new ArrayList<ProxyPort>();
    for (var port : orEmpty(service.getSpec().getPorts())) {
      String protocol = port.getProtocol() == null ? "TCP" : port.getProtocol();
      if (!protocol.equals("SCTP")) {
        String name = port.getName() == null ? "" : port.getName();
        ports.add(
            new ProxyPort(
                new ServicePort(protocol, port.getPort()), backends(own, name, protocol)));
      }
    }
    boolean local = "Local".equals(service.getSpec().getExternalTrafficPolicy());
    return new ProxyService(
        key,
        clusterAddresses(service),
        externalAddresses(service),
        local ? TrafficPolicy.LOCAL : TrafficPolicy.CLUSTER,
        ports);
  }

  private static boolean belongs(EndpointSlice slice, ServiceKey key) {
    var labels = slice.getMetadata().getLabels();
    return labels != null
        && key.name().equals(labels.get(EndpointSliceTranslator.SERVICE_LABEL))
        && key.namespace().equals(slice.getMetadata().getNamespace());
  }

  private static List<Backend> backends(List<EndpointSlice> slices, String name, String protocol) {
    var backends = new ArrayList<Backend>();
    for (EndpointSlice slice : slices) {
      for (EndpointPort port : orEmpty(slice.getPorts())) {
        boolean sameName = name.equals(Objects.requireNonNullElse(port.getName(), ""));
        boolean sameProtocol =
            protocol.equals(Objects.requireNonNullElse(port.getProtocol(), "TCP"));
        if (sameName && sameProtocol && port.getPort() != null) {
          usable(slice).forEach(e -> backends.addAll(backends(e, port.getPort())));
        }
      }
    }
    return backends;
  }

  private static List<Backend> backends(Endpoint endpoint, int port) {
    NodeName node = endpoint.getNodeName() == null ? NOWHERE : new NodeName(endpoint.getNodeName());
    return endpoint.getAddresses().stream()
        .map(address -> new Backend(IpAddress.parse(address), port, node))
        .toList();
  }

  private static Stream<Endpoint> usable(EndpointSlice slice) {
    return orEmpty(slice.getEndpoints()).stream()
        .filter(
            endpoint ->
                endpoint.getConditions() == null
                    || !Boolean.FALSE.equals(endpoint.getConditions().getReady()));
  }

  private static List<IpAddress> clusterAddresses(Service service) {
    return orEmpty(service.getSpec().getClusterIPs()).stream()
        .filter(address -> !address.isEmpty() && !address.equals("None"))
        .map(IpAddress::parse)
        .toList();
  }

  private static List<IpAddress> externalAddresses(Service service) {
    if (service.getStatus() == null || service.getStatus().getLoadBalancer() == null) {
      return List.of();
    }
    return orEmpty(service.getStatus().getLoadBalancer().getIngress()).stream()
        .filter(ingress -> ingress.getIp() != null)
        .filter(ingress -> !"Proxy".equals(ingress.getIpMode()))
        .map(ingress -> IpAddress.parse(ingress.getIp()))
        .toList();
  }

  private static <T> List<T> orEmpty(@Nullable List<T> list) {
    return list == null ? List.of() : list;
  }
}
