package io.fairlead.deploy.controller;

import io.fairlead.cluster.ClusterSnapshot;
import io.fairlead.cluster.ServiceKey;
import io.fairlead.cluster.ServiceView;
import io.fairlead.deploy.controller.BridgeActor.SpeakersReported;
import io.fairlead.ipam.AssignmentOutcome;
import io.fairlead.ipam.PoolUsage;
import io.fairlead.k8s.KubernetesBridge;
import io.fairlead.k8s.write.PoolCounters;
import io.fairlead.k8s.write.ServiceStatusWriter;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Shows users what was decided: status, Events, and the counters of pools. */
final class BridgeReport {
  private static final Logger LOG = LoggerFactory.getLogger(BridgeReport.class);
  private static final String DEPRECATED_PREFIX = "metallb.universe.tf/";

  private final KubernetesBridge kubernetes;
  private final long startedNanos = System.nanoTime();
  private final TreeSet<ServiceKey> toldOfDeprecation = new TreeSet<>();
  private Map<ServiceKey, SortedSet<String>> toldOfInterfaces = Map.of();

  BridgeReport(KubernetesBridge kubernetes) {
    this.kubernetes = kubernetes;
  }

  /** What a new view of the cluster is worth saying in the log. */
  void seen(ClusterSnapshot taken, @Nullable ClusterSnapshot before) {
    if (before == null) {
      LOG.info(
          "first view of the cluster after {} ms: {} Services, {} nodes, {} pools",
          Duration.ofNanos(System.nanoTime() - startedNanos).toMillis(),
          taken.services().size(),
          taken.nodes().size(),
          taken.config().pools().size());
    }
    if (before == null || !taken.config().faults().equals(before.config().faults())) {
      taken.config().faults().forEach(fault -> LOG.warn("configuration: {}", fault));
    }
  }

  void served(AssignmentOutcome outcome, Optional<AssignmentOutcome> before) {
    boolean shown =
        before.isPresent()
            && before.get().addresses().equals(outcome.addresses())
            && before.get().pool().equals(outcome.pool())
            && BridgeNotice.pending(before.get()).equals(BridgeNotice.pending(outcome));
    if (!shown) {
      writeStatus(outcome);
    }
    var service = outcome.service();
    for (BridgeNotice notice : BridgeNotice.of(outcome, before)) {
      LOG.info("{}: {}", service, notice);
      var events = kubernetes.events();
      switch (notice) {
        case BridgeNotice.Allocated(var addresses) -> events.ipAllocated(service, addresses);
        case BridgeNotice.AllocatedMore(var addresses) ->
            events.additionalIpAllocated(service, addresses);
        case BridgeNotice.QuarantineCutShort(var addresses) ->
            events.quarantineCutShort(service, addresses);
        case BridgeNotice.Cleared(var cause) -> events.clearAssignment(service, cause);
        case BridgeNotice.Failed(var reason, var cause) ->
            events.allocationFailed(service, reason, cause);
        case BridgeNotice.LacksFamily(var cause) -> events.additionalAssignFailed(service, cause);
      }
    }
  }

  private void writeStatus(AssignmentOutcome outcome) {
    kubernetes
        .serviceStatus()
        .write(
            outcome.service(), outcome.addresses(), pool(outcome), BridgeNotice.pending(outcome));
  }

  void gone(ServiceKey service) {
    LOG.info("{} is gone; its addresses are free", service);
    kubernetes.serviceStatus().clear(service);
    kubernetes.events().forget(service);
    toldOfDeprecation.remove(service);
  }

  /** Somebody else may have written the status of a Service that needs no other decision. */
  void repairStatus(
      ClusterSnapshot cluster,
      Map<ServiceKey, AssignmentOutcome> outcomes,
      Collection<ServiceKey> changed) {
    repairStatus(cluster, changed.stream().map(outcomes::get).filter(Objects::nonNull).toList());
  }

  /** The same for these. */
  void repairStatus(ClusterSnapshot cluster, Collection<AssignmentOutcome> outcomes) {
    for (var outcome : outcomes) {
      var view = cluster.services().get(outcome.service());
      if (view != null && !shows(view, outcome)) {
        writeStatus(outcome);
      }
    }
  }

  /**
   * Who replaces a whole Service, as GitOps tools do, takes the annotation away and no address. Why
   * a Service is pending is not in its view: the writer looks, which costs no request.
   */
  private static boolean shows(ServiceView view, AssignmentOutcome outcome) {
    var shownPool =
        Optional.ofNullable(view.annotations().get(ServiceStatusWriter.POOL_ANNOTATION));
    return view.statusAddresses().equals(outcome.addresses())
        && shownPool.equals(pool(outcome))
        && BridgeNotice.pending(outcome).isEmpty();
  }

  private static Optional<String> pool(AssignmentOutcome outcome) {
    return Optional.of(outcome.pool()).filter(pool -> !pool.isEmpty());
  }

  /** Says once of every Service that it uses the old spelling of annotations. */
  void tellOfDeprecation(ClusterSnapshot cluster, Collection<ServiceKey> changed) {
    for (ServiceView view :
        changed.stream()
            .map(key -> cluster.services().get(key))
            .filter(Objects::nonNull)
            .toList()) {
      var old =
          view.annotations().keySet().stream()
              .filter(name -> name.startsWith(DEPRECATED_PREFIX))
              .toList();
      if (!old.isEmpty() && toldOfDeprecation.add(view.key())) {
        kubernetes.events().deprecatedAnnotation(view.key(), old);
      }
    }
  }

  /** Shows what the speakers say, and tells of Services that none of them can announce. */
  void observed(SpeakersReported reported, @Nullable ClusterSnapshot cluster) {
    if (cluster == null) {
      return;
    }
    // Ten thousand statuses are worked out on the writer's own thread: nobody waits for them.
    kubernetes.nodeStatus().show(() -> Demanded.statuses(reported, cluster));
    var unannounceable = Demanded.withoutInterface(reported.demands(), reported.report());
    unannounceable.forEach(
        (service, interfaces) -> {
          if (!interfaces.equals(toldOfInterfaces.get(service))) {
            kubernetes.events().announceFailed(service, interfaces);
          }
        });
    toldOfInterfaces = Map.copyOf(unannounceable);
  }

  void counted(PoolUsage usage) {
    kubernetes
        .poolStatus()
        .write(
            usage.pool(),
            new PoolCounters(
                usage.ipv4().assigned(),
                usage.ipv6().assigned(),
                usage.ipv4().available(),
                usage.ipv6().available()));
  }
}
