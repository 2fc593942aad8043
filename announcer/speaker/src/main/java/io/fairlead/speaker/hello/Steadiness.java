package io.fairlead.speaker.hello;

import io.fairlead.bfd.BfdTimers;

/**
 * Whether this process runs evenly enough to promise hellos at full pace. Starting programs
 * stutter, and so do starved ones; a late hello would cost the node its place. What it expects of
 * others is not bound to that, since its own pauses are known to it. For the hello thread.
 */
final class Steadiness {
  /** So long without a pause, counted from the first session at the earliest. */
  static final long SETTLE_NANOS = 2_000_000_000L;

  private final HelloSettings settings;
  private boolean begun;
  private boolean steady;
  private long evenSinceNanos;

  Steadiness(HelloSettings settings) {
    this.settings = settings;
  }

  /** What sessions promise at present, and what they expect. */
  BfdTimers timers() {
    return steady ? settings.timers() : settings.unsteadyTimers();
  }

  /** A session is Up: before, the process was busy starting. */
  void sessionUp(long now) {
    if (!begun) {
      begun = true;
      evenSinceNanos = now;
    }
  }

  /** The process stood still for so long that others may have noticed. */
  void stoodStill(long now) {
    steady = false;
    evenSinceNanos = now;
  }

  /** True when full pace can be promised from now on and was not before. */
  boolean settles(long now) {
    if (!begun || steady || now - evenSinceNanos < SETTLE_NANOS) {
      return false;
    }
    steady = true;
    return true;
  }
}
