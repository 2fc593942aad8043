package io.fairlead.deploy.controller;

import java.time.Duration;

/**
 * How often the bridge says what is to be announced. It says all of it each time, so the more there
 * is, the longer are the pauses: it takes at most one part in {@value #SHARE} of the bridge's time.
 */
final class DemandsPace {
  private static final Duration DELAY_MIN = Duration.ofMillis(20);
  private static final int SHARE = 10;

  private Duration delay = DELAY_MIN;

  /** How long to wait before the next time. */
  Duration delay() {
    return delay;
  }

  /** So long it took this time. */
  void took(long nanos) {
    var pause = Duration.ofNanos(nanos).multipliedBy(SHARE);
    delay = pause.compareTo(DELAY_MIN) > 0 ? pause : DELAY_MIN;
  }
}
