package io.fairlead.deploy.lab.probe;

/**
 * One request of a probe.
 *
 * @param startNanos when it was sent, on the clock of {@link System#nanoTime}
 * @param endNanos when its answer was complete or was given up
 * @param answered whether a good answer came
 */
public record ProbeSample(long startNanos, long endNanos, boolean answered) {}
