package io.fairlead.k8s.write;

import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.IOException;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
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

  /** Who writes in a blocking way has few at once. */
  private static final int THREADS_MAX = 4;

  /** Between two batches nothing waits for a moment; that is no end. */
  private static final long QUIET_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

  private static final long LOOK_AGAIN_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

  /** Who stands back still writes about ten times a second. */
  private static final long STAND_BACK_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

  /** A write; level-triggered, so that performing it twice does no harm. */
  interface Write {
    /**
     * @throws KubernetesClientException the write did not happen, or nobody knows
     */
    void perform();
  }

  /** A write that looks first whether there is anything to write. */
  interface ComparedWrite {
    /**
     * @return whether it was WRITTEN or is UNCHANGED
     * @throws KubernetesClientException the write did not happen, or nobody knows
     */
    WriteOutcome perform();
  }

  /** A write that needs no thread while it waits for its answer. */
  interface AsyncWrite {
    /**
     * @return {@link WriteOutcome#UNCHANGED} when there was nothing to write; fails with a {@link
     *     KubernetesClientException}: the write did not happen, or nobody knows; it may be thrown
     *     as well
     */
    CompletionStage<?> begin();
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
    private @Nullable AsyncWrite next;
    private int attempt;
    private boolean scheduled;
  }

  private final String name;
  private final Pace pace;
  private final WriteCounts counts = new WriteCounts();
  private final ScheduledExecutorService executor;
  private final ConcurrentHashMap<String, Slot> slots = new ConcurrentHashMap<>();
  private final Optional<WriteQueue> first;
  private final Semaphore permits;

  /** Keys whose time has come. */
  private final Queue<String> ready = new ConcurrentLinkedQueue<>();

  private final AtomicLong lastStartNanos = new AtomicLong(System.nanoTime() - STAND_BACK_NANOS);
  private final AtomicLong lastEndNanos = new AtomicLong(System.nanoTime() - QUIET_NANOS);
  private final AtomicBoolean looksAgain = new AtomicBoolean();
  private final AtomicLong nextTurnNanos = new AtomicLong(System.nanoTime());
  private final Set<String> failing = ConcurrentHashMap.newKeySet();

  /**
   * @param name for threads and messages
   */
  WriteQueue(String name, Pace pace) {
    this(name, pace, Optional.empty());
  }

  /**
   * @param first goes first: while it is busy this one does next to nothing
   */
  WriteQueue(String name, Pace pace, Optional<WriteQueue> first) {
    this.name = name;
    this.pace = pace;
    this.first = first;
    permits = new Semaphore(pace.atOnce());
    executor =
        Executors.newScheduledThreadPool(
            Math.min(pace.atOnce(), THREADS_MAX),
            Thread.ofPlatform().daemon().name(name + "-", 0).factory());
  }

  /** Replaces a write of that key that has not begun. */
  void submit(String key, Write write) {
    submitCompared(
        key,
        () -> {
          write.perform();
          return WriteOutcome.WRITTEN;
        });
  }

  /** The same, for a write that is not always needed. */
  void submitCompared(String key, ComparedWrite write) {
    submitAsync(key, () -> CompletableFuture.completedStage(write.perform()));
  }

  /** The same, for a write that is answered later. */
  void submitAsync(String key, AsyncWrite write) {
    if (slots.size() >= KEYS_MAX && !slots.containsKey(key)) {
      counts.gaveUp();
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
      later(
          () -> {
            ready.add(key);
            startNext();
          },
          nanos);
    }
  }

  private void later(Runnable task, long nanos) {
    try {
      var _ = executor.schedule(task, nanos, TimeUnit.NANOSECONDS);
    } catch (RejectedExecutionException e) {
      LOG.debug("closed", e);
    }
  }

  /** Begins the next write that is due, unless as many as may be are under way. */
  private void startNext() {
    if (ready.isEmpty() || standsBack() || !permits.tryAcquire()) {
      return;
    }
    var key = ready.poll();
    if (key != null) {
      lastStartNanos.set(System.nanoTime());
      run(key);
      return;
    }
    permits.release();
    if (!ready.isEmpty()) {
      // Somebody came, and went again because this one held the permit.
      later(this::startNext, 0);
    }
  }

  /** True when others go first; then it is looked again soon. */
  private boolean standsBack() {
    long now = System.nanoTime();
    boolean mayGo =
        first.isEmpty()
            || first.get().quietNanos() >= QUIET_NANOS
            || now - lastStartNanos.get() >= STAND_BACK_NANOS;
    if (!mayGo && looksAgain.compareAndSet(false, true)) {
      later(
          () -> {
            looksAgain.set(false);
            for (int i = 0; i < pace.atOnce(); i++) {
              later(this::startNext, 0);
            }
          },
          LOOK_AGAIN_NANOS);
    }
    return !mayGo;
  }

  /** How long nothing has waited or run; 0 while something does. */
  long quietNanos() {
    return slots.isEmpty() ? System.nanoTime() - lastEndNanos.get() : 0;
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
    var taken = new AtomicReference<@Nullable AsyncWrite>();
    slots.computeIfPresent(
        key,
        (_, slot) -> {
          taken.set(slot.next);
          slot.next = null;
          return slot;
        });
    var write = taken.get();
    if (write == null) {
      ended(key, null, false);
      return;
    }
    var _ =
        begun(write)
            .whenComplete((answer, failure) -> ended(key, write, !isSettled(key, answer, failure)));
  }

  private static CompletionStage<?> begun(AsyncWrite write) {
    try {
      return write.begin();
    } catch (RuntimeException e) {
      return CompletableFuture.failedStage(e);
    }
  }

  private void ended(String key, @Nullable AsyncWrite write, boolean retry) {
    slots.computeIfPresent(
        key,
        (_, slot) -> {
          slot.scheduled = false;
          return afterRun(key, slot, write, retry);
        });
    lastEndNanos.set(System.nanoTime());
    permits.release();
    if (!ready.isEmpty()) {
      later(this::startNext, 0);
    }
  }

  private @Nullable Slot afterRun(
      String key, Slot slot, @Nullable AsyncWrite write, boolean retry) {
    if (slot.next != null) {
      schedule(key, slot, pace.spacingMillis());
      return slot;
    }
    if (retry && ++slot.attempt < ATTEMPTS_MAX) {
      counts.triedAgain();
      slot.next = write;
      schedule(key, slot, pace.firstRetryMillis() << (slot.attempt - 1));
      return slot;
    }
    if (retry) {
      counts.gaveUp();
    }
    return null;
  }

  /** False when another attempt makes sense. */
  private boolean isSettled(String key, @Nullable Object answer, @Nullable Throwable failure) {
    if (executor.isShutdown()) {
      // What was under way was cut off; there is nobody left to try again.
      return true;
    }
    var cause =
        failure instanceof CompletionException && failure.getCause() != null
            ? failure.getCause()
            : failure;
    counts.ended(answer, cause);
    return switch (cause) {
      case null -> {
        if (failing.remove(key)) {
          LOG.info("{} of {} works again", name, key);
        }
        yield true;
      }
      case KubernetesClientException e -> isFinal(key, e);
      case IOException e -> {
        logOnce(key, e.toString());
        yield false;
      }
      case TimeoutException _ -> {
        logOnce(key, "the API server does not answer");
        yield false;
      }
      default -> {
        LOG.error("{} of {} failed", name, key, cause);
        counts.gaveUp();
        yield true;
      }
    };
  }

  private boolean isFinal(String key, KubernetesClientException e) {
    if (e.getCode() == NOT_FOUND) {
      // Deleted meanwhile: there is nothing to write to, and nothing to tell.
      failing.remove(key);
    } else {
      logOnce(key, e.getMessage());
      if (FINAL_CODES.contains(e.getCode())) {
        counts.gaveUp();
      }
    }
    return FINAL_CODES.contains(e.getCode());
  }

  private void logOnce(String key, @Nullable String why) {
    if (failing.size() < KEYS_MAX && failing.add(key)) {
      LOG.warn("{} of {} failed: {}", name, key, why);
    }
  }

  /**
   * What was done so far; from any thread.
   *
   * @param writer whose queue this is
   */
  WriteStats stats(String writer) {
    return counts.stats(writer, slots.size());
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
