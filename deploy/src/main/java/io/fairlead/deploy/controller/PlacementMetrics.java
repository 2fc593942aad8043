package io.fairlead.deploy.controller;

import io.fairlead.deploy.metrics.Metric;
import io.fairlead.election.PlacementReport;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;

/** Which node has how much, what moved and why, and how quick fail-overs were. */
final class PlacementMetrics {
  private PlacementMetrics() {}

  /**
   * @param report empty on a controller that does not place
   */
  static List<Metric> of(
      Supplier<Optional<PlacementReport>> report, Supplier<FailOverTimes> failOvers) {
    return List.of(
        Metric.gauge(
            "fairlead_placement_addresses",
            "Layer 2 addresses that the node owns.",
            List.of("node"),
            to ->
                report.get().stream()
                    .flatMap(known -> known.owned().entrySet().stream())
                    .forEach(entry -> to.put(entry.getValue(), entry.getKey().value()))),
        Metric.counter(
            "fairlead_placement_moves_total",
            "Addresses that got an owner, the first one included, by cause.",
            List.of("cause"),
            to ->
                report.get().stream()
                    .flatMap(known -> known.moves().entrySet().stream())
                    .forEach(entry -> to.put(entry.getValue(), label(entry.getKey())))),
        Metric.gauge(
            "fairlead_placement_node_flapping",
            "1 for a node that is last choice because it was lost too often of late.",
            List.of("node"),
            to ->
                report.get().stream()
                    .flatMap(known -> known.flapping().stream())
                    .forEach(node -> to.put(1, node.value()))),
        Metric.gauge(
            "fairlead_placement_addresses_dark",
            "Addresses that no node can announce for lack of a usable interface.",
            List.of(),
            Metric.one(report, known -> known.dark().size())),
        Metric.histogram(
            "fairlead_failover_seconds",
            "From the suspicion that an owner is gone to the announcement by its heir.",
            List.of("cause"),
            to ->
                failOvers.get().byCause().forEach((cause, times) -> to.put(times, label(cause)))));
  }

  private static String label(Enum<?> cause) {
    return cause.name().toLowerCase(Locale.ROOT);
  }
}
