package io.fairlead.deploy.controller;

import io.fairlead.deploy.metrics.Metric;
import io.fairlead.deploy.metrics.Metric.Samples;
import io.fairlead.k8s.write.WriteStats;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;

/** What the bridge writes to Kubernetes, and what came of it. */
final class WriteMetrics {
  private static final List<String> BY_WRITER = List.of("writer");

  private WriteMetrics() {}

  /**
   * @param stats empty on a controller whose bridge is not the active one
   */
  static List<Metric> of(Supplier<List<WriteStats>> stats) {
    return List.of(
        Metric.counter(
            "fairlead_k8s_writes_total",
            "Attempts to bring an object of Kubernetes to what it should show, by their result.",
            List.of("writer", "result"),
            to -> stats.get().forEach(each -> byResult(each, to))),
        Metric.counter(
            "fairlead_k8s_write_retries_total",
            "Attempts that were made because the one before had failed.",
            BY_WRITER,
            byWriter(stats, WriteStats::retries)),
        Metric.counter(
            "fairlead_k8s_writes_abandoned_total",
            "Writes that were given up.",
            BY_WRITER,
            byWriter(stats, WriteStats::abandoned)),
        Metric.gauge(
            "fairlead_k8s_writes_waiting",
            "Writes that wait or are under way.",
            BY_WRITER,
            byWriter(stats, WriteStats::waiting)));
  }

  private static void byResult(WriteStats stats, Metric.Sink to) {
    stats
        .attempts()
        .forEach(
            (outcome, count) ->
                to.put(count, stats.writer(), outcome.name().toLowerCase(Locale.ROOT)));
  }

  private static Samples byWriter(
      Supplier<List<WriteStats>> stats, ToDoubleFunction<WriteStats> value) {
    return to -> stats.get().forEach(each -> to.put(value.applyAsDouble(each), each.writer()));
  }
}
