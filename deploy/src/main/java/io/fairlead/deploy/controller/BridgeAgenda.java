package io.fairlead.deploy.controller;

import io.fairlead.cluster.ClusterSnapshot;
import io.fairlead.cluster.ServiceKey;
import io.fairlead.cluster.ServiceView;
import io.fairlead.deploy.controller.BridgeAction.AssignTogether;
import io.fairlead.deploy.controller.BridgeAction.ClearService;
import io.fairlead.deploy.controller.BridgeAction.Converge;
import io.fairlead.deploy.controller.BridgeAction.Recognize;
import io.fairlead.deploy.controller.BridgeAction.ReleaseStray;
import io.fairlead.ipam.AssignmentOutcome;
import io.fairlead.ipam.AssignmentPlan;
import io.fairlead.ipam.ClearReason;
import io.fairlead.ipam.Holding;
import io.fairlead.ipam.actor.AddressPoolActor.Answered;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Decides what must be asked so that pools and assignments follow the newest snapshot.
 *
 * <p>Level-triggered: it compares what is wanted with what was last answered, whatever happened in
 * between. These rules of order hold:
 *
 * <ol>
 *   <li>pools are configured, and have said what they hold, before any Service is looked at;
 *   <li>a Service whose plan its pool's record answers already is asked nothing, so that a restart
 *       wakes only what differs;
 *   <li>Services that hold an address, by status or by answer, come before newcomers, and newcomers
 *       wait until those are answered, so that nobody's address is given away;
 *   <li>newcomers go in order of their creation; when there are many, their first requests go to
 *       the pools together, and what a pool answers is shown at once: its record is the truth. The
 *       Service's own record follows when nothing else is to be done.
 * </ol>
 *
 * <p>Only Services that something happened to are looked at. It holds no clock and no references to
 * actors; one instance belongs to one actor.
 */
final class BridgeAgenda {
  /** How many Services may be waiting for an answer at once. */
  static final int IN_FLIGHT_MAX = 128;

  private final PoolAgenda pools = new PoolAgenda();
  private final NavigableMap<ServiceKey, AssignmentPlan> inFlight = new TreeMap<>();
  private final NavigableMap<ServiceKey, AssignmentPlan> answeredPlans = new TreeMap<>();
  private final NavigableMap<ServiceKey, AssignmentOutcome> outcomes = new TreeMap<>();
  private final KnownHoldings known = new KnownHoldings();
  private final PlanCache plans = new PlanCache();
  private final FirstRequests holders = new FirstRequests();
  private final FirstRequests newcomers = new FirstRequests();

  private final Confirmations confirmations = new Confirmations();

  /** Pending Services that deserve another try since something was freed or configured. */
  private final TreeSet<ServiceKey> retry = new TreeSet<>();

  /** Services to look at. */
  private final TreeSet<ServiceKey> touched = new TreeSet<>();

  private final TreeSet<ServiceKey> holdersInFlight = new TreeSet<>();
  private final List<BridgeAction> strays = new ArrayList<>();
  private boolean allTouched = true;
  private @Nullable ClusterSnapshot seen;

  /**
   * What to do now. Call again after every answer; an empty list means that all is converged or
   * asked.
   *
   * @param mayConfirm false: Services that only have to record what their pool answered go on
   *     waiting
   */
  List<BridgeAction> next(ClusterSnapshot snapshot, boolean mayConfirm) {
    var actions = new ArrayList<BridgeAction>(pools.next(snapshot));
    var found = new ArrayList<BridgeAction>();
    show(snapshot);
    if (pools.isIdle()) {
      touchAll(snapshot);
      for (var key = touched.pollFirst(); key != null; key = touched.pollFirst()) {
        look(key, snapshot, found);
      }
      askAlone(holders, found);
      if (holders.isEmpty() && holdersInFlight.isEmpty()) {
        askAlone(newcomers, found);
      }
      if (mayConfirm && holders.isEmpty() && newcomers.isEmpty()) {
        confirmations.take().forEach(plan -> converge(plan, found));
      }
    }
    actions.addAll(strays);
    strays.clear();
    actions.addAll(found);
    return actions;
  }

  /**
   * Takes notice of a snapshot; {@link #next} looks at what differs. By identity: the same snapshot
   * comes again after every answer.
   *
   * @return the Services that came, went, or changed
   */
  @SuppressWarnings("ReferenceEquality")
  SortedSet<ServiceKey> show(ClusterSnapshot snapshot) {
    var before = seen;
    if (snapshot == before) {
      return Collections.emptySortedSet();
    }
    var changed =
        ChangedServices.between(
            before == null ? new TreeMap<>() : before.services(), snapshot.services());
    touched.addAll(changed);
    allTouched |= !plans.look(snapshot);
    seen = snapshot;
    return changed;
  }

