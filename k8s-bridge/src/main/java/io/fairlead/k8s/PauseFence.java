package io.fairlead.k8s;

import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.http.BasicBuilder;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.Interceptor;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Lets no write through once this process has stood still for so long that another bridge may have
 * taken its place (ADR-0026). Looks right before each write is sent; a fence that has fallen stays
 * down, and whoever owns the bridge makes a new one that lists and asks anew.
 */
final class PauseFence implements Interceptor, AutoCloseable {
  /** Shorter than it takes to miss a controller and to start the bridge elsewhere. */
  static final Duration PAUSE_MAX = Duration.ofSeconds(3);

  private static final long BEAT_MILLIS = 200;

  private final Pulse pulse;
  private final AtomicReference<Runnable> onPause = new AtomicReference<>(() -> {});
  private final ScheduledExecutorService heart =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("bridge-pulse").factory());

  PauseFence(Duration pauseMax) {
    pulse = new Pulse(pauseMax, System.nanoTime());
    var _ =
        heart.scheduleWithFixedDelay(this::beat, BEAT_MILLIS, BEAT_MILLIS, TimeUnit.MILLISECONDS);
  }

  /** Called once, when a pause was noticed. */
  void whenPaused(Runnable action) {
    onPause.set(action);
  }

  private void beat() {
    pulse.beat(System.nanoTime());
    if (!isOpen()) {
      heart.shutdown();
      onPause.get().run();
    }
  }

  /** False for ever after a pause. */
  boolean isOpen() {
    return !pulse.isBroken(System.nanoTime());
  }

  @Override
  public void before(BasicBuilder builder, HttpRequest request, RequestTags tags) {
    if (!request.method().equals("GET") && !isOpen()) {
      throw new KubernetesClientException(
          "this process stood still; another may be the bridge now, so nothing is written");
    }
  }

  @Override
  public void close() {
    heart.shutdownNow();
  }
}
