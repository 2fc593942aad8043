package io.fairlead.membership.actor;

import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.apache.pekko.actor.CoordinatedShutdown;
import org.apache.pekko.actor.typed.ActorSystem;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps one actor system running in this process: when it ends because the node was downed or
 * quarantined, a new one is made on the same address. What must not notice lives outside of it.
 * Thread-safe.
 *
 * @param <T> the guardian's protocol
 */
public final class RestartingSystem<T> implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(RestartingSystem.class);
  private static final Duration BACKOFF_MIN = Duration.ofMillis(500);
  private static final Duration BACKOFF_MAX = Duration.ofSeconds(10);

  /** A system that lived this long ends the back-off. */
  private static final Duration HEALTHY_AFTER = Duration.ofSeconds(30);

  private static final Duration CLOSE_MAX = Duration.ofSeconds(30);

  private final Supplier<ActorSystem<T>> factory;
  private final Consumer<ActorSystem<T>> onStarted;
  private final ScheduledExecutorService executor =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("actor-system-restart").factory());
  private @Nullable ActorSystem<T> system;
  private long startedNanos;
  private Duration backoff = BACKOFF_MIN;
  private boolean closed;

  private RestartingSystem(Supplier<ActorSystem<T>> factory, Consumer<ActorSystem<T>> onStarted) {
    this.factory = factory;
    this.onStarted = onStarted;
  }

  /**
   * Starts the first system at once; a fault in it is thrown here. Later faults are logged and
   * tried again.
   *
   * @param onStarted is called with each new system, from the thread that made it
   */
  public static <T> RestartingSystem<T> start(
      Supplier<ActorSystem<T>> factory, Consumer<ActorSystem<T>> onStarted) {
    var restarting = new RestartingSystem<>(factory, onStarted);
    restarting.startSystem();
    return restarting;
  }

  /** The present system; it may be ending. */
  public synchronized ActorSystem<T> system() {
    var present = system;
    if (present == null) {
      throw new IllegalStateException("the first actor system has not been started");
    }
    return present;
  }

  private void startSystem() {
    ActorSystem<T> fresh;
    synchronized (this) {
      if (closed) {
        return;
      }
      fresh = factory.get();
      system = fresh;
      startedNanos = System.nanoTime();
    }
    fresh
        .getWhenTerminated()
        .whenComplete((_, _) -> ended(fresh))
        .exceptionally(
            error -> {
              LOG.error("The end of the actor system was not handled", error);
              return org.apache.pekko.Done.getInstance();
            });
    onStarted.accept(fresh);
  }

  private synchronized void ended(ActorSystem<T> old) {
    var reason = CoordinatedShutdown.get(old).getShutdownReason();
    if (closed || reason.filter(r -> r instanceof CoordinatedShutdown.JvmExitReason$).isPresent()) {
      return;
    }
    if (System.nanoTime() - startedNanos >= HEALTHY_AFTER.toNanos()) {
      backoff = BACKOFF_MIN;
    }
    LOG.warn(
        "The actor system has ended ({}); a new one starts in {} ms",
        reason.map(Object::toString).orElse("no reason given"),
        backoff.toMillis());
    schedule();
  }

  private synchronized void schedule() {
    long delayMillis = backoff.toMillis();
    backoff =
        backoff.multipliedBy(2).compareTo(BACKOFF_MAX) > 0 ? BACKOFF_MAX : backoff.multipliedBy(2);
    var _ = executor.schedule(this::restart, delayMillis, TimeUnit.MILLISECONDS);
  }

  private void restart() {
    try {
      startSystem();
    } catch (RuntimeException e) {
      LOG.error("The actor system cannot be started anew; the next try follows", e);
      schedule();
    }
  }

  /** Ends the present system in order, so that the node leaves the cluster, and starts no other. */
  @Override
  public void close() {
    ActorSystem<T> last;
    synchronized (this) {
      closed = true;
      last = system;
    }
    executor.shutdownNow();
    if (last == null) {
      return;
    }
    last.terminate();
    try {
      last.getWhenTerminated()
          .toCompletableFuture()
          .get(CLOSE_MAX.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException | TimeoutException e) {
      LOG.warn("The actor system did not end within {} s", CLOSE_MAX.toSeconds(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
