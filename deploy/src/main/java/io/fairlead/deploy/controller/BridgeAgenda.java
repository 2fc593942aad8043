package io.fairlead.deploy.controller;

import static java.util.Comparator.comparing;

import io.fairlead.cluster.ClusterSnapshot;
import io.fairlead.cluster.ServiceKey;
import io.fairlead.cluster.ServiceView;
import io.fairlead.config.PoolConfig;
import io.fairlead.deploy.controller.BridgeAction.ClearService;
import io.fairlead.deploy.controller.BridgeAction.ConfigurePool;
import io.fairlead.deploy.controller.BridgeAction.Converge;
import io.fairlead.deploy.controller.BridgeAction.Recognize;
import io.fairlead.deploy.controller.BridgeAction.ReleaseStray;
import io.fairlead.deploy.controller.BridgeAction.RetirePool;
import io.fairlead.ipam.AssignmentOutcome;
import io.fairlead.ipam.AssignmentPlan;
import io.fairlead.ipam.ClearReason;
import io.fairlead.ipam.Holding;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
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
 *       the pools together.
 * </ol>
 *
 * <p>It holds no clock and no references to actors; one instance belongs to one actor.
 */
final class BridgeAgenda {
  /** How many Services may be waiting for an answer at once. */
  static final int IN_FLIGHT_MAX = 128;

  private static final Comparator<ServiceView> BY_CREATION =
      comparing(ServiceView::createdAtEpochMillis).thenComparing(ServiceView::key);

  private final NavigableMap<String, PoolConfig> pools = new TreeMap<>();
  private final TreeSet<String> poolsInFlight = new TreeSet<>();
  private final NavigableMap<ServiceKey, AssignmentPlan> inFlight = new TreeMap<>();
  private final NavigableMap<ServiceKey, AssignmentPlan> answeredPlans = new TreeMap<>();
  private final NavigableMap<ServiceKey, AssignmentOutcome> outcomes = new TreeMap<>();
  private final KnownHoldings known = new KnownHoldings();
  private final PlanCache plans = new PlanCache();
  private final FirstRequests ofHolders = new FirstRequests();
  private final FirstRequests ofNewcomers = new FirstRequests();

  /** Pending Services that deserve another try since something was freed or configured. */
  private final TreeSet<ServiceKey> retry = new TreeSet<>();

  /** What is still to be converged, in order; worked out again when {@link #stale}. */
  private final Deque<AssignmentPlan> holdersDue = new ArrayDeque<>();

  private final Deque<AssignmentPlan> newcomersDue = new ArrayDeque<>();
  private final TreeSet<ServiceKey> holdersInFlight = new TreeSet<>();
  private final List<BridgeAction> strays = new ArrayList<>();
  private boolean stale = true;
  private @Nullable ClusterSnapshot seen;

  /**
   * What to do now. Call again after every answer; an empty list means that all is converged or
   * asked.
   */
  List<BridgeAction> next(ClusterSnapshot snapshot) {
    var actions = new ArrayList<BridgeAction>(poolActions(snapshot));
    actions.addAll(strays);
    strays.clear();
    if (poolsInFlight.isEmpty()) {
      if (stale || !isSeen(snapshot)) {
        seen = snapshot;
        stale = false;
        actions.addAll(clearActions(snapshot));
        findDue(snapshot, actions);
      }
      ask(holdersDue, ofHolders, actions);
      if (holdersDue.isEmpty() && holdersInFlight.isEmpty()) {
        ask(newcomersDue, ofNewcomers, actions);
      }
    }
    return actions;
  }

  /** By identity: comparing ten thousand Services after every answer would cost too much. */
  @SuppressWarnings("ReferenceEquality")
  private boolean isSeen(ClusterSnapshot snapshot) {
    return snapshot == seen;
  }

  private List<BridgeAction> poolActions(ClusterSnapshot snapshot) {
    var actions = new ArrayList<BridgeAction>();
    var wanted = snapshot.config().pools();
    for (var pool : wanted.values()) {
      if (!pool.equals(pools.get(pool.name()))) {
        pools.put(pool.name(), pool);
        poolsInFlight.add(pool.name());
        actions.add(new ConfigurePool(pool));
      }
    }
    for (String name : List.copyOf(pools.keySet())) {
      if (!wanted.containsKey(name)) {
        pools.remove(name);
        poolsInFlight.add(name);
        actions.add(new RetirePool(name));
      }
    }
    return actions;
  }

  private List<BridgeAction> clearActions(ClusterSnapshot snapshot) {
    var actions = new ArrayList<BridgeAction>();
    for (var entry : List.copyOf(answeredPlans.entrySet())) {
      var key = entry.getKey();
      if (!snapshot.services().containsKey(key) && !inFlight.containsKey(key)) {
        answeredPlans.remove(key);
        inFlight.put(key, entry.getValue());
        actions.add(new ClearService(key, ClearReason.SERVICE_DELETED));
      }
    }
    return actions;
  }

