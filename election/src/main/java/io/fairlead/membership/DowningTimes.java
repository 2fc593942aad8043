package io.fairlead.membership;

import java.time.Duration;

/**
 * How long the picture of the controllers must have stood still before something is downed.
 *
 * @param stableAfter for members that are cut off
 * @param linkLostAfter for members that are alive, reached by way of others, but miss one another;
 *     longer, because the cure costs a healthy process
 */
public record DowningTimes(Duration stableAfter, Duration linkLostAfter) {
  public static final DowningTimes DEFAULT =
      new DowningTimes(Duration.ofSeconds(1), Duration.ofSeconds(5));

  /** Throws IllegalArgumentException unless 0 &lt;= stableAfter &lt;= linkLostAfter. */
  public DowningTimes {
    if (stableAfter.isNegative() || linkLostAfter.compareTo(stableAfter) < 0) {
      throw new IllegalArgumentException(
          "downing needs 0 <= stable-after <= link-lost-after, but they are "
              + stableAfter
              + " and "
              + linkLostAfter);
    }
  }
}
