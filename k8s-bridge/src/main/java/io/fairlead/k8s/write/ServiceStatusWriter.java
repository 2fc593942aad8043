package io.fairlead.k8s.write;

import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.ServiceResource;
import io.fairlead.cluster.ServiceKey;
import io.fairlead.k8s.translate.ServiceTranslator;
import io.fairlead.k8s.watch.ObjectCache;
import io.fairlead.net.IpAddress;
import java.time.Clock;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Writes the addresses of Services to {@code status.loadBalancer.ingress}, the name of the pool to
 * the annotation {@value #POOL_ANNOTATION}, and why a Service is pending to a condition.
 */
public final class ServiceStatusWriter implements AutoCloseable {
  /** Which pool the addresses of a Service come from. */
  public static final String POOL_ANNOTATION = "metallb.io/ip-allocated-from-pool";

  private static final WriteQueue.Pace PACE = new WriteQueue.Pace(100, 0, 16);

  private final KubernetesClient client;
  private final ObjectCache cache;
  private final Clock clock;
  private final EchoCache<Service> echoes = new EchoCache<>();
  private final WriteQueue queue = new WriteQueue("status", PACE);

  /**
   * @param client stays the caller's
   */
  public ServiceStatusWriter(KubernetesClient client, ObjectCache cache, Clock clock) {
    this.client = client;
    this.cache = cache;
    this.clock = clock;
  }

  private record Wanted(
      List<IpAddress> addresses, Optional<String> pool, Optional<PendingCondition> pending) {
    boolean isShownBy(Service service) {
      return showsAddresses(service, addresses)
          && shownPool(service).equals(pool)
          && PendingCondition.isShown(service, pending);
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
    queue.submit(service.toString(), () -> converge(service, wanted));
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

  private void converge(ServiceKey key, Wanted wanted) {
    var shown = cache.service(key);
    // Not in the cache: of another type, or gone. Only the server knows which.
    var current =
        shown.isPresent()
            ? echoes.newest(key.toString(), shown.get())
            : Optional.ofNullable(resource(key).get()).orElse(null);
    if (current == null || wanted.isShownBy(current)) {
      return;
    }
    var answer = applyStatus(current, wanted);
    remember(key, shown, answer);
    if (!shownPool(answer).equals(wanted.pool())) {
      // Left by another owner, or not taken along with the status by this server.
      remember(key, shown, annotate(key, wanted.pool()));
    }
  }

  private void remember(ServiceKey key, Optional<Service> shown, Service answer) {
    shown.ifPresent(service -> echoes.put(key.toString(), service, answer));
  }

  /** One request for all: the annotation rides along with the status. */
  private Service applyStatus(Service current, Wanted wanted) {
    List<Map<String, String>> ingress =
        wanted.addresses().stream().map(address -> Map.of("ip", address.toString())).toList();
    Map<String, String> annotations =
        wanted.pool().map(name -> Map.of(POOL_ANNOTATION, name)).orElse(Map.of());
    var status = new TreeMap<String, Object>(Map.of("loadBalancer", Map.of("ingress", ingress)));
    // What one manager applied before and leaves out now is taken away, and nothing else is.
    wanted
        .pending()
        .ifPresent(
            pending -> status.put("conditions", List.of(pending.body(current, clock.instant()))));
    return StatusPatch.apply(client, Service.class, StatusPatch.body(current, annotations, status));
  }

  private Service annotate(ServiceKey key, Optional<String> pool) {
    // A merge patch: it takes the annotation away whoever wrote it, and never creates a Service.
    Map<String, @Nullable String> annotation =
        Collections.singletonMap(POOL_ANNOTATION, pool.orElse(null));
    var body = Map.of("metadata", Map.of("annotations", annotation));
    return resource(key).patch(StatusPatch.MERGE, json(body));
  }

  private ServiceResource<Service> resource(ServiceKey key) {
    return client.services().inNamespace(key.namespace()).withName(key.name());
  }

  private String json(Map<String, ?> body) {
    return client.getKubernetesSerialization().asJson(body);
  }

  static boolean showsAddresses(Service service, List<IpAddress> addresses) {
    var status = service.getStatus();
    var loadBalancer = status == null ? null : status.getLoadBalancer();
    int entries =
        loadBalancer == null || loadBalancer.getIngress() == null
            ? 0
            : loadBalancer.getIngress().size();
    return entries == addresses.size()
        && ServiceTranslator.statusAddresses(service).equals(addresses);
  }

  private static Optional<String> shownPool(Service service) {
    var annotations = service.getMetadata().getAnnotations();
    return annotations == null
        ? Optional.empty()
        : Optional.ofNullable(annotations.get(POOL_ANNOTATION));
  }

  @Override
  public void close() {
    queue.close();
  }
}
