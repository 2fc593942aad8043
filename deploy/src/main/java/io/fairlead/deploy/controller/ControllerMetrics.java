package io.fairlead.deploy.controller;

import io.fairlead.deploy.metrics.Metric;
import io.fairlead.k8s.watch.WatchStats;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** All metrics of a controller. */
public final class ControllerMetrics {
  private ControllerMetrics() {}

  /**
   * @param watch what the bridge has taken in; empty on a controller where it does not run
   */
  public static List<Metric> of(Supplier<Optional<WatchStats>> watch) {
    return KubernetesMetrics.of(watch);
  }
}
