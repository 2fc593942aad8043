package io.fairlead.election.actor;

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
 */
public record PlacementSettings(
    Duration hold,
    Duration start,
    Duration keepAlive,
    Duration coalesce,
    PlacementPolicy policy,
    NodeRules nodeRules,
    boolean subnetCheck) {
  public static final PlacementSettings DEFAULT =
      new PlacementSettings(
          Duration.ofSeconds(5),
          Duration.ofSeconds(10),
          Duration.ofSeconds(2),
          Duration.ofMillis(20));

  /** Balanced, by the plain rules, without the check of subnets. */
  public PlacementSettings(Duration hold, Duration start, Duration keepAlive, Duration coalesce) {
    this(hold, start, keepAlive, coalesce, PlacementPolicy.BALANCED, NodeRules.DEFAULT, false);
  }

  public PlacementSettings {
    if (hold.isNegative() || start.isNegative() || !isPositive(keepAlive, coalesce)) {
      throw new IllegalArgumentException(
          "hold and start must not be negative, keepAlive and coalesce must be positive");
    }
  }

  public PlacementSettings withSubnetCheck(boolean wanted) {
    return new PlacementSettings(hold, start, keepAlive, coalesce, policy, nodeRules, wanted);
  }

  public PlacementSettings withPolicy(PlacementPolicy wanted) {
    return new PlacementSettings(hold, start, keepAlive, coalesce, wanted, nodeRules, subnetCheck);
  }

  public PlacementSettings withNodeRules(NodeRules wanted) {
    return new PlacementSettings(hold, start, keepAlive, coalesce, policy, wanted, subnetCheck);
  }

  private static boolean isPositive(Duration first, Duration second) {
    return first.isPositive() && second.isPositive();
  }
}
