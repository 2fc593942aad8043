package io.fairlead.speaker;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The thread of a {@link SpeakerCore}: takes updates from any thread, one at a time, and lets a
 * plan follow. Updates that wait together are answered by one plan: a burst of deltas costs one
 * pass each way.
 */
final class CoreThread {
  private static final Logger LOG = LoggerFactory.getLogger(CoreThread.class);
  private static final long CLOSE_MILLIS_MAX = 3_000;

  private final ScheduledExecutorService executor =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("speaker-core").factory());
  private final Runnable beforeAll;
  private final Runnable plan;
  private CompletableFuture<Void> pendingPlan = CompletableFuture.completedFuture(null);

  /**
   * @param beforeAll comes first in every turn
   * @param plan follows updates
   */
  CoreThread(Runnable beforeAll, Runnable plan) {
    this.beforeAll = beforeAll;
    this.plan = plan;
  }

  void everyMillis(long millis, Runnable work) {
    var _ = executor.scheduleWithFixedDelay(() -> guarded(work), 0, millis, TimeUnit.MILLISECONDS);
  }

  /** Completes when a plan has followed the change. */
  CompletableFuture<Void> update(Runnable change) {
    var done = new CompletableFuture<Void>();
    try {
      executor.execute(
          () -> {
            guarded(change);
            var _ = requestPlan().whenComplete((_, _) -> done.complete(null));
          });
    } catch (RejectedExecutionException e) {
      done.complete(null);
    }
    return done;
  }

  /** Does what waits, and ends. */
  void close() {
    executor.shutdown();
    try {
      if (!executor.awaitTermination(CLOSE_MILLIS_MAX, TimeUnit.MILLISECONDS)) {
        LOG.warn("the speaker's thread did not end within {} ms", CLOSE_MILLIS_MAX);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private CompletableFuture<Void> requestPlan() {
    if (pendingPlan.isDone()) {
      var requested = new CompletableFuture<Void>();
      pendingPlan = requested;
      try {
        executor.execute(
            () -> {
              guarded(plan);
              requested.complete(null);
            });
      } catch (RejectedExecutionException e) {
        requested.complete(null);
      }
    }
    return pendingPlan;
  }

  // The core's thread must live through anything; a fault costs one decision, not the node.
  private void guarded(Runnable work) {
    try {
      beforeAll.run();
      work.run();
    } catch (RuntimeException e) {
      LOG.error("fault in the speaker; it goes on with what it knows", e);
    }
  }
}
