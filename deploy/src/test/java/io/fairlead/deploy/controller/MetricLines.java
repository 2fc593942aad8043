package io.fairlead.deploy.controller;

import java.util.ArrayList;
import java.util.List;

/** All samples of a controller as text: name, values of the labels, value. */
final class MetricLines {
  private MetricLines() {}

  static List<String> of(ControllerBoard board) {
    var lines = new ArrayList<String>();
    for (var metric : ControllerMetrics.of(board)) {
      metric
          .samples()
          .read(
              (value, labels) -> {
                var words = new ArrayList<String>();
                words.add(metric.name());
                words.addAll(List.of(labels));
                words.add(String.valueOf(value));
                lines.add(String.join(" ", words));
              });
    }
    return lines;
  }
}
