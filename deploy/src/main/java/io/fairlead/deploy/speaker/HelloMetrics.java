package io.fairlead.deploy.speaker;

import io.fairlead.deploy.metrics.Metric;
import io.fairlead.speaker.hello.HelloCounters;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;

/** Counters of the hello sessions among speakers. */
final class HelloMetrics {
  private HelloMetrics() {}

  /**
   * @param counters empty when there are no hello sessions
   */
  static List<Metric> of(Supplier<Optional<HelloCounters>> counters) {
    return List.of(
        Metric.counter(
            "fairlead_hello_sent_total",
            "Hello packets sent.",
            List.of(),
            Metric.one(counters, HelloCounters::sent)),
        Metric.counter(
            "fairlead_hello_received_total",
            "Hello packets received and accepted.",
            List.of(),
            Metric.one(counters, HelloCounters::received)),
        Metric.counter(
            "fairlead_hello_dropped_total",
            "Hello packets discarded, by reason.",
            List.of("reason"),
            to -> counters.get().ifPresent(known -> dropped(known, to))),
        Metric.counter(
            "fairlead_hello_pauses_total",
            "How often this process was found to have stood still.",
            List.of(),
            Metric.one(counters, HelloCounters::pauses)));
  }

  private static void dropped(HelloCounters counters, Metric.Sink to) {
    counters
        .drops()
        .forEach((r, count) -> to.put(count.doubleValue(), r.name().toLowerCase(Locale.ROOT)));
  }
}
