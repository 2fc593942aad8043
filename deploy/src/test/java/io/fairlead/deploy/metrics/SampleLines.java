package io.fairlead.deploy.metrics;

import java.util.ArrayList;
import java.util.List;

/**
 * The samples of a metric as text: values of the labels, then the value, of a histogram its sum.
 */
public final class SampleLines implements Metric.Sink {
  private final List<String> lines = new ArrayList<>();

  private SampleLines() {}

  /** In the order in which the metric tells them. */
  public static List<String> of(Metric metric) {
    var sink = new SampleLines();
    metric.samples().read(sink);
    return List.copyOf(sink.lines);
  }

  @Override
  public void put(double value, String... labelValues) {
    var words = new ArrayList<>(List.of(labelValues));
    words.add(String.valueOf(value));
    lines.add(String.join(" ", words));
  }

  @Override
  public void put(Metric.Distribution distribution, String... labelValues) {
    put(distribution.sum(), labelValues);
  }
}
