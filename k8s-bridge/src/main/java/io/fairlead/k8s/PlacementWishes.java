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
import io.fairlead.k8s.crd.ServiceL2Status;
import io.fairlead.k8s.translate.NodeTranslator;
import io.fairlead.k8s.translate.ServiceTranslator;
import io.fairlead.net.IpAddress;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a person asks of placement: annotations, written to Kubernetes with that person's own
 * rights. The controller reads them like everything else (ADR-0030).
 */
public final class PlacementWishes implements AutoCloseable {
  private static final PatchContext MERGE = PatchContext.of(PatchType.JSON_MERGE);
  private static final Set<String> ANSWERS = Set.of("nodeAssigned", "moveRefused");

  /** As Kubernetes allows it (RFC 1123 subdomain); nothing of another name exists. */
  private static final Pattern NAME = Pattern.compile("[a-z0-9]([-a-z0-9.]*[a-z0-9])?");

  private static final Logger LOG = LoggerFactory.getLogger(PlacementWishes.class);

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
    if (!isName(service.namespace()) || !isName(service.name())) {
      return Optional.empty();
    }
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

  private static boolean isName(String text) {
    return NAME.matcher(text).matches();
  }

  private static boolean isLoadBalancer(Service service) {
    return service.getSpec() != null && "LoadBalancer".equals(service.getSpec().getType());
  }

  public Optional<NodeView> node(NodeName node) throws IOException {
    if (!isName(node.value())) {
      return Optional.empty();
    }
    return asking(
        () ->
            Optional.ofNullable(client.nodes().withName(node.value()).get())
                .map(NodeTranslator::translate));
  }

  /**
   * The nodes that announce the Service by layer 2, as its ServiceL2Statuses say; none when this
   * person may not read them.
   */
  public Set<NodeName> announcersOf(ServiceKey service) {
    try {
      return client
          .resources(ServiceL2Status.class)
          .inAnyNamespace()
          .withLabel(ServiceL2Status.SERVICE_LABEL, service.name())
          .withLabel(ServiceL2Status.NAMESPACE_LABEL, service.namespace())
          .list()
          .getItems()
          .stream()
          .flatMap(each -> Stream.ofNullable(each.getStatus()))
          .flatMap(status -> Stream.ofNullable(status.node()))
          .map(NodeName::new)
          .collect(Collectors.toSet());
    } catch (KubernetesClientException e) {
      LOG.debug("what is announced of {} is not known", service, e);
      return Set.of();
    }
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

  private <T> T asking(Supplier<T> request) throws IOException {
    try {
      return request.get();
    } catch (KubernetesClientException e) {
      throw new IOException(
          e.getCode() > 0 ? "Kubernetes says: " + e.getMessage() : noAnswer(e), e);
    }
  }

  private String noAnswer(Throwable failure) {
    var cause = failure;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    return "no answer from Kubernetes at %s (%s); --kubeconfig or KUBECONFIG says where it is"
        .formatted(
            client.getConfiguration().getMasterUrl(),
            Objects.requireNonNullElse(cause.getMessage(), cause.getClass().getSimpleName()));
  }

  @Override
  public void close() {
    client.close();
  }
}
