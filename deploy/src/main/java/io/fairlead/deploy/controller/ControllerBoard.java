package io.fairlead.deploy.controller;

import io.fairlead.deploy.webhook.WebhookReport;
import io.fairlead.election.PlacementReport;
import io.fairlead.ipam.AssignmentOutcome;
import io.fairlead.ipam.PoolRefusal;
import io.fairlead.ipam.PoolUsage;
import io.fairlead.ipam.RejectReason;
import io.fairlead.k8s.watch.WatchStats;
import io.fairlead.k8s.write.WriteStats;
import io.fairlead.placement.TakeOver;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;

/**
 * What the bridge last knew, for any thread to read. Empty while the bridge does not run on this
 * controller.
 */
public final class ControllerBoard {
  private final NavigableMap<String, PoolUsage> pools = new ConcurrentSkipListMap<>();
  private volatile Optional<PendingServices> pending = Optional.empty();
  private volatile Optional<Supplier<WatchStats>> watch = Optional.empty();
  private volatile Optional<Supplier<List<WriteStats>>> writes = Optional.empty();
  private volatile Optional<Supplier<WebhookReport>> webhook = Optional.empty();
  private volatile Optional<PlacementReport> placement = Optional.empty();
  private final AtomicReference<FailOverTimes> failOvers =
      new AtomicReference<>(FailOverTimes.NONE);

  /**
   * Services that have no address though they ask for one.
   *
   * @param byReason how many of them some pool refused for this reason; one that pools refused for
   *     several reasons counts under each
   */
  record PendingServices(long count, SortedMap<RejectReason, Long> byReason) {
    PendingServices {
      byReason = Collections.unmodifiableSortedMap(new TreeMap<>(byReason));
    }

    static PendingServices of(Collection<AssignmentOutcome> outcomes) {
      var byReason = new TreeMap<RejectReason, Long>();
      long count = 0;
      for (AssignmentOutcome outcome : outcomes) {
        if (outcome.addresses().isEmpty() && !outcome.refusals().isEmpty()) {
          count++;
          outcome.refusals().stream()
              .map(PoolRefusal::reason)
              .distinct()
              .forEach(reason -> byReason.merge(reason, 1L, Long::sum));
        }
      }
      return new PendingServices(count, byReason);
    }
  }

  /** The bridge runs here from now on. */
  void opened(Supplier<WatchStats> stats) {
    watch = Optional.of(stats);
  }

  /** And writes. */
  void writing(Supplier<List<WriteStats>> stats) {
    writes = Optional.of(stats);
  }

  /** So does the webhook. */
  public void webhookServed(Supplier<WebhookReport> report) {
    webhook = Optional.of(report);
  }

  /** It does not any more. */
  void closed() {
    watch = Optional.empty();
    writes = Optional.empty();
    webhook = Optional.empty();
    pending = Optional.empty();
    placement = Optional.empty();
    pools.clear();
  }

  /** What is pending, and which pools there are. */
  void settled(Collection<AssignmentOutcome> outcomes, Set<String> existing) {
    pending = Optional.of(PendingServices.of(outcomes));
    pools.keySet().retainAll(existing);
  }

  /** A pool was counted; one that exists no more is not shown. */
  void counted(PoolUsage usage, Set<String> existing) {
    if (existing.contains(usage.pool())) {
      pools.put(usage.pool(), usage);
    }
  }

  /** The outcome of placement. */
  void placed(PlacementReport report) {
    placement = Optional.of(report);
  }

  /** Stand-bys took over. */
  void tookOver(List<TakeOver> takeOvers) {
    failOvers.updateAndGet(times -> times.with(takeOvers));
  }

  Optional<PlacementReport> placement() {
    return placement;
  }

  FailOverTimes failOvers() {
    return failOvers.get();
  }

  Optional<WatchStats> watch() {
    return watch.map(Supplier::get);
  }

  /** Writer by writer; empty while the bridge does not run here. */
  List<WriteStats> writes() {
    return writes.map(Supplier::get).orElse(List.of());
  }

  Optional<WebhookReport> webhook() {
    return webhook.map(Supplier::get);
  }

  Optional<PendingServices> pending() {
    return pending;
  }

  List<PoolUsage> pools() {
    return List.copyOf(pools.values());
  }
}
