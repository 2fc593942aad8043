package io.fairlead.deploy.controller;

import io.fairlead.deploy.metrics.Metric;
import java.util.List;
import java.util.stream.Stream;

/** All metrics of a controller. */
public final class ControllerMetrics {
  private ControllerMetrics() {}

  /**
   * @param board of this controller; while the bridge runs elsewhere nothing is on it, and there
   *     are no samples
   */
  public static List<Metric> of(ControllerBoard board) {
    return Stream.of(
            KubernetesMetrics.of(board::watch),
            WriteMetrics.of(board::writes),
            WebhookMetrics.of(board::webhook),
            AllocatorMetrics.of(board),
            PlacementMetrics.of(board::placement, board::failOvers))
        .flatMap(List::stream)
        .toList();
  }
}
