package io.fairlead.deploy.controller;

import io.fairlead.cluster.ClusterSnapshot;
import io.fairlead.cluster.ServiceKey;
import io.fairlead.cluster.ServiceView;
import io.fairlead.ipam.AssignmentPlan;
import io.fairlead.ipam.AssignmentPlanner;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Plans of Services, worked out again only when something that they depend on has changed. */
final class PlanCache {
  private record Planned(ServiceView view, AssignmentPlan plan) {}

  private final NavigableMap<ServiceKey, Planned> planned = new TreeMap<>();
  private @Nullable ClusterSnapshot last;

  /**
   * To be called with every snapshot before {@link #plan}.
   *
   * @return false when something changed that every plan depends on
   */
  boolean look(ClusterSnapshot snapshot) {
    var before = last;
    boolean same =
        before != null
            && before.config().pools().equals(snapshot.config().pools())
            && before.namespaceLabels().equals(snapshot.namespaceLabels())
            && before.addressQuotas().equals(snapshot.addressQuotas());
    if (!same) {
      planned.clear();
    }
    last = snapshot;
    return same;
  }

  void forget(ServiceKey service) {
    planned.remove(service);
  }

  AssignmentPlan plan(ServiceView view, ClusterSnapshot snapshot) {
    var known = planned.get(view.key());
    if (known != null && known.view().equals(view)) {
      return known.plan();
    }
    var plan = AssignmentPlanner.plan(view, snapshot);
    planned.put(view.key(), new Planned(view, plan));
    return plan;
  }
}
