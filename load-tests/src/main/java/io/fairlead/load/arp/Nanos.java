package io.fairlead.load.arp;

import java.util.Arrays;
import java.util.List;

/**
 * Times in nanoseconds, in the order in which they were measured. Pure.
 *
 * @param values a negative one stands for an answer that never came
 */
record Nanos(List<Long> values) {
  Nanos {
    values = List.copyOf(values);
  }

  long lost() {
    return values.stream().filter(value -> value < 0).count();
  }

  /**
   * By nearest rank, so a value that occurred; one that was lost counts as longer than all others.
   *
   * @param percent above 0, 100 at most
   */
  long percentile(double percent) {
    long[] sorted =
        values.stream().mapToLong(value -> value < 0 ? Long.MAX_VALUE : value).toArray();
    Arrays.sort(sorted);
    if (sorted.length == 0) {
      throw new IllegalArgumentException("there is no percentile of nothing");
    }
    int rank = (int) Math.ceil(percent / 100 * sorted.length);
    return sorted[Math.max(1, rank) - 1];
  }
}
