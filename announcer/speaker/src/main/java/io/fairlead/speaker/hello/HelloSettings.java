package io.fairlead.speaker.hello;

import io.fairlead.bfd.BfdTimers;

/**
 * How often speakers say hello.
 *
 * @param port UDP, the same on all nodes; 0 for no hello sessions
 * @param intervalMillis 10 to 1000
 * @param multiplier so many hellos may be missing, 2 to 20
 */
public record HelloSettings(int port, int intervalMillis, int multiplier) {
  public static final HelloSettings DEFAULT = new HelloSettings(7947, 50, 3);
  public static final HelloSettings OFF = new HelloSettings(0, 50, 3);

  /** The least interval without a real-time thread. */
  public static final int ORDINARY_INTERVAL_MILLIS = 100;

  private static final int UNSTEADY_INTERVAL_MICROS = 1_000_000;
  private static final int UNSTEADY_MULTIPLIER = 3;
  private static final int PORT_MAX = 65_535;
  private static final int INTERVAL_MIN = 10;
  private static final int INTERVAL_MAX = 1_000;
  private static final int MULTIPLIER_MIN = 2;
  private static final int MULTIPLIER_MAX = 20;
  private static final long NANOS_PER_MILLI = 1_000_000;

  public HelloSettings {
    if (port < 0 || port > PORT_MAX) {
      throw new IllegalArgumentException("the hello port must be 0 to 65535, not " + port);
    }
    if (intervalMillis < INTERVAL_MIN || intervalMillis > INTERVAL_MAX) {
      throw new IllegalArgumentException(
          "the hello interval must be 10 to 1000 ms, not " + intervalMillis);
    }
    if (multiplier < MULTIPLIER_MIN || multiplier > MULTIPLIER_MAX) {
      throw new IllegalArgumentException("the hello multiplier must be 2 to 20, not " + multiplier);
    }
  }

  public boolean isOn() {
    return port != 0;
  }

  /** These settings on a thread that may be kept waiting. */
  HelloSettings ordinary() {
    return new HelloSettings(port, Math.max(intervalMillis, ORDINARY_INTERVAL_MILLIS), multiplier);
  }

  BfdTimers timers() {
    return BfdTimers.every(intervalMillis * 1_000L, multiplier);
  }

  /** For a process that may stutter: it promises little, and expects as much as ever. */
  BfdTimers unsteadyTimers() {
    return new BfdTimers(UNSTEADY_INTERVAL_MICROS, intervalMillis * 1_000L, UNSTEADY_MULTIPLIER);
  }

  long intervalNanos() {
    return intervalMillis * NANOS_PER_MILLI;
  }

  /** The thread turns at least so often. */
  long turnNanosMax() {
    return Math.min(intervalNanos() / 2, 20 * NANOS_PER_MILLI);
  }

  /** After a gap of this length between two turns what was not heard proves nothing. */
  long starvedNanos() {
    return intervalNanos() + turnNanosMax();
  }

  /** After a gap of this length others may have missed enough hellos to take over. */
  long awayNanos() {
    return Math.max((multiplier - 1L) * intervalNanos(), starvedNanos());
  }
}
