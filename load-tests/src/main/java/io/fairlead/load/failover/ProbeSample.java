package io.fairlead.load.failover;

/**
 * One request of the probe that is over.
 *
 * @param endNanos when its answer was complete or was given up, on the clock of {@link
 *     System#nanoTime}
 * @param endEpochMillis the same on the machine's clock, which other processes share
 * @param server the pod that answered well; empty if none did
 */
record ProbeSample(long endNanos, long endEpochMillis, String server) {
  boolean answered() {
    return !server.isEmpty();
  }
}
