package io.fairlead.deploy.controller;

import java.time.Duration;

/**
 * When Services may record what their pool answered. Nobody waits for that, so it comes after the
 * statuses that users wait for; but not for ever, for {@code explain} and {@code history} lag
 * behind meanwhile.
 */
final class ConfirmationsPace {
  /** So long no status was written or waited: the rush is over. */
  static final Duration QUIET = Duration.ofMillis(500);

  static final Duration LOOK_AGAIN = Duration.ofMillis(100);

  /** A rush that is longer than this is the usual state. */
  static final Duration PATIENCE = Duration.ofSeconds(30);

  private static final long NEVER = -1;

  private long heldSinceNanos = NEVER;

  /**
   * @param isQuiet no status has been written for {@link #QUIET}
   * @param nowNanos of a clock that does not go back
   */
  boolean mayConfirm(boolean isQuiet, long nowNanos) {
    if (isQuiet) {
      heldSinceNanos = NEVER;
      return true;
    }
    if (heldSinceNanos == NEVER) {
      heldSinceNanos = nowNanos;
    }
    return nowNanos - heldSinceNanos >= PATIENCE.toNanos();
  }
}
