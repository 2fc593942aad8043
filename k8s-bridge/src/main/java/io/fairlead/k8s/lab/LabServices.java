package io.fairlead.k8s.lab;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fairlead.cluster.ServiceKey;
import io.fairlead.net.IpAddress;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** Asks the API about load-balanced Services. Blocking. */
public final class LabServices {
  private final KubernetesClient client;

  LabServices(KubernetesClient client) {
    this.client = client;
  }

  /**
   * A Service of type LoadBalancer.
   *
   * @param addresses what it was given so far
   * @param tcpPort its first TCP port
   */
  public record Balanced(ServiceKey key, List<IpAddress> addresses, OptionalInt tcpPort) {
    /** Its first address. */
    public Optional<IpAddress> address() {
      return addresses.stream().findFirst();
    }
  }

  /** Which of these documents are Services of type LoadBalancer. */
  public static List<ServiceKey> balanced(List<Manifest> manifests) {
    return manifests.stream()
        .map(Manifest::object)
        .filter(Service.class::isInstance)
        .map(Service.class::cast)
        .filter(LabServices::isBalanced)
        .map(LabServices::keyOf)
        .toList();
  }

  /** The Service as it is now; empty if there is none. */
  public Optional<Balanced> find(ServiceKey key) {
    return Optional.ofNullable(
            client.services().inNamespace(key.namespace()).withName(key.name()).get())
        .map(LabServices::view);
  }

  /** All of them. */
  public List<Balanced> all() {
    return client.services().inAnyNamespace().list().getItems().stream()
        .filter(LabServices::isBalanced)
        .map(LabServices::view)
        .sorted(Comparator.comparing(Balanced::key))
        .toList();
  }

  /** The newest Events about the Service, oldest first, for messages. */
  public List<String> events(ServiceKey key, int countMax) {
    var events =
        client.v1().events().inNamespace(key.namespace()).list().getItems().stream()
            .filter(e -> e.getInvolvedObject() != null)
            .filter(e -> key.name().equals(e.getInvolvedObject().getName()))
            .map(e -> e.getType() + " " + e.getReason() + ": " + e.getMessage())
            .toList();
    return events.subList(Math.max(0, events.size() - countMax), events.size());
  }

  private static boolean isBalanced(Service service) {
    return service.getSpec() != null && "LoadBalancer".equals(service.getSpec().getType());
  }

  private static Balanced view(Service service) {
    var ports = service.getSpec().getPorts();
    OptionalInt tcp =
        ports == null
            ? OptionalInt.empty()
            : ports.stream()
                .filter(p -> p.getProtocol() == null || p.getProtocol().equals("TCP"))
                .mapToInt(p -> p.getPort())
                .findFirst();
    return new Balanced(keyOf(service), addresses(service), tcp);
  }

  private static List<IpAddress> addresses(Service service) {
    if (service.getStatus() == null
        || service.getStatus().getLoadBalancer() == null
        || service.getStatus().getLoadBalancer().getIngress() == null) {
      return List.of();
    }
    return service.getStatus().getLoadBalancer().getIngress().stream()
        .filter(ingress -> ingress.getIp() != null)
        .map(ingress -> IpAddress.parse(ingress.getIp()))
        .toList();
  }

  private static ServiceKey keyOf(HasMetadata object) {
    String namespace = object.getMetadata().getNamespace();
    return new ServiceKey(
        namespace == null ? "default" : namespace, object.getMetadata().getName());
  }
}
