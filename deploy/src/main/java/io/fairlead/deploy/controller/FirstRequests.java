package io.fairlead.deploy.controller;

import io.fairlead.cluster.ServiceKey;
import io.fairlead.cluster.ServiceView;
import io.fairlead.deploy.controller.BridgeAction.AssignTogether;
import io.fairlead.ipam.AssignRequest;
import io.fairlead.ipam.AssignmentPlan;
import io.fairlead.ipam.Convergence;
import io.fairlead.ipam.Convergence.Step;
import io.fairlead.ipam.Holding;
import io.fairlead.ipam.ServiceAssignment;
import io.fairlead.ipam.actor.AddressPoolActor;
import io.fairlead.ipam.actor.AddressPoolActor.Answered;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Services that are to be asked, in order of their age, and the first requests that many of them
 * send to a pool together, so that it decides and records them in one write. While some are under
 * way others gather for the next. A Service that converges afterwards asks the same again, and is
 * answered the same without a write; so nothing is lost when a batch is.
 */
final class FirstRequests {
  /** Fewer are not worth the detour. */
  static final int TOGETHER_MIN = 16;

  /** May go together, and have not been looked at. */
  private final DueQueue fresh = new DueQueue();

  /** Are to be asked alone. */
  private final DueQueue alone = new DueQueue();

  private final NavigableMap<ServiceKey, AssignRequest> underWay = new TreeMap<>();

  /** Asked together already, and in vain; once is enough until a pool changes. */
  private final TreeSet<ServiceKey> tried = new TreeSet<>();

  /**
   * @param holdsNothing only such a Service may be asked for; one that holds something must speak
   *     for itself
   */
  void add(ServiceView view, AssignmentPlan plan, boolean holdsNothing) {
    (holdsNothing && !tried.contains(view.key()) ? fresh : alone).put(view, plan);
  }

  void remove(ServiceKey service) {
    fresh.remove(service);
    alone.remove(service);
  }

  /** True while a request of the Service is under way. */
  boolean isAsking(ServiceKey service) {
    return underWay.containsKey(service);
  }

  boolean isEmpty() {
    return fresh.isEmpty() && alone.isEmpty() && underWay.isEmpty();
  }

  /** A pool changed: who was refused may be served now. */
  void mayBeTriedAgain() {
    tried.clear();
  }

  /**
   * The batches to send now; none while some are under way.
   *
   * @param others how many Services are being asked already; they count towards the load
   */
  List<AssignTogether> together(int others) {
    if (!underWay.isEmpty()) {
      return List.of();
    }
    if (fresh.size() + alone.size() + others < TOGETHER_MIN) {
      fresh.moveTo(alone);
      return List.of();
    }
    NavigableMap<String, List<AssignRequest>> byPool = new TreeMap<>();
    var rest = new ArrayList<ServiceKey>();
    for (AssignmentPlan plan : fresh.plans()) {
      if (Convergence.start(ServiceAssignment.empty(plan.service()), plan).next()
          instanceof Step.Ask(var pool, var request)) {
        underWay.put(plan.service(), request);
        byPool.computeIfAbsent(pool, _ -> new ArrayList<>()).add(request);
      } else {
        rest.add(plan.service());
      }
    }
    rest.forEach(service -> fresh.moveTo(alone, service));
    underWay.keySet().forEach(fresh::remove);
    var batches = new ArrayList<AssignTogether>();
    byPool.forEach((pool, requests) -> batches.addAll(chunks(pool, requests)));
    return batches;
  }

  private static List<AssignTogether> chunks(String pool, List<AssignRequest> requests) {
    var chunks = new ArrayList<AssignTogether>();
    for (int from = 0; from < requests.size(); from += AddressPoolActor.BATCH_MAX) {
      int to = Math.min(requests.size(), from + AddressPoolActor.BATCH_MAX);
      chunks.add(new AssignTogether(pool, requests.subList(from, to)));
    }
    return chunks;
  }

  /** True when the batch is one of these. */
  boolean sent(AssignTogether batch) {
    return underWay.containsKey(batch.requests().getFirst().service());
  }

  /**
   * A batch is over: what the pool holds now for those whom it served. All of its Services are to
   * be added again.
   *
   * @param answers none when the pool did not answer in time
   */
  List<Holding> answered(AssignTogether batch, List<Answered> answers) {
    var held = new ArrayList<Holding>();
    for (Answered answer : answers) {
      var request = underWay.get(answer.service());
      if (request != null && !answer.grants().isEmpty()) {
        held.add(
            new Holding(answer.service(), answer.grants(), request.digest(), request.sharing()));
      }
    }
    for (AssignRequest request : batch.requests()) {
      underWay.remove(request.service());
      tried.add(request.service());
    }
    return held;
  }

  /** True when somebody is to be asked alone. */
  boolean hasNext() {
    return !alone.isEmpty();
  }

  /** Takes the oldest of those to be asked alone. */
  AssignmentPlan next() {
    return alone.take();
  }
}
