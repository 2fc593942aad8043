package io.fairlead.k8s.write;

import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.EventBuilder;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fairlead.cluster.NodeName;
import io.fairlead.cluster.ServiceKey;
import io.fairlead.k8s.watch.ObjectCache;
import io.fairlead.net.IpAddress;
import io.fairlead.placement.AddressConflict;
import java.net.HttpURLConnection;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Tells what happened to a Service as Kubernetes Events, those that {@code kubectl describe} shows.
 * Saying the same again is cheap: see {@link EventLedger}.
 */
public final class EventRecorder implements AutoCloseable {
  private static final WriteQueue.Pace PACE = new WriteQueue.Pace(500, 0, 2);

  private final KubernetesClient client;
  private final ObjectCache cache;
  private final Clock clock;
  private final EventLedger ledger = new EventLedger();
  private final WriteQueue queue;

  /**
   * @param client stays the caller's
   */
  public EventRecorder(KubernetesClient client, ObjectCache cache, Clock clock) {
    this(client, cache, clock, Optional.empty());
  }

  /**
   * @param first users wait for what it writes: Events come after that
   */
  public EventRecorder(
      KubernetesClient client, ObjectCache cache, Clock clock, ServiceStatusWriter first) {
    this(client, cache, clock, Optional.of(first.queue()));
  }

  private EventRecorder(
      KubernetesClient client, ObjectCache cache, Clock clock, Optional<WriteQueue> first) {
    queue = new WriteQueue("events", PACE, first);
    this.client = client;
    this.cache = cache;
    this.clock = clock;
  }

  /** Normal IPAllocated: the Service got these addresses. */
  public void ipAllocated(ServiceKey service, List<IpAddress> addresses) {
    record(service, EventText.ipAllocated(addresses));
  }

  /** Normal IPAllocated: the Service got these addresses beside those that it holds. */
  public void additionalIpAllocated(ServiceKey service, List<IpAddress> addresses) {
    record(service, EventText.additionalIpAllocated(addresses));
  }

  /** Normal AdditionalAssignFailed: a Service that prefers two families has one. */
  public void additionalAssignFailed(ServiceKey service, String cause) {
    record(service, EventText.additionalAssignFailed(cause));
  }

  /**
   * A Warning: the Service is pending.
   *
   * @param reason AllocationFailed, or another reason of MetalLB's
   */
  public void allocationFailed(ServiceKey service, String reason, String cause) {
    record(
        service,
        reason.equals("AllocationFailed")
            ? EventText.allocationFailed(service, cause)
            : EventText.requestFailed(reason, cause));
  }

  /** Warning QuarantineCutShort: the pool had no address that was longer free. */
  public void quarantineCutShort(ServiceKey service, List<IpAddress> addresses) {
    record(service, EventText.quarantineCutShort(addresses));
  }

  /** Warning deprecatedAnnotation. */
  public void deprecatedAnnotation(ServiceKey service, List<String> names) {
    record(service, EventText.deprecatedAnnotation(names));
  }

  /** Normal ClearAssignment: what the Service held is not allowed any more. */
  public void clearAssignment(ServiceKey service, String cause) {
    record(service, EventText.clearAssignment(service, cause));
  }

  /** Normal nodeAssigned: the node announces the Service by layer 2. */
  public void nodeAssigned(ServiceKey service, NodeName node) {
    record(service, EventText.nodeAssigned(node));
  }

  /** Warning moveRefused: the node that a person asked for does not announce the Service. */
  public void moveRefused(ServiceKey service, NodeName node, String why) {
    record(service, EventText.moveRefused(node, why));
  }

  /** Warning addressConflict: somebody else on the segment uses an address of the Service. */
  public void addressConflict(ServiceKey service, AddressConflict conflict) {
    record(service, EventText.addressConflict(conflict));
  }

  /** Warning announceFailed: no node has an interface that the advertisement names. */
  public void announceFailed(ServiceKey service, SortedSet<String> interfaces) {
    record(service, EventText.announceFailed(interfaces));
  }

  /** Frees what is remembered of a Service that is gone. */
  public void forget(ServiceKey service) {
    synchronized (ledger) {
      ledger.forget(service);
    }
  }

  /** True when no Event waits to be written. */
  public boolean isIdle() {
    return queue.isIdle();
  }

  /** What was written so far; from any thread. */
  public WriteStats stats() {
    return queue.stats("events");
  }

  private void record(ServiceKey service, EventText text) {
    String freshName =
        service.name() + "." + Long.toHexString(ThreadLocalRandom.current().nextLong());
    Optional<EventAggregate> told;
    synchronized (ledger) {
      told = ledger.note(service, text, clock.instant(), freshName);
    }
    told.ifPresent(
        aggregate ->
            queue.submit(
                service.namespace() + "/" + aggregate.objectName(),
                () -> write(service, text, aggregate)));
  }

  private void write(ServiceKey service, EventText text, EventAggregate aggregate) {
    var event =
        client
            .v1()
            .events()
            .inNamespace(service.namespace())
            .resource(event(service, text, aggregate));
    if (aggregate.count() > 1) {
      // Raises the count, or makes the Event anew when the server has forgotten it. A merge patch
      // would read the Event first, and that right is nobody's to give.
      event.patch(StatusPatch.APPLY);
      return;
    }
    try {
      event.create();
    } catch (KubernetesClientException e) {
      // An earlier attempt came through though its answer did not.
      if (e.getCode() != HttpURLConnection.HTTP_CONFLICT) {
        throw e;
      }
    }
  }

  private Event event(ServiceKey service, EventText text, EventAggregate aggregate) {
    var object = find(service);
    return new EventBuilder()
        .withNewMetadata()
        .withName(aggregate.objectName())
        .withNamespace(service.namespace())
        .endMetadata()
        .withNewInvolvedObject()
        .withApiVersion("v1")
        .withKind("Service")
        .withNamespace(service.namespace())
        .withName(service.name())
        .withUid(object.map(meta -> meta.getMetadata().getUid()).orElse(null))
        .withResourceVersion(
            object.map(meta -> meta.getMetadata().getResourceVersion()).orElse(null))
        .endInvolvedObject()
        .withType(text.type())
        .withReason(text.reason())
        .withMessage(text.message())
        .withNewSource()
        .withComponent(text.component())
        .endSource()
        .withReportingComponent(text.component())
        .withFirstTimestamp(timestamp(aggregate.first()))
        .withLastTimestamp(timestamp(aggregate.last()))
        .withCount(aggregate.count())
        .build();
  }

  /** By the uid {@code kubectl describe} finds the Events of an object. */
  private Optional<HasMetadata> find(ServiceKey key) {
    var shown = cache.service(key);
    return shown.isPresent()
        ? Optional.of(shown.get())
        : Optional.ofNullable(
            client.services().inNamespace(key.namespace()).withName(key.name()).get());
  }

  private static String timestamp(Instant time) {
    return time.truncatedTo(ChronoUnit.SECONDS).toString();
  }

  @Override
  public void close() {
    queue.close();
  }
}
