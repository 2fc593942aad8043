package io.fairlead.deploy.controller;

import io.fairlead.deploy.metrics.SampleLines;
import java.util.List;

/** All samples of a controller as text: name, values of the labels, value. */
final class MetricLines {
  private MetricLines() {}

  static List<String> of(ControllerBoard board) {
    return ControllerMetrics.of(board).stream()
        .flatMap(metric -> SampleLines.of(metric).stream().map(line -> metric.name() + " " + line))
        .toList();
  }
}
