package io.fairlead.deploy.controller;

import io.fairlead.cluster.ServiceKey;
import io.fairlead.config.PoolConfig;
import io.fairlead.ipam.AssignRequest;
import io.fairlead.ipam.AssignmentOutcome;
import io.fairlead.ipam.AssignmentPlan;
import io.fairlead.ipam.ClearReason;
import java.util.List;

/** What the bridge asks of the journaled entities. */
sealed interface BridgeAction {
  record ConfigurePool(PoolConfig pool) implements BridgeAction {}

  record RetirePool(String pool) implements BridgeAction {}

  /**
   * Many Services' first requests to one pool, in one write. Nobody depends on the answers: each
   * Service converges afterwards and is given the same.
   */
  record AssignTogether(String pool, List<AssignRequest> requests) implements BridgeAction {
    public AssignTogether {
      requests = List.copyOf(requests);
    }
  }

  record Converge(AssignmentPlan plan) implements BridgeAction {}

  /** Nobody is asked: the pool's record answers the plan already. */
  record Recognize(AssignmentOutcome outcome) implements BridgeAction {}

  /** A pool holds something for a Service that another pool serves. */
  record ReleaseStray(String pool, ServiceKey service) implements BridgeAction {}

  record ClearService(ServiceKey service, ClearReason reason) implements BridgeAction {}
}
