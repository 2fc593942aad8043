package io.fairlead.k8s.write;

import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.ServiceResource;
import io.fairlead.cluster.ServiceKey;
import io.fairlead.k8s.watch.ObjectCache;
import io.fairlead.net.IpAddress;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Writes the addresses of Services to {@code status.loadBalancer.ingress}, the name of the pool to
 * the annotation {@value #POOL_ANNOTATION}, and why a Service is pending to a condition.
 */
public final class ServiceStatusWriter implements AutoCloseable {
  /** Which pool the addresses of a Service come from. */
  public static final String POOL_ANNOTATION = "metallb.io/ip-allocated-from-pool";

  private static final WriteQueue.Pace PACE = new WriteQueue.Pace(100, 0, 32);

  private final KubernetesClient client;
  private final ServiceStatusRequest request;
  private final ObjectCache cache;
  private final Clock clock;
  private final EchoCache<ShownService> echoes = new EchoCache<>();
  private final WriteQueue queue = new WriteQueue("status", PACE);

  /**
   * @param client stays the caller's
   */
  public ServiceStatusWriter(KubernetesClient client, ObjectCache cache, Clock clock) {
    this.client = client;
    this.request = new ServiceStatusRequest(client);
    this.cache = cache;
    this.clock = clock;
  }

  private record Wanted(
      List<IpAddress> addresses, Optional<String> pool, Optional<PendingCondition> pending) {
    boolean isShownBy(ShownService service) {
      return service.shows(addresses, pool, pending);
    }
  }

  /**
   * Makes the Service show these addresses, in this order. Returns at once; does nothing when it
   * shows them already.
   *
   * @param pending why there are none; empty: the condition is taken away
   */
  public void write(
      ServiceKey service,
      List<IpAddress> addresses,
      Optional<String> pool,
      Optional<PendingCondition> pending) {
    var wanted = new Wanted(List.copyOf(addresses), pool, pending);
    queue.submitAsync(service.toString(), () -> converge(service, wanted));
  }

  /**
   * Makes the Service show no address and no pool, also when it is not a load balancer any more.
   */
  public void clear(ServiceKey service) {
    write(service, List.of(), Optional.empty(), Optional.empty());
  }

  /** True when no write waits or runs. */
  public boolean isIdle() {
    return queue.isIdle();
  }

  /** What was written so far; from any thread. */
  public WriteStats stats() {
    return queue.stats("service_status");
  }

  /** How busy the writer is, for those who should stand back. */
  WriteQueue queue() {
    return queue;
  }

  private CompletionStage<?> converge(ServiceKey key, Wanted wanted) {
    // Not in the cache: of another type, or gone. Only the server knows which.
    var shown = cache.service(key);
    var service = shown.or(() -> Optional.ofNullable(resource(key).get()));
    if (service.isEmpty()) {
      echoes.forget(key.toString());
      return CompletableFuture.completedStage(WriteOutcome.UNCHANGED);
    }
    var now = ShownService.of(service.get());
    String version = now.version();
    var current = shown.isPresent() ? echoes.newest(key.toString(), version, () -> now) : now;
    if (wanted.isShownBy(current)) {
      return CompletableFuture.completedStage(WriteOutcome.UNCHANGED);
    }
    return request
        .apply(key, body(key, current, wanted))
        .thenCompose(answer -> takePool(key, wanted, answer))
        .thenAccept(answer -> shown.ifPresent(_ -> echoes.put(key.toString(), version, answer)));
  }

  /** Left by another owner, or not taken along with the status by this server. */
  private CompletionStage<ShownService> takePool(
      ServiceKey key, Wanted wanted, ShownService answer) {
    return answer.pool().equals(wanted.pool())
        ? CompletableFuture.completedStage(answer)
        : request.annotate(key, POOL_ANNOTATION, wanted.pool());
  }

  /**
   * One request for all: the annotation rides along with the status. The uid keeps it off a Service
   * made anew under the same name, and the version off one that somebody else has written since:
   * what was compared is what is replaced.
   */
  private Map<String, Object> body(ServiceKey key, ShownService current, Wanted wanted) {
    var metadata = new TreeMap<String, Object>();
    metadata.put("name", key.name());
    metadata.put("namespace", key.namespace());
    if (!current.uid().isEmpty()) {
      metadata.put("uid", current.uid());
    }
    if (!current.version().isEmpty()) {
      metadata.put("resourceVersion", current.version());
    }
    wanted.pool().ifPresent(name -> metadata.put("annotations", Map.of(POOL_ANNOTATION, name)));
    List<Map<String, String>> ingress =
        wanted.addresses().stream().map(address -> Map.of("ip", address.toString())).toList();
    var status = new TreeMap<String, Object>(Map.of("loadBalancer", Map.of("ingress", ingress)));
    // What one manager applied before and leaves out now is taken away, and nothing else is.
    wanted
        .pending()
        .ifPresent(
            pending -> status.put("conditions", List.of(pending.body(current, clock.instant()))));
    return Map.of("apiVersion", "v1", "kind", "Service", "metadata", metadata, "status", status);
  }

  private ServiceResource<Service> resource(ServiceKey key) {
    return client.services().inNamespace(key.namespace()).withName(key.name());
  }

  /** True when no Service waits for its status, and none did within that time. */
  public boolean isQuiet(Duration within) {
    return queue.quietNanos() >= within.toNanos();
  }

  @Override
  public void close() {
    queue.close();
  }
}
