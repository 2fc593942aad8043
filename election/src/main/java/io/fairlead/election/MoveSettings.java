package io.fairlead.election;

import java.time.Duration;
import java.util.Optional;

/**
 * When addresses move although their owners are well.
 *
 * @param rebalancePerMinute how many moves a minute bring nodes within their bound; 0 for none
 * @param revertAfter how long the node that was chosen for an address must be well again before it
 *     gets the address back; empty for never
 * @param calm how long nothing must have happened before addresses are moved, and how long a node
 *     that a person asked for must be well again
 */
public record MoveSettings(int rebalancePerMinute, Optional<Duration> revertAfter, Duration calm) {
  public static final int REBALANCE_PER_MINUTE_MAX = 600;

  /** Addresses stay, but for those that a person asked to move. */
  public static final MoveSettings DEFAULT =
      new MoveSettings(0, Optional.empty(), Duration.ofSeconds(30));

  public MoveSettings {
    if (rebalancePerMinute < 0 || rebalancePerMinute > REBALANCE_PER_MINUTE_MAX) {
      throw new IllegalArgumentException(
          "moves a minute are 0 to " + REBALANCE_PER_MINUTE_MAX + ", not " + rebalancePerMinute);
    }
    if (calm.isNegative() || revertAfter.filter(Duration::isNegative).isPresent()) {
      throw new IllegalArgumentException("a time must not be negative");
    }
  }

  /** Time between two moves of re-balancing, in milliseconds. */
  long rebalanceIntervalMillis() {
    return 60_000L / Math.max(1, rebalancePerMinute);
  }
}
