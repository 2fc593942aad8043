package io.fairlead.k8s;

import java.time.Duration;

/**
 * Whether this process has run without a long pause (SIGSTOP, a frozen container, a starved
 * machine). A break is noticed by whoever looks first, and stays. Safe for use by many threads.
 */
final class Pulse {
  private final long limitNanos;
  private long lastNanos;
  private boolean broken;

  /**
   * @param limit the longest pause that is none; a beat must come far more often
   */
  Pulse(Duration limit, long nowNanos) {
    limitNanos = limit.toNanos();
    lastNanos = nowNanos;
  }

  /** The process runs. */
  synchronized void beat(long nowNanos) {
    look(nowNanos);
    lastNanos = nowNanos;
  }

  /** True from the first look after a pause on. */
  synchronized boolean isBroken(long nowNanos) {
    look(nowNanos);
    return broken;
  }

  private void look(long nowNanos) {
    broken |= nowNanos - lastNanos > limitNanos;
  }
}
