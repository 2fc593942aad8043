package io.fairlead.deploy.controller;

import io.fairlead.cluster.ServiceKey;
import io.fairlead.deploy.controller.BridgeAction.AssignTogether;
import io.fairlead.ipam.AssignRequest;
import io.fairlead.ipam.AssignmentPlan;
import io.fairlead.ipam.Convergence;
import io.fairlead.ipam.Convergence.Step;
import io.fairlead.ipam.ServiceAssignment;
import io.fairlead.ipam.actor.AddressPoolActor;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;

/**
 * Collects the first requests of many Services, so that a pool decides and records them together. A
 * Service that converges afterwards asks the same again, and is answered the same without a write;
 * so nothing is lost when a batch is.
 */
final class FirstRequests {
  /** Fewer are not worth the detour. */
  static final int TOGETHER_MIN = 16;

  private final TreeSet<ServiceKey> asked = new TreeSet<>();
  private int batchesInFlight;
  private boolean isLookedThrough;

  /**
   * The batches to send now; none while some are under way.
   *
   * @param due in the order in which they are to be served; looked through once
   * @param isUnheardOf true for a Service that may be asked for; one that holds something already
   *     must speak for itself
   */
  List<AssignTogether> of(Collection<AssignmentPlan> due, Predicate<ServiceKey> isUnheardOf) {
    if (due.size() < TOGETHER_MIN || batchesInFlight > 0 || isLookedThrough) {
      return List.of();
    }
    isLookedThrough = true;
    NavigableMap<String, List<AssignRequest>> byPool = new TreeMap<>();
    for (AssignmentPlan plan : due) {
      if (!asked.contains(plan.service())
          && isUnheardOf.test(plan.service())
          && Convergence.start(ServiceAssignment.empty(plan.service()), plan).next()
              instanceof Step.Ask(var pool, var request)) {
        asked.add(plan.service());
        byPool.computeIfAbsent(pool, _ -> new ArrayList<>()).add(request);
      }
    }
    var batches = new ArrayList<AssignTogether>();
    byPool.forEach((pool, requests) -> batches.addAll(chunks(pool, requests)));
    batchesInFlight = batches.size();
    return batches;
  }

  /** Others are due than before. */
  void mayBeAsked() {
    isLookedThrough = false;
  }

  private static List<AssignTogether> chunks(String pool, List<AssignRequest> requests) {
    var chunks = new ArrayList<AssignTogether>();
    for (int from = 0; from < requests.size(); from += AddressPoolActor.BATCH_MAX) {
      int to = Math.min(requests.size(), from + AddressPoolActor.BATCH_MAX);
      chunks.add(new AssignTogether(pool, requests.subList(from, to)));
    }
    return chunks;
  }

  boolean areInFlight() {
    return batchesInFlight > 0;
  }

  /** A batch is over. */
  void answered() {
    batchesInFlight--;
  }
}
