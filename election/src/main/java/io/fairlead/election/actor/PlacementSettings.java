package io.fairlead.election.actor;

import io.fairlead.election.FlapDamping;
import io.fairlead.election.MoveSettings;
import io.fairlead.election.NodeRules;
import io.fairlead.election.PlacementPolicy;
import java.time.Duration;

/**
 * What placement and publication go by.
 *
 * @param hold how long an unreachable speaker is held before it is given up; longer than speakers
 *     need to fail over by themselves
 * @param start how long after a start speakers that were not seen yet are waited for
 * @param keepAlive how often speakers are told the current revision
 * @param coalesce the least time between two publications
 * @param policy how owners are chosen
 * @param nodeRules which nodes may announce, as far as the node alone decides
 * @param subnetCheck only nodes with an interface in the subnet of an address may announce it
 * @param moves when addresses move although their owners are well
 * @param damping when a node that comes and goes becomes last choice
 */
public record PlacementSettings(
    Duration hold,
    Duration start,
    Duration keepAlive,
    Duration coalesce,
    PlacementPolicy policy,
    NodeRules nodeRules,
    boolean subnetCheck,
    MoveSettings moves,
    FlapDamping damping) {
  public static final PlacementSettings DEFAULT =
      new PlacementSettings(
          Duration.ofSeconds(5),
          Duration.ofSeconds(10),
          Duration.ofSeconds(2),
          Duration.ofMillis(20));

  /** Balanced, by the plain rules, without the check of subnets. */
  public PlacementSettings(Duration hold, Duration start, Duration keepAlive, Duration coalesce) {
    this(
        hold,
        start,
        keepAlive,
        coalesce,
        PlacementPolicy.BALANCED,
        NodeRules.DEFAULT,
        false,
        MoveSettings.DEFAULT,
        FlapDamping.DEFAULT);
  }

  public PlacementSettings {
    if (hold.isNegative() || start.isNegative() || !isPositive(keepAlive, coalesce)) {
      throw new IllegalArgumentException(
          "hold and start must not be negative, keepAlive and coalesce must be positive");
    }
  }

  public PlacementSettings withSubnetCheck(boolean wanted) {
    return with(policy, nodeRules, wanted, moves, damping);
  }

  public PlacementSettings withPolicy(PlacementPolicy wanted) {
    return with(wanted, nodeRules, subnetCheck, moves, damping);
  }

  public PlacementSettings withNodeRules(NodeRules wanted) {
    return with(policy, wanted, subnetCheck, moves, damping);
  }

  public PlacementSettings withMoves(MoveSettings wanted) {
    return with(policy, nodeRules, subnetCheck, wanted, damping);
  }

  public PlacementSettings withDamping(FlapDamping wanted) {
    return with(policy, nodeRules, subnetCheck, moves, wanted);
  }

  private PlacementSettings with(
      PlacementPolicy nextPolicy,
      NodeRules nextRules,
      boolean nextCheck,
      MoveSettings nextMoves,
      FlapDamping nextDamping) {
    return new PlacementSettings(
        hold, start, keepAlive, coalesce, nextPolicy, nextRules, nextCheck, nextMoves, nextDamping);
  }

  private static boolean isPositive(Duration first, Duration second) {
    return first.isPositive() && second.isPositive();
  }
}
