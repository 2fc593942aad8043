package io.fairlead.deploy.controller;

import static java.util.Comparator.comparing;

import io.fairlead.cluster.ClusterSnapshot;
import io.fairlead.cluster.ServiceKey;
import io.fairlead.cluster.ServiceView;
import io.fairlead.config.PoolConfig;
import io.fairlead.deploy.controller.BridgeAction.ClearService;
import io.fairlead.deploy.controller.BridgeAction.ConfigurePool;
import io.fairlead.deploy.controller.BridgeAction.Converge;
import io.fairlead.deploy.controller.BridgeAction.RetirePool;
import io.fairlead.ipam.AssignmentOutcome;
import io.fairlead.ipam.AssignmentPlan;
import io.fairlead.ipam.AssignmentPlanner;
import io.fairlead.ipam.ClearReason;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Decides what must be asked so that pools and assignments follow the newest snapshot.
 *
 * <p>Level-triggered: it compares what is wanted with what was last answered, whatever happened in
 * between. Three rules of order hold:
 *
 * <ol>
 *   <li>pools are configured before any Service is converged;
 *   <li>Services that hold an address, by status or by answer, come before newcomers, and newcomers
 *       wait until those are answered, so that nobody's address is given away;
 *   <li>newcomers go in order of their creation.
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

  /** Pending Services that deserve another try since something was freed or configured. */
  private final TreeSet<ServiceKey> retry = new TreeSet<>();

  /**
   * What to do now. Call again after every answer; an empty list means that all is converged or
   * asked.
   */
  List<BridgeAction> next(ClusterSnapshot snapshot) {
    var actions = new ArrayList<BridgeAction>(poolActions(snapshot));
    if (poolsInFlight.isEmpty()) {
      actions.addAll(clearActions(snapshot));
      actions.addAll(serviceActions(snapshot));
    }
    return actions;
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

  private List<BridgeAction> serviceActions(ClusterSnapshot snapshot) {
    var actions = new ArrayList<BridgeAction>();
    for (var view :
        snapshot.services().values().stream().filter(this::holds).sorted(BY_CREATION).toList()) {
      converge(snapshot, view, actions);
    }
    boolean holdersWait =
        snapshot.services().values().stream().anyMatch(view -> holds(view) && isInFlight(view));
    if (!holdersWait) {
      for (var view :
          snapshot.services().values().stream()
              .filter(view -> !holds(view))
              .sorted(BY_CREATION)
              .toList()) {
        converge(snapshot, view, actions);
      }
    }
    return actions;
  }

  private boolean holds(ServiceView view) {
    var outcome = outcomes.get(view.key());
    return outcome == null ? !view.statusAddresses().isEmpty() : !outcome.addresses().isEmpty();
  }

  private boolean isInFlight(ServiceView view) {
    return inFlight.containsKey(view.key());
  }

  private void converge(ClusterSnapshot snapshot, ServiceView view, List<BridgeAction> actions) {
    if (isInFlight(view) || inFlight.size() >= IN_FLIGHT_MAX) {
      return;
    }
    var plan = AssignmentPlanner.plan(view, snapshot);
    boolean settled =
        sameRequest(plan, answeredPlans.get(view.key())) && !retry.contains(view.key());
    if (!settled) {
      retry.remove(view.key());
      inFlight.put(view.key(), plan);
      actions.add(new Converge(plan));
    }
  }

  /** What status holds is our own echo and must not start another round. */
  private static boolean sameRequest(AssignmentPlan plan, @Nullable AssignmentPlan before) {
    return before != null && plan.isSameRequest(before);
  }

  /** A pool has its new configuration: whoever is pending or holds from it is looked at again. */
  void poolAnswered(String pool) {
    poolsInFlight.remove(pool);
    outcomes.forEach(
        (key, outcome) -> {
          if (outcome.addresses().isEmpty() || outcome.pool().equals(pool)) {
            retry.add(key);
          }
        });
  }

  /** A pool did not answer in time; it is asked again with the next call of {@link #next}. */
  void poolSilent(String pool) {
    poolsInFlight.remove(pool);
    pools.remove(pool);
  }

  /** A Service converged, or was cleared because it is gone. */
  void serviceAnswered(AssignmentOutcome outcome, boolean gone) {
    var key = outcome.service();
    var plan = inFlight.remove(key);
    var before = gone ? outcomes.remove(key) : outcomes.put(key, outcome);
    if (!gone && plan != null) {
      answeredPlans.put(key, plan);
    }
    if (before != null && !outcome.addresses().containsAll(before.addresses())) {
      retryPending();
    }
  }

  /** A Service's entity did not answer in time. */
  void serviceSilent(ServiceKey key) {
    var plan = inFlight.remove(key);
    if (plan != null) {
      answeredPlans.putIfAbsent(key, plan);
    }
    retry.add(key);
  }

  /** A pool holds something for a Service that does not exist; its entity must let go as well. */
  void orphaned(ServiceKey key) {
    if (!inFlight.containsKey(key)) {
      answeredPlans.putIfAbsent(key, AssignmentPlan.toClear(key, ClearReason.SERVICE_DELETED));
    }
  }

  /** Whoever was told that a pool did not answer gets another try. */
  void retryUnsettled() {
    outcomes.values().stream()
        .filter(BridgeNotice::isUnsettled)
        .map(AssignmentOutcome::service)
        .forEach(retry::add);
  }

  private void retryPending() {
    outcomes.forEach(
        (key, outcome) -> {
          if (outcome.addresses().isEmpty()) {
            retry.add(key);
          }
        });
  }

  /** The last answers, by Service. */
  Map<ServiceKey, AssignmentOutcome> outcomes() {
    return outcomes;
  }

  boolean isIdle() {
    return inFlight.isEmpty() && poolsInFlight.isEmpty();
  }
}
