package io.fairlead.load.failover;

import java.util.concurrent.TimeUnit;

/**
 * One request of the probe that is over.
 *
 * @param startNanos when it was sent, on the clock of {@link System#nanoTime}
 * @param endNanos when its answer was complete or was given up, on that clock
 * @param endEpochMillis the same on the machine's clock, which other processes share
 * @param server the pod that answered well; empty if none did
 */
record ProbeSample(long startNanos, long endNanos, long endEpochMillis, String server) {
  boolean answered() {
    return !server.isEmpty();
  }

  /** How long it took, whether or not it was answered. */
  long tookMillis() {
    return TimeUnit.NANOSECONDS.toMillis(endNanos - startNanos);
  }
}
