package io.fairlead.k8s.write;

import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Performs writes, each under a key: one at a time per key, the latest one wins, and a failed one
 * is tried again a few times with growing pauses.
 */
final class WriteQueue implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(WriteQueue.class);
  private static final int ATTEMPTS_MAX = 5;
  private static final int KEYS_MAX = 50_000;

  /** Answers that another attempt cannot change. */
  private static final Set<Integer> FINAL_CODES = Set.of(400, 401, 403, 404, 405, 415, 422);

  private static final int NOT_FOUND = 404;

  /** A write; level-triggered, so that performing it twice does no harm. */
  interface Write {
    /**
     * @throws KubernetesClientException the write did not happen, or nobody knows
     */
    void perform();
  }

  /**
   * Pauses of a queue, and how many of its writes may wait for their answers at once. What users
   * wait for gets many; what they look at later gets few, so that it does not stand in the way.
   *
   * @param firstRetryMillis doubled with every attempt
   * @param spacingMillis between two writes of one key
   * @param perSecondMax writes of all keys together
   */
  record Pace(long firstRetryMillis, long spacingMillis, int atOnce, int perSecondMax) {
    Pace(long firstRetryMillis, long spacingMillis, int atOnce) {
      this(firstRetryMillis, spacingMillis, atOnce, Integer.MAX_VALUE);
    }
  }

  private static final class Slot {
    private @Nullable Write next;
    private int attempt;
    private boolean scheduled;
  }

  private final String name;
  private final Pace pace;
  private final ScheduledExecutorService executor;
  private final ConcurrentHashMap<String, Slot> slots = new ConcurrentHashMap<>();
  private final AtomicLong nextTurnNanos = new AtomicLong(System.nanoTime());
  private final Set<String> failing = ConcurrentHashMap.newKeySet();

  /**
   * @param name for threads and messages
   */
  WriteQueue(String name, Pace pace) {
    this.name = name;
    this.pace = pace;
    executor =
        Executors.newScheduledThreadPool(
            pace.atOnce(), Thread.ofPlatform().daemon().name(name + "-", 0).factory());
  }

  /** Replaces a write of that key that has not begun. */
  void submit(String key, Write write) {
    if (slots.size() >= KEYS_MAX && !slots.containsKey(key)) {
      logOnce(key, "too many writes wait; the next converge tries again");
      return;
    }
    slots.compute(
        key,
        (_, existing) -> {
          var slot = existing == null ? new Slot() : existing;
          slot.next = write;
          slot.attempt = 0;
          schedule(key, slot, 0);
          return slot;
        });
  }

  /** Only within {@code compute} of the slot, which is its lock. */
  private void schedule(String key, Slot slot, long delayMillis) {
    if (!slot.scheduled) {
      slot.scheduled = true;
      long nanos = Math.max(TimeUnit.MILLISECONDS.toNanos(delayMillis), turnInNanos());
      try {
        var _ = executor.schedule(() -> run(key), nanos, TimeUnit.NANOSECONDS);
      } catch (RejectedExecutionException e) {
        LOG.debug("closed", e);
      }
    }
  }

  /** How long to wait for the next free turn, which is taken. */
  private long turnInNanos() {
    long spacing = TimeUnit.SECONDS.toNanos(1) / pace.perSecondMax();
    if (spacing == 0) {
      return 0;
    }
    long now = System.nanoTime();
    long turn = nextTurnNanos.updateAndGet(last -> last + spacing - now > 0 ? last + spacing : now);
    return turn - now;
  }

  private void run(String key) {
    var taken = new AtomicReference<@Nullable Write>();
    slots.computeIfPresent(
        key,
        (_, slot) -> {
          taken.set(slot.next);
          slot.next = null;
          return slot;
        });
    var write = taken.get();
    boolean retry = write != null && !performed(key, write);
    slots.computeIfPresent(
        key,
        (_, slot) -> {
          slot.scheduled = false;
          return afterRun(key, slot, write, retry);
        });
  }

  private @Nullable Slot afterRun(String key, Slot slot, @Nullable Write write, boolean retry) {
    if (slot.next != null) {
      schedule(key, slot, pace.spacingMillis());
      return slot;
    }
    if (retry && ++slot.attempt < ATTEMPTS_MAX) {
      slot.next = write;
      schedule(key, slot, pace.firstRetryMillis() << (slot.attempt - 1));
      return slot;
    }
    return null;
  }

  /** False when another attempt makes sense. */
  private boolean performed(String key, Write write) {
    try {
      write.perform();
      if (failing.remove(key)) {
        LOG.info("{} of {} works again", name, key);
      }
      return true;
    } catch (KubernetesClientException e) {
      boolean isFinal = FINAL_CODES.contains(e.getCode());
      if (e.getCode() == NOT_FOUND) {
        // Deleted meanwhile: there is nothing to write to, and nothing to tell.
        failing.remove(key);
      } else {
        logOnce(key, e.getMessage());
      }
      return isFinal;
    } catch (RuntimeException e) {
      LOG.error("{} of {} failed", name, key, e);
      return true;
    }
  }

  private void logOnce(String key, @Nullable String why) {
    if (failing.size() < KEYS_MAX && failing.add(key)) {
      LOG.warn("{} of {} failed: {}", name, key, why);
    }
  }

  /** True when nothing waits and nothing runs. */
  boolean isIdle() {
    return slots.isEmpty();
  }

  @Override
  public void close() {
    executor.shutdownNow();
  }
}
