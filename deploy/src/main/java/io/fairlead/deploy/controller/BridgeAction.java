package io.fairlead.deploy.controller;

import io.fairlead.cluster.ServiceKey;
import io.fairlead.config.PoolConfig;
import io.fairlead.ipam.AssignmentPlan;
import io.fairlead.ipam.ClearReason;

/** What the bridge asks of the journaled entities. */
sealed interface BridgeAction {
  record ConfigurePool(PoolConfig pool) implements BridgeAction {}

  record RetirePool(String pool) implements BridgeAction {}

  record Converge(AssignmentPlan plan) implements BridgeAction {}

  record ClearService(ServiceKey service, ClearReason reason) implements BridgeAction {}
}
