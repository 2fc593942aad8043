package io.fairlead.deploy.metrics;

import io.fairlead.deploy.metrics.Metric.Distribution;
import io.prometheus.metrics.model.registry.Collector;
import io.prometheus.metrics.model.registry.MetricType;
import io.prometheus.metrics.model.snapshots.ClassicHistogramBuckets;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Exemplars;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot.HistogramDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricFamilyDescriptor;
import io.prometheus.metrics.model.snapshots.MetricMetadata;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.UnknownSnapshot;
import io.prometheus.metrics.model.snapshots.UnknownSnapshot.UnknownDataPointSnapshot;
import java.util.ArrayList;
import java.util.List;
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
          case HISTOGRAM -> MetricType.HISTOGRAM;
          case UNTYPED_COUNTER -> MetricType.UNKNOWN;
        };
    return MetricFamilyDescriptor.of(
        type, new MetricMetadata(baseName(), metric.help()), metric.labels());
  }

  /** Without {@code _total}: the library appends that to counters itself. */
  private String baseName() {
    return switch (metric.kind()) {
      case COUNTER -> metric.name().substring(0, metric.name().length() - "_total".length());
      case GAUGE, HISTOGRAM, UNTYPED_COUNTER -> metric.name();
    };
  }

  @Override
  public MetricSnapshot collect() {
    var read = read();
    return switch (metric.kind()) {
      case COUNTER -> counter(read.values);
      case GAUGE -> gauge(read.values);
      case HISTOGRAM -> histogram(read.distributions);
      case UNTYPED_COUNTER -> unknown(read.values);
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

  private MetricSnapshot histogram(SortedMap<Labels, Distribution> read) {
    var histogram = HistogramSnapshot.builder().name(baseName()).help(metric.help());
    read.forEach(
        (l, distribution) ->
            histogram.dataPoint(
                new HistogramDataPointSnapshot(
                    buckets(distribution), distribution.sum(), l, Exemplars.EMPTY, 0)));
    return histogram.build();
  }

  private static ClassicHistogramBuckets buckets(Distribution distribution) {
    var bounds = new ArrayList<>(distribution.bounds());
    bounds.add(Double.POSITIVE_INFINITY);
    return ClassicHistogramBuckets.of(bounds, distribution.counts());
  }

  /** One value that cannot be read must not hide all others. */
  private Read read() {
    var samples = new Read(metric.labels());
    try {
      metric.samples().read(samples);
    } catch (RuntimeException e) {
      LOG.error("{} cannot be read", metric.name(), e);
    }
    return samples;
  }

  /** The samples of one scrape. */
  private static final class Read implements Metric.Sink {
    private final SortedMap<Labels, Double> values = new TreeMap<>();
    private final SortedMap<Labels, Distribution> distributions = new TreeMap<>();
    private final String[] names;

    private Read(List<String> names) {
      this.names = names.toArray(String[]::new);
    }

    @Override
    public void put(double value, String... labelValues) {
      values.put(Labels.of(names, labelValues), value);
    }

    @Override
    public void put(Distribution distribution, String... labelValues) {
      distributions.put(Labels.of(names, labelValues), distribution);
    }
  }
}
