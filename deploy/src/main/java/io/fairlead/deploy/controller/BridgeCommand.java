package io.fairlead.deploy.controller;

import io.fairlead.cluster.NodeName;
import io.fairlead.cluster.ServiceKey;
import io.fairlead.deploy.controller.BridgeAction.AssignTogether;
import io.fairlead.election.AddressDemand;
import io.fairlead.ipam.AssignmentOutcome;
import io.fairlead.ipam.PoolUsage;
import io.fairlead.ipam.actor.AddressPoolActor.Answered;
import io.fairlead.ipam.actor.AddressPoolActor.Holdings;
import io.fairlead.placement.AddressConflict;
import io.fairlead.report.ClusterReport;
import java.util.List;
import java.util.Set;
import org.apache.pekko.actor.typed.ActorRef;

/** What the bridge is told: by others, and by itself when an answer has come. */
sealed interface BridgeCommand {

  /** The node announces the Service from now on; users are told by an Event. */
  record NodeAssigned(ServiceKey service, NodeName node) implements BridgeCommand {}

  /** A stranger uses an address of the Service; users are told by an Event. */
  record AddressInUse(ServiceKey service, AddressConflict conflict) implements BridgeCommand {}

  /** The node that a person asked for does not announce the Service; users are told by an Event. */
  record MoveRefused(ServiceKey service, NodeName node, String why) implements BridgeCommand {}

  /** Why does the Service have what it has? */
  record Explain(ServiceKey service, ActorRef<ExplainAnswer> replyTo) implements BridgeCommand {}

  /**
   * What the speakers say, with what it is to be compared with.
   *
   * @param demands what layer 2 should announce
   * @param behind the nodes whose speaker has not taken over the announcement table in time
   */
  record SpeakersReported(
      ClusterReport report, List<AddressDemand> demands, Set<NodeName> behind) implements BridgeCommand {
    public SpeakersReported {
      demands = List.copyOf(demands);
      behind = Set.copyOf(behind);
    }
  }

  record SnapshotArrived() implements BridgeCommand {}

  record PoolConfigured(String pool) implements BridgeCommand {}

  record PoolSilent(String pool) implements BridgeCommand {}

  record HoldingsArrived(Holdings holdings) implements BridgeCommand {}

  record ServiceAnswered(AssignmentOutcome outcome, boolean gone) implements BridgeCommand {}

  record ServiceSilent(ServiceKey service) implements BridgeCommand {}

  record UsageArrived(PoolUsage usage) implements BridgeCommand {}

  record Unanswered(String what) implements BridgeCommand {}

  record TogetherAnswered(AssignTogether batch, List<Answered> answers)
      implements BridgeCommand {}

  record Retry() implements BridgeCommand {}

  record RetryPending() implements BridgeCommand {}

  record SendDemands() implements BridgeCommand {}

  record CountPools() implements BridgeCommand {}
}