  /** Sorts every Service that must be asked into one of the queues. */
  private void findDue(ClusterSnapshot snapshot, List<BridgeAction> actions) {
    holdersDue.clear();
    newcomersDue.clear();
    ofHolders.mayBeAsked();
    ofNewcomers.mayBeAsked();
    retry.retainAll(snapshot.services().keySet());
    plans.look(snapshot);
    for (var view : snapshot.services().values().stream().sorted(BY_CREATION).toList()) {
      var key = view.key();
      if (!inFlight.containsKey(key)) {
        var plan = plans.plan(view, snapshot);
        var recognized = recognize(plan);
        if (recognized.isPresent()) {
          answeredPlans.put(key, plan);
          outcomes.put(key, recognized.get());
          known.remove(key);
          actions.add(new Recognize(recognized.get()));
        } else if (!isSettled(plan)) {
          (holds(view) ? holdersDue : newcomersDue).add(plan);
        }
      }
    }
  }

  /** What the one pool that holds something for the Service says, when that answers the plan. */
  private Optional<AssignmentOutcome> recognize(AssignmentPlan plan) {
    var held = known.of(plan.service());
    if (held.size() != 1 || outcomes.containsKey(plan.service())) {
      return Optional.empty();
    }
    var entry = held.entrySet().iterator().next();
    return Optional.ofNullable(pools.get(entry.getKey()))
        .flatMap(pool -> plan.answeredBy(pool, entry.getValue()));
  }

  private boolean isSettled(AssignmentPlan plan) {
    var before = answeredPlans.get(plan.service());
    return before != null
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

  private void ask(
      Deque<AssignmentPlan> due, FirstRequests firstRequests, List<BridgeAction> actions) {
    actions.addAll(firstRequests.of(due, this::isUnheardOf));
    if (firstRequests.areInFlight()) {
      return;
    }
    while (!due.isEmpty() && inFlight.size() < IN_FLIGHT_MAX) {
      var plan = due.remove();
      retry.remove(plan.service());
      inFlight.put(plan.service(), plan);
      if (firstRequests.equals(ofHolders)) {
        holdersInFlight.add(plan.service());
      }
      actions.add(new Converge(plan));
    }
  }

  /** True when neither its entity nor a pool has said anything of the Service. */
  private boolean isUnheardOf(ServiceKey key) {
    return !outcomes.containsKey(key) && known.of(key).isEmpty();
  }

  /** One page of what a pool holds; to come before {@link #poolAnswered}. */
  void holdingsRead(String pool, List<Holding> page) {
    known.add(
        pool, page.stream().filter(holding -> !outcomes.containsKey(holding.service())).toList());
  }

  /** A pool has its new configuration: whoever is pending or holds from it is looked at again. */
  void poolAnswered(String pool) {
    poolsInFlight.remove(pool);
    retry.addAll(inFlight.keySet());
    outcomes.forEach(
        (key, outcome) -> {
          if (outcome.addresses().isEmpty() || outcome.pool().equals(pool)) {
            retry.add(key);
          }
        });
    stale = true;
  }

  /** A pool did not answer in time; it is asked again with the next call of {@link #next}. */
  void poolSilent(String pool) {
    poolsInFlight.remove(pool);
    pools.remove(pool);
    stale = true;
  }

  /** Requests that went together were answered, or were not in time; either way they are over. */
  void togetherAnswered() {
    (ofHolders.areInFlight() ? ofHolders : ofNewcomers).answered();
  }

  /** A Service converged, or was cleared because it is gone. */
  void serviceAnswered(AssignmentOutcome outcome, boolean gone) {
    var key = outcome.service();
    var plan = inFlight.remove(key);
    holdersInFlight.remove(key);
    findStrays(outcome);
    var before = gone ? outcomes.remove(key) : outcomes.put(key, outcome);
    if (!gone && plan != null) {
      answeredPlans.put(key, plan);
    }
    if (before != null && !outcome.addresses().containsAll(before.addresses())) {
      retryPending();
    }
    // A newer view may have been passed over while this one was in flight.
    boolean isNewest =
        plan != null && seen != null && isPlanOf(plan, seen.services().get(key), seen);
    stale |= !isNewest || gone || retry.contains(key);
  }

  private boolean isPlanOf(
      AssignmentPlan plan, @Nullable ServiceView view, ClusterSnapshot snapshot) {
    return view != null && plans.plan(view, snapshot).isSameRequest(plan);
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
    if (plan != null) {
      answeredPlans.putIfAbsent(key, plan);
    }
    retry.add(key);
    stale = true;
  }

  /** A pool holds something for a Service that does not exist; its entity must let go as well. */
  void orphaned(ServiceKey key) {
    if (!inFlight.containsKey(key)) {
      answeredPlans.putIfAbsent(key, AssignmentPlan.toClear(key, ClearReason.SERVICE_DELETED));
      stale = true;
    }
  }

  /** Whoever was told that a pool did not answer gets another try. */
  void retryUnsettled() {
    outcomes.values().stream()
        .filter(BridgeNotice::isUnsettled)
        .map(AssignmentOutcome::service)
        .forEach(retry::add);
    stale |= !retry.isEmpty();
  }

  /** Everybody who is pending gets another try. */
  void retryPending() {
    outcomes.forEach(
        (key, outcome) -> {
          if (wantsMore(outcome)) {
            retry.add(key);
          }
        });
    stale |= !retry.isEmpty();
  }

  /** The last answers, by Service. */
  Map<ServiceKey, AssignmentOutcome> outcomes() {
    return outcomes;
  }

  boolean isIdle() {
    return inFlight.isEmpty()
        && poolsInFlight.isEmpty()
        && holdersDue.isEmpty()
        && newcomersDue.isEmpty();
  }
}
