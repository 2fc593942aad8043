package io.fairlead.load.failover;

import java.util.List;

/** Measured values in order. Percentiles are by nearest rank, so each is a value that occurred. */
record Distribution(List<Long> sorted) {
  private static final int WHOLE = 100;

  Distribution {
    sorted = sorted.stream().sorted().toList();
    if (sorted.isEmpty()) {
      throw new IllegalArgumentException("there is no distribution of no values");
    }
  }

  int count() {
    return sorted.size();
  }

  long min() {
    return sorted.getFirst();
  }

  long max() {
    return sorted.getLast();
  }

  /**
   * The smallest value that at least this share of all values does not exceed.
   *
   * @param percent 1 to 100
   */
  long percentile(int percent) {
    if (percent < 1 || percent > WHOLE) {
      throw new IllegalArgumentException("no percentile " + percent);
    }
    int rank = (percent * count() + WHOLE - 1) / WHOLE;
    return sorted.get(rank - 1);
  }
}
