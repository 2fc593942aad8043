package io.fairlead.k8s;

import io.fairlead.cluster.ClusterSnapshot;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** Collects snapshots and waits for one. */
final class SnapshotLog implements Consumer<ClusterSnapshot> {
  private static final long DEADLINE_SECONDS = 20;

  private final List<ClusterSnapshot> snapshots = new ArrayList<>();

  @Override
  public synchronized void accept(ClusterSnapshot snapshot) {
    snapshots.add(snapshot);
    notifyAll();
  }

  synchronized int size() {
    return snapshots.size();
  }

  synchronized List<ClusterSnapshot> all() {
    return List.copyOf(snapshots);
  }

  /** The newest snapshot, as soon as it satisfies the condition. */
  synchronized ClusterSnapshot await(String what, Predicate<ClusterSnapshot> condition)
      throws InterruptedException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(DEADLINE_SECONDS);
    while (snapshots.isEmpty() || !condition.test(snapshots.getLast())) {
      long leftMillis = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
      if (leftMillis <= 0) {
        throw new AssertionError(
            "waited in vain for "
                + what
                + "; last: "
                + (snapshots.isEmpty() ? "nothing" : snapshots.getLast()));
      }
      wait(leftMillis);
    }
    return snapshots.getLast();
  }

  /** Polls until the condition holds. */
  static void until(String what, BooleanSupplier condition) throws InterruptedException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(DEADLINE_SECONDS);
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > deadline) {
        throw new AssertionError("waited in vain for " + what);
      }
      TimeUnit.MILLISECONDS.sleep(10);
    }
  }
}