  private void touchAll(ClusterSnapshot snapshot) {
    if (allTouched) {
      touched.addAll(snapshot.services().keySet());
      allTouched = false;
    }
  }

  /** Puts a Service into the queue where it belongs, if it must be asked at all. */
  private void look(ServiceKey key, ClusterSnapshot snapshot, List<BridgeAction> actions) {
    if (isBeingAsked(key)) {
      return;
    }
    holders.remove(key);
    newcomers.remove(key);
    confirmations.postpone(key);
    var view = snapshot.services().get(key);
    if (view == null) {
      gone(key, actions);
      return;
    }
    var plan = plans.plan(view, snapshot);
    var recognized = recognize(plan);
    if (recognized.isPresent()) {
      answeredPlans.put(key, plan);
      outcomes.put(key, recognized.get());
      known.remove(key);
      actions.add(new Recognize(recognized.get()));
    } else if (confirmations.isExpected(plan) && !retry.contains(key)) {
      confirmations.add(view, plan);
    } else if (!isSettled(plan)) {
      (holds(view) ? holders : newcomers).add(view, plan, holdsNothing(key));
    }
  }

  /** It is looked at again when it has answered. */
  private boolean isBeingAsked(ServiceKey key) {
    return inFlight.containsKey(key) || holders.isAsking(key) || newcomers.isAsking(key);
  }

  private void gone(ServiceKey key, List<BridgeAction> actions) {
    retry.remove(key);
    plans.forget(key);
    confirmations.done(key);
    // A pool may have served it, and its own record does not know.
    known.remove(key).keySet().forEach(pool -> strays.add(new ReleaseStray(pool, key)));
    var plan = answeredPlans.remove(key);
    if (plan != null || outcomes.containsKey(key)) {
      inFlight.put(
          key, plan == null ? AssignmentPlan.toClear(key, ClearReason.SERVICE_DELETED) : plan);
      actions.add(new ClearService(key, ClearReason.SERVICE_DELETED));
    }
  }

  /** What the one pool that holds something for the Service says, when that answers the plan. */
  private Optional<AssignmentOutcome> recognize(AssignmentPlan plan) {
    var held = known.of(plan.service());
    if (held.size() != 1 || outcomes.containsKey(plan.service())) {
      return Optional.empty();
    }
    var entry = held.entrySet().iterator().next();
    return answeredBy(plan, entry.getKey(), entry.getValue());
  }

  private Optional<AssignmentOutcome> answeredBy(
      AssignmentPlan plan, String pool, Holding holding) {
    return pools.get(pool).flatMap(its -> plan.answeredBy(its, holding));
  }

  private boolean isSettled(AssignmentPlan plan) {
    var before = answeredPlans.get(plan.service());
    return before != null
        && !confirmations.isExpected(plan.service())
        && plan.isSameRequest(before)
        && !retry.contains(plan.service())
        && (plan.quotas().equals(before.quotas()) || !wantsMore(outcomes.get(plan.service())));
  }

  private static boolean wantsMore(@Nullable AssignmentOutcome outcome) {
    return outcome == null || outcome.addresses().isEmpty() || outcome.lacking().isPresent();
  }

  private boolean holds(ServiceView view) {
    var outcome = outcomes.get(view.key());
    return outcome == null
        ? !view.statusAddresses().isEmpty() || !known.of(view.key()).isEmpty()
        : !outcome.addresses().isEmpty();
  }

  /** True when neither its entity nor a pool has said that it holds anything. */
  private boolean holdsNothing(ServiceKey key) {
    var outcome = outcomes.get(key);
    return known.of(key).isEmpty() && (outcome == null || outcome.addresses().isEmpty());
  }

  private void askAlone(FirstRequests due, List<BridgeAction> actions) {
    actions.addAll(due.together(inFlight.size() - confirmations.inFlight()));
    while (due.hasNext() && inFlight.size() < IN_FLIGHT_MAX) {
      var plan = due.next();
      if (due.equals(holders)) {
        holdersInFlight.add(plan.service());
      }
      converge(plan, actions);
    }
  }

  private void converge(AssignmentPlan plan, List<BridgeAction> actions) {
    retry.remove(plan.service());
    inFlight.put(plan.service(), plan);
    actions.add(new Converge(plan));
  }

  /** One page of what a pool holds; to come before {@link #poolAnswered}. */
  void holdingsRead(String pool, List<Holding> page) {
    known.add(
        pool, page.stream().filter(holding -> !outcomes.containsKey(holding.service())).toList());
  }

