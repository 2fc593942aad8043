package io.fairlead.election.actor;

import java.time.Duration;

/**
 * The times that placement and publication go by.
 *
 * @param hold how long an unreachable speaker is held before it is given up; longer than speakers
 *     need to fail over by themselves
 * @param start how long after a start speakers that were not seen yet are waited for
 * @param keepAlive how often speakers are told the current revision
 * @param coalesce the least time between two publications
 * @param subnetCheck only nodes with an interface in the subnet of an address may announce it
 */
public record PlacementSettings(
    Duration hold, Duration start, Duration keepAlive, Duration coalesce, boolean subnetCheck) {
  public static final PlacementSettings DEFAULT =
      new PlacementSettings(
          Duration.ofSeconds(5),
          Duration.ofSeconds(10),
          Duration.ofSeconds(2),
          Duration.ofMillis(20));

  /** Without the check of subnets. */
  public PlacementSettings(Duration hold, Duration start, Duration keepAlive, Duration coalesce) {
    this(hold, start, keepAlive, coalesce, false);
  }

  public PlacementSettings {
    if (hold.isNegative() || start.isNegative() || !isPositive(keepAlive, coalesce)) {
      throw new IllegalArgumentException(
          "hold and start must not be negative, keepAlive and coalesce must be positive");
    }
  }

  public PlacementSettings withSubnetCheck(boolean wanted) {
    return new PlacementSettings(hold, start, keepAlive, coalesce, wanted);
  }

  private static boolean isPositive(Duration first, Duration second) {
    return first.isPositive() && second.isPositive();
  }
}
