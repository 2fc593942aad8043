package io.fairlead.deploy.lab.probe;

import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;

/**
 * What a probe saw.
 *
 * @param requests how many were sent
 * @param failures how many got no good answer within their limit
 * @param longestGapMillis the longest time between one answer and the next; without any outage it
 *     is about the tick
 */
public record ProbeReport(int requests, int failures, long longestGapMillis) {

  /**
   * Sums up.
   *
   * @param samples in any order
   * @param startNanos when the probe began and {@code endNanos} when it ended: a gap that was open
   *     at either end counts, so a service that never answered shows the whole time
   */
  public static ProbeReport of(List<ProbeSample> samples, long startNanos, long endNanos) {
    long[] answers =
        LongStream.concat(
                samples.stream().filter(ProbeSample::answered).mapToLong(ProbeSample::endNanos),
                LongStream.of(startNanos, endNanos))
            .sorted()
            .toArray();
    long longest = 0;
    for (int i = 1; i < answers.length; i++) {
      longest = Math.max(longest, answers[i] - answers[i - 1]);
    }
    int failures = (int) samples.stream().filter(sample -> !sample.answered()).count();
    return new ProbeReport(samples.size(), failures, TimeUnit.NANOSECONDS.toMillis(longest));
  }
}
