package io.fairlead.deploy.controller;

import io.fairlead.deploy.metrics.Metric;
import io.fairlead.k8s.watch.WatchStats;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** What the bridge to Kubernetes has taken in; MetalLB's names. */
final class KubernetesMetrics {
  private KubernetesMetrics() {}

  /**
   * @param stats empty on a controller whose bridge is not the active one
   */
  static List<Metric> of(Supplier<Optional<WatchStats>> stats) {
    return List.of(
        Metric.counter(
            "metallb_k8s_client_updates_total",
            "Changes of Kubernetes objects that were taken in.",
            List.of(),
            Metric.one(stats, WatchStats::updates)),
        Metric.counter(
            "metallb_k8s_client_update_errors_total",
            "Changes of Kubernetes objects that could not be taken in.",
            List.of(),
            Metric.one(stats, WatchStats::updateErrors)),
        Metric.gauge(
            "metallb_k8s_client_config_loaded_bool",
            "1 when the configuration was read since the start, else 0.",
            List.of(),
            Metric.one(stats, known -> known.isConfigLoaded() ? 1 : 0)),
        Metric.gauge(
            "metallb_k8s_client_config_stale_bool",
            "1 while the last good configuration is in force because some object is faulty, else 0.",
            List.of(),
            Metric.one(stats, known -> known.isConfigStale() ? 1 : 0)),
        Metric.gauge(
            "fairlead_k8s_watching",
            "1 while every watch on the API server is live, else 0.",
            List.of(),
            Metric.one(stats, known -> known.isWatching() ? 1 : 0)));
  }
}