  /** A pool has its new configuration: whoever is pending or holds from it is looked at again. */
  void poolAnswered(String pool) {
    pools.answered(pool);
    retry.addAll(inFlight.keySet());
    outcomes.forEach(
        (key, outcome) -> {
          if (outcome.addresses().isEmpty() || outcome.pool().equals(pool)) {
            retry.add(key);
          }
        });
    holders.mayBeTriedAgain();
    newcomers.mayBeTriedAgain();
    allTouched = true;
  }

  /** A pool did not answer in time; it is asked again with the next call of {@link #next}. */
  void poolSilent(String pool) {
    pools.silent(pool);
    allTouched = true;
  }

  /**
   * Requests that went together were answered, or were not in time; either way they are over.
   *
   * @param answers none when the pool did not answer in time
   * @return what Services hold now; to be shown
   */
  List<AssignmentOutcome> togetherAnswered(AssignTogether batch, List<Answered> answers) {
    var served = new ArrayList<AssignmentOutcome>();
    for (Holding holding : (holders.sent(batch) ? holders : newcomers).answered(batch, answers)) {
      known.add(batch.pool(), List.of(holding));
      var cluster = seen;
      var view = cluster == null ? null : cluster.services().get(holding.service());
      if (cluster != null && view != null) {
        var plan = plans.plan(view, cluster);
        answeredBy(plan, batch.pool(), holding)
            .ifPresent(outcome -> served.add(shownEarly(outcome, plan)));
      }
    }
    batch.requests().forEach(request -> touched.add(request.service()));
    return served;
  }

  private AssignmentOutcome shownEarly(AssignmentOutcome held, AssignmentPlan plan) {
    var outcome =
        new AssignmentOutcome(
            held.service(), held.grants(), held.pool(), List.of(), true, Optional.empty());
    outcomes.put(outcome.service(), outcome);
    confirmations.expect(plan);
    retry.remove(outcome.service());
    return outcome;
  }

  /** A Service converged, or was cleared because it is gone. */
  void serviceAnswered(AssignmentOutcome outcome, boolean gone) {
    var key = outcome.service();
    var plan = inFlight.remove(key);
    holdersInFlight.remove(key);
    confirmations.done(key);
    findStrays(outcome);
    var before = gone ? outcomes.remove(key) : outcomes.put(key, outcome);
    if (!gone && plan != null) {
      answeredPlans.put(key, plan);
    }
    if (before != null && !outcome.addresses().containsAll(before.addresses())) {
      retryPending();
    }
    // A newer view may have been passed over while this one was in flight.
    touched.add(key);
  }

  /** What other pools said that they hold for the Service is nobody's now. */
  private void findStrays(AssignmentOutcome outcome) {
    boolean isLeftAlone = !outcome.addresses().isEmpty() && !outcome.refusals().isEmpty();
    for (String pool : known.remove(outcome.service()).keySet()) {
      if (!isLeftAlone && !pool.equals(outcome.pool())) {
        strays.add(new ReleaseStray(pool, outcome.service()));
      }
    }
  }

  /** A Service's entity did not answer in time. */
  void serviceSilent(ServiceKey key) {
    var plan = inFlight.remove(key);
    holdersInFlight.remove(key);
    confirmations.silent(key);
    if (plan != null) {
      answeredPlans.putIfAbsent(key, plan);
    }
    tryAgain(key);
  }

  private void tryAgain(ServiceKey key) {
    retry.add(key);
    touched.add(key);
  }

  /** A pool holds something for a Service that does not exist; its entity must let go as well. */
  void orphaned(ServiceKey key) {
    if (!inFlight.containsKey(key)) {
      answeredPlans.putIfAbsent(key, AssignmentPlan.toClear(key, ClearReason.SERVICE_DELETED));
      touched.add(key);
    }
  }

  /** Whoever was told that a pool did not answer gets another try. */
  void retryUnsettled() {
    outcomes.values().stream()
        .filter(BridgeNotice::isUnsettled)
        .map(AssignmentOutcome::service)
        .forEach(this::tryAgain);
  }

  /** Everybody who is pending gets another try. */
  void retryPending() {
    outcomes.forEach(
        (key, outcome) -> {
          if (wantsMore(outcome)) {
            tryAgain(key);
          }
        });
  }

  /** The last answers, by Service. */
  Map<ServiceKey, AssignmentOutcome> outcomes() {
    return outcomes;
  }

  /** True when Services wait to record what their pool answered. */
  boolean hasConfirmations() {
    return confirmations.isDue();
  }

  /** True when it is known of every Service what it holds. */
  boolean isIdle() {
    return inFlight.size() == confirmations.inFlight()
        && pools.isIdle()
        && holders.isEmpty()
        && newcomers.isEmpty();
  }
}
