package io.fairlead.deploy.controller;

import io.fairlead.deploy.controller.ControllerBoard.PendingServices;
import io.fairlead.deploy.metrics.Metric;
import io.fairlead.deploy.metrics.Metric.Samples;
import io.fairlead.ipam.PoolUsage;
import io.fairlead.ipam.PoolUsage.FamilyUsage;
import io.fairlead.ipam.RejectReason;
import io.fairlead.ipam.RejectText;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** How full the pools are, and who waits for an address. */
final class AllocatorMetrics {
  private static final List<String> BY_POOL = List.of("pool");
  private static final List<String> BY_FAMILY = List.of("pool", "family");

  private AllocatorMetrics() {}

  static List<Metric> of(ControllerBoard board) {
    return List.of(
        byPool(board, "addresses_total", "Addresses of the pool.", AllocatorMetrics::all),
        byPool(
            board,
            "addresses_in_use_total",
            "Addresses of the pool that Services hold.",
            AllocatorMetrics::inUse),
        byPool(board, "ipv4_addresses_total", "IPv4 addresses of the pool.", u -> size(u.ipv4())),
        byPool(
            board,
            "ipv4_addresses_in_use_total",
            "IPv4 addresses of the pool that Services hold.",
            u -> u.ipv4().assigned()),
        byPool(board, "ipv6_addresses_total", "IPv6 addresses of the pool.", u -> size(u.ipv6())),
        byPool(
            board,
            "ipv6_addresses_in_use_total",
            "IPv6 addresses of the pool that Services hold.",
            u -> u.ipv6().assigned()),
        byPool(
            board,
            "services_allocated_total",
            "Services that hold addresses of the pool.",
            PoolUsage::services),
        Metric.gauge(
            "fairlead_allocator_addresses_quarantined",
            "Free addresses that are given out only when there is no other: given up just now.",
            BY_FAMILY,
            byFamily(board, FamilyUsage::quarantined)),
        Metric.gauge(
            "fairlead_allocator_addresses_retained",
            "Free addresses kept for the return of their Service while there are others.",
            BY_FAMILY,
            byFamily(board, FamilyUsage::retained)),
        Metric.gauge(
            "fairlead_allocator_addresses_reserved",
            "Addresses that only certain Services may have, held or not.",
            BY_FAMILY,
            byFamily(board, FamilyUsage::reserved)),
        Metric.gauge(
            "fairlead_allocator_services_pending",
            "Services that ask for an address and have none.",
            List.of(),
            Metric.one(board::pending, PendingServices::count)),
        Metric.gauge(
            "fairlead_allocator_services_refused",
            "Pending Services that some pool refused for this reason.",
            List.of("reason"),
            to -> board.pending().ifPresent(pending -> byReason(pending, to))));
  }

  private static Metric byPool(
      ControllerBoard board, String name, String help, ToDoubleFunction<PoolUsage> value) {
    return Metric.gauge(
        "metallb_allocator_" + name,
        help,
        BY_POOL,
        to -> board.pools().forEach(usage -> to.put(value.applyAsDouble(usage), usage.pool())));
  }

  private static double all(PoolUsage usage) {
    return size(usage.ipv4()) + size(usage.ipv6());
  }

  private static double inUse(PoolUsage usage) {
    return (double) usage.ipv4().assigned() + usage.ipv6().assigned();
  }

  /** In floating point: an IPv6 /64 has more addresses than a long can count. */
  private static double size(FamilyUsage usage) {
    return (double) usage.assigned() + (double) usage.available();
  }

  private static Samples byFamily(ControllerBoard board, ToDoubleFunction<FamilyUsage> value) {
    return to ->
        board
            .pools()
            .forEach(
                usage -> {
                  to.put(value.applyAsDouble(usage.ipv4()), usage.pool(), "ipv4");
                  to.put(value.applyAsDouble(usage.ipv6()), usage.pool(), "ipv6");
                });
  }

  /** All reasons, so that a series is there before it first matters. */
  private static void byReason(PendingServices pending, Metric.Sink to) {
    for (RejectReason reason : RejectReason.values()) {
      to.put(
          pending.byReason().getOrDefault(reason, 0L).doubleValue(),
          RejectText.metricLabel(reason));
    }
  }
}
