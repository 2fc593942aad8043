package io.fairlead.k8s;

import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fairlead.cluster.NodeName;
import io.fairlead.cluster.NodeView;
import io.fairlead.cluster.ServiceKey;
import io.fairlead.cluster.ServiceView;
import io.fairlead.k8s.translate.NodeTranslator;
import io.fairlead.k8s.translate.ServiceTranslator;
import io.fairlead.net.IpAddress;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Supplier;

/**
 * What a person asks of placement: annotations, written to Kubernetes with that person's own
 * rights. The controller reads them like everything else (ADR-0030).
 */
public final class PlacementWishes implements AutoCloseable {
  private static final PatchContext MERGE = PatchContext.of(PatchType.JSON_MERGE);
  private static final Set<String> ANSWERS = Set.of("nodeAssigned", "moveRefused");

  private final KubernetesClient client;

  PlacementWishes(KubernetesClient client) {
    this.client = client;
  }

  /**
   * Nothing is sent yet.
   *
   * @param kubeconfig empty: what KUBECONFIG names, or the usual file
   * @throws IllegalArgumentException when the kubeconfig is missing or cannot be used
   */
  public static PlacementWishes open(Optional<Path> kubeconfig) {
    return new PlacementWishes(KubernetesClients.create(kubeconfig));
  }

  /** The addresses that a Service of type LoadBalancer shows; empty when there is no such one. */
  public Optional<List<IpAddress>> addressesOf(ServiceKey service) throws IOException {
    return asking(
        () ->
            Optional.ofNullable(
                    client
                        .services()
                        .inNamespace(service.namespace())
                        .withName(service.name())
                        .get())
                .filter(PlacementWishes::isLoadBalancer)
                .map(ServiceTranslator::statusAddresses));
  }

  /** The Services that show the address; those that share it all do. */
  public List<ServiceKey> holdersOf(IpAddress address) throws IOException {
    return asking(
        () ->
            client.services().inAnyNamespace().list().getItems().stream()
                .filter(PlacementWishes::isLoadBalancer)
                .filter(each -> ServiceTranslator.statusAddresses(each).contains(address))
                .map(
                    each ->
                        new ServiceKey(
                            each.getMetadata().getNamespace(), each.getMetadata().getName()))
                .sorted()
                .toList());
  }

  private static boolean isLoadBalancer(Service service) {
    return service.getSpec() != null && "LoadBalancer".equals(service.getSpec().getType());
  }

  public Optional<NodeView> node(NodeName node) throws IOException {
    return asking(
        () ->
            Optional.ofNullable(client.nodes().withName(node.value()).get())
                .map(NodeTranslator::translate));
  }

  /** Asks for a node for the Service; empty takes the wish back. */
  public void want(ServiceKey service, Optional<NodeName> node) throws IOException {
    var patch = annotation(ServiceView.NODE_ANNOTATION, node.map(NodeName::value));
    asking(
        () ->
            client
                .services()
                .inNamespace(service.namespace())
                .withName(service.name())
                .patch(MERGE, patch));
  }

  /** Asks the node to hand its addresses over, or no longer. */
  public void drain(NodeName node, boolean wanted) throws IOException {
    var value = Optional.of("true").filter(_ -> wanted);
    var patch = annotation(NodeView.DRAIN_ANNOTATION, value);
    asking(() -> client.nodes().withName(node.value()).patch(MERGE, patch));
  }

  private String annotation(String name, Optional<String> value) {
    var annotations = Collections.singletonMap(name, value.orElse(null));
    return client
        .getKubernetesSerialization()
        .asJson(Map.of("metadata", Map.of("annotations", annotations)));
  }

  /**
   * What the controller said of the Service's nodes so far.
   *
   * @return texts by the name and count of their Event: one that was not there before is news
   */
  public SortedMap<String, String> answers(ServiceKey service) throws IOException {
    return asking(
        () -> {
          var answers = new TreeMap<String, String>();
          client.v1().events().inNamespace(service.namespace()).list().getItems().stream()
              .filter(event -> ANSWERS.contains(event.getReason()))
              .filter(event -> service.name().equals(event.getInvolvedObject().getName()))
              .forEach(event -> answers.put(key(event), event.getMessage()));
          return answers;
        });
  }

  private static String key(Event event) {
    return event.getMetadata().getName() + "#" + event.getCount();
  }

  private static <T> T asking(Supplier<T> request) throws IOException {
    try {
      return request.get();
    } catch (KubernetesClientException e) {
      throw new IOException("Kubernetes says: " + e.getMessage(), e);
    }
  }

  @Override
  public void close() {
    client.close();
  }
}
