package io.fairlead.deploy.metrics;

import io.prometheus.metrics.model.registry.Collector;
import io.prometheus.metrics.model.registry.MetricType;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricFamilyDescriptor;
import io.prometheus.metrics.model.snapshots.MetricMetadata;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.UnknownSnapshot;
import io.prometheus.metrics.model.snapshots.UnknownSnapshot.UnknownDataPointSnapshot;
import java.util.SortedMap;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A {@link Metric} as the Prometheus library collects it. */
final class MetricCollector implements Collector {
  private static final Logger LOG = LoggerFactory.getLogger(MetricCollector.class);

  private final Metric metric;

  MetricCollector(Metric metric) {
    this.metric = metric;
  }

  /** By this the registry refuses a second metric of the same name. */
  @Override
  public MetricFamilyDescriptor getMetricFamilyDescriptor() {
    var type =
        switch (metric.kind()) {
          case COUNTER -> MetricType.COUNTER;
          case GAUGE -> MetricType.GAUGE;
          case UNTYPED_COUNTER -> MetricType.UNKNOWN;
        };
    return MetricFamilyDescriptor.of(
        type, new MetricMetadata(baseName(), metric.help()), metric.labels());
  }

  /** Without {@code _total}: the library appends that to counters itself. */
  private String baseName() {
    return switch (metric.kind()) {
      case COUNTER -> metric.name().substring(0, metric.name().length() - "_total".length());
      case GAUGE, UNTYPED_COUNTER -> metric.name();
    };
  }

  @Override
  public MetricSnapshot collect() {
    var read = read();
    return switch (metric.kind()) {
      case COUNTER -> counter(read);
      case GAUGE -> gauge(read);
      case UNTYPED_COUNTER -> unknown(read);
    };
  }

  private MetricSnapshot counter(SortedMap<Labels, Double> read) {
    var counter = CounterSnapshot.builder().name(baseName()).help(metric.help());
    read.forEach((l, v) -> counter.dataPoint(new CounterDataPointSnapshot(v, l, null, 0)));
    return counter.build();
  }

  private MetricSnapshot gauge(SortedMap<Labels, Double> read) {
    var gauge = GaugeSnapshot.builder().name(baseName()).help(metric.help());
    read.forEach((l, v) -> gauge.dataPoint(new GaugeDataPointSnapshot(v, l, null)));
    return gauge.build();
  }

  private MetricSnapshot unknown(SortedMap<Labels, Double> read) {
    var unknown = UnknownSnapshot.builder().name(baseName()).help(metric.help());
    read.forEach((l, v) -> unknown.dataPoint(new UnknownDataPointSnapshot(v, l, null)));
    return unknown.build();
  }

  /** One value that cannot be read must not hide all others. */
  private SortedMap<Labels, Double> read() {
    var samples = new TreeMap<Labels, Double>();
    try {
      var names = metric.labels().toArray(String[]::new);
      metric.samples().read((value, values) -> samples.put(Labels.of(names, values), value));
    } catch (RuntimeException e) {
      LOG.error("{} cannot be read", metric.name(), e);
    }
    return samples;
  }
}
