package io.fairlead.deploy.controller;

import io.fairlead.cluster.ServiceKey;
import io.fairlead.cluster.ServiceView;
import io.fairlead.ipam.AssignmentPlan;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Plans that a pool has answered, and whose Service has not recorded it yet. Users know already, so
 * few at a time are enough: others need the machine more.
 */
final class Confirmations {
  /** How many Services may be recording at once. */
  static final int IN_FLIGHT_MAX = 16;

  private final NavigableMap<ServiceKey, AssignmentPlan> answered = new TreeMap<>();
  private final DueQueue due = new DueQueue();
  private final TreeSet<ServiceKey> inFlight = new TreeSet<>();

  /** A pool's record answers the plan. */
  void expect(AssignmentPlan plan) {
    answered.put(plan.service(), plan);
  }

  boolean isExpected(ServiceKey service) {
    return answered.containsKey(service);
  }

  /** True when it is this request that the pool answered. */
  boolean isExpected(AssignmentPlan plan) {
    var before = answered.get(plan.service());
    return before != null && plan.isSameRequest(before);
  }

  void add(ServiceView view, AssignmentPlan plan) {
    due.put(view, plan);
  }

  /** Not to be asked now; it may be added again. */
  void postpone(ServiceKey service) {
    due.remove(service);
  }

  /** The next to be asked. */
  List<AssignmentPlan> take() {
    var plans = new ArrayList<AssignmentPlan>();
    while (!due.isEmpty() && inFlight.size() < IN_FLIGHT_MAX) {
      var plan = due.take();
      inFlight.add(plan.service());
      plans.add(plan);
    }
    return plans;
  }

  /** True when some wait to be asked. */
  boolean isDue() {
    return !due.isEmpty();
  }

  int inFlight() {
    return inFlight.size();
  }

  /** The Service was asked and nobody knows what came of it. */
  void silent(ServiceKey service) {
    inFlight.remove(service);
  }

  /** The Service has answered, or is gone. */
  void done(ServiceKey service) {
    inFlight.remove(service);
    answered.remove(service);
    due.remove(service);
  }
}
