package io.fairlead.k8s.write;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fairlead.k8s.translate.ServiceTranslator;
import io.fairlead.net.IpAddress;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a Service shows of that which Fairlead writes, and what names this version of it.
 *
 * @param generation empty on API servers that count none for Services
 * @param entries of {@code status.loadBalancer.ingress}, also of those that are no addresses
 */
record ShownService(
    String uid,
    String version,
    Optional<Long> generation,
    int entries,
    List<IpAddress> addresses,
    Optional<String> pool,
    Optional<ShownPending> pending) {

  private static final ObjectReader ANSWER = new ObjectMapper().readerFor(Answer.class);

  /**
   * The condition that says why a Service is pending.
   *
   * @param since RFC 3339, as the server wrote it
   */
  record ShownPending(PendingCondition condition, @Nullable String since) {}

  static ShownService of(Service service) {
    var meta = service.getMetadata();
    var status = service.getStatus();
    var loadBalancer = status == null ? null : status.getLoadBalancer();
    var ingress = loadBalancer == null ? null : loadBalancer.getIngress();
    var annotations = meta.getAnnotations();
    return new ShownService(
        orEmpty(meta.getUid()),
        orEmpty(meta.getResourceVersion()),
        Optional.ofNullable(meta.getGeneration()),
        ingress == null ? 0 : ingress.size(),
        ServiceTranslator.statusAddresses(service),
        pool(annotations),
        PendingCondition.shownBy(service)
            .map(
                shown ->
                    new ShownPending(
                        PendingCondition.read(shown.getReason(), shown.getMessage()),
                        shown.getLastTransitionTime())));
  }

  /**
   * What the API server answered to a write: nine tenths of it are not even made into objects.
   *
   * @throws KubernetesClientException this is no Service
   */
  static ShownService read(byte[] json) {
    try {
      Answer answer = ANSWER.readValue(json);
      if (answer.metadata() == null) {
        throw new KubernetesClientException("the API server answered with no Service");
      }
      return answer.shown(answer.metadata());
    } catch (IOException e) {
      throw new KubernetesClientException("the answer of the API server cannot be read", e);
    }
  }

  boolean shows(
      List<IpAddress> wanted,
      Optional<String> wantedPool,
      Optional<PendingCondition> wantedPending) {
    return entries == wanted.size()
        && addresses.equals(wanted)
        && pool.equals(wantedPool)
        && pending.map(ShownPending::condition).equals(wantedPending);
  }

  private static Optional<String> pool(@Nullable Map<String, String> annotations) {
    return annotations == null
        ? Optional.empty()
        : Optional.ofNullable(annotations.get(ServiceStatusWriter.POOL_ANNOTATION));
  }

  private static String orEmpty(@Nullable String text) {
    return text == null ? "" : text;
  }

  @JsonIgnoreProperties(ignoreUnknown = true)
  private record Answer(@Nullable Meta metadata, @Nullable Status status) {
    ShownService shown(Meta named) {
      var loadBalancer = status == null ? null : status.loadBalancer();
      List<Ingress> ingress =
          loadBalancer == null || loadBalancer.ingress() == null
              ? List.of()
              : loadBalancer.ingress();
      List<ShownCondition> conditions =
          status == null || status.conditions() == null ? List.of() : status.conditions();
      return new ShownService(
          orEmpty(named.uid()),
          orEmpty(named.resourceVersion()),
          Optional.ofNullable(named.generation()),
          ingress.size(),
          ServiceTranslator.addresses(ingress.stream().map(entry -> orEmpty(entry.ip())).toList()),
          ShownService.pool(named.annotations()),
          conditions.stream()
              .filter(condition -> PendingCondition.TYPE.equals(condition.type()))
              .findFirst()
              .map(
                  shown ->
                      new ShownPending(
                          PendingCondition.read(shown.reason(), shown.message()),
                          shown.lastTransitionTime())));
    }
  }

  @JsonIgnoreProperties(ignoreUnknown = true)
  private record Meta(
      @Nullable String uid,
      @Nullable String resourceVersion,
      @Nullable Long generation,
      @Nullable Map<String, String> annotations) {}

  @JsonIgnoreProperties(ignoreUnknown = true)
  private record Status(
      @Nullable LoadBalancer loadBalancer, @Nullable List<ShownCondition> conditions) {}

  @JsonIgnoreProperties(ignoreUnknown = true)
  private record LoadBalancer(@Nullable List<Ingress> ingress) {}

  @JsonIgnoreProperties(ignoreUnknown = true)
  private record Ingress(@Nullable String ip) {}

  @JsonIgnoreProperties(ignoreUnknown = true)
  private record ShownCondition(
      @Nullable String type,
      @Nullable String reason,
      @Nullable String message,
      @Nullable String lastTransitionTime) {}
}
