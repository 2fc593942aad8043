package io.fairlead.deploy.controller;

import static java.util.Collections.unmodifiableSortedMap;

import io.fairlead.deploy.metrics.Metric.Distribution;
import io.fairlead.placement.TakeOver;
import io.fairlead.placement.TakeOverCause;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** How long take-overs took, from the suspicion to the announcement, in seconds by cause. */
record FailOverTimes(SortedMap<TakeOverCause, Distribution> byCause) {
  /** The upper bounds in seconds; around the goals of 0.15 and 0.3 they are close. */
  static final List<Double> BOUNDS =
      List.of(0.01, 0.025, 0.05, 0.1, 0.15, 0.2, 0.3, 0.5, 1.0, 2.5, 5.0, 10.0);

  static final FailOverTimes NONE = new FailOverTimes(new TreeMap<>());

  FailOverTimes {
    byCause = unmodifiableSortedMap(new TreeMap<>(byCause));
  }

  FailOverTimes with(Collection<TakeOver> takeOvers) {
    var next = new TreeMap<>(byCause);
    for (var each : takeOvers) {
      double seconds = Duration.between(each.suspectedAt(), each.announcedAt()).toNanos() / 1e9;
      var before = next.getOrDefault(each.cause(), Distribution.empty(BOUNDS));
      next.put(each.cause(), before.with(Math.max(0, seconds)));
    }
    return new FailOverTimes(next);
  }
}
