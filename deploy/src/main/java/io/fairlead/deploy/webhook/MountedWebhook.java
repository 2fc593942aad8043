package io.fairlead.deploy.webhook;

import io.fairlead.k8s.translate.ConfigInput;
import io.fairlead.k8s.webhook.ServingCertificate;
import io.fairlead.k8s.webhook.WebhookServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The webhook with a certificate that somebody else makes and renews, such as cert-manager. It is
 * served from when there is a good pair of files, and nothing is written to the API server.
 */
public final class MountedWebhook implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(MountedWebhook.class);

  /** The kubelet itself takes a minute to bring a new Secret. */
  public static final Duration CHECK_INTERVAL = Duration.ofSeconds(5);

  private final InetSocketAddress address;
  private final CertificateMount mount;
  private final String namespace;
  private final Supplier<ConfigInput> existing;
  private final InstantSource clock;
  private final AtomicReference<MountedState> state = new AtomicReference<>(MountedState.NONE);
  private volatile @Nullable WebhookServer server;
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("webhook-certificates").factory());

  private MountedWebhook(
      InetSocketAddress address,
      CertificateMount mount,
      String namespace,
      Supplier<ConfigInput> existing,
      InstantSource clock) {
    this.address = address;
    this.mount = mount;
    this.namespace = namespace;
    this.existing = existing;
    this.clock = clock;
  }

  /**
   * Starts to look at the files and serves as soon as they are good.
   *
   * @param namespace the only one whose objects are read
   * @param existing all objects as they are stored now
   * @param interval between two looks at the files
   */
  public static MountedWebhook start(
      InetSocketAddress address,
      CertificateMount mount,
      String namespace,
      Supplier<ConfigInput> existing,
      InstantSource clock,
      Duration interval) {
    var webhook = new MountedWebhook(address, mount, namespace, existing, clock);
    var _ =
        webhook.timer.scheduleWithFixedDelay(
            webhook::check, 0, interval.toMillis(), TimeUnit.MILLISECONDS);
    return webhook;
  }

  /** Looks at the files and does what follows. */
  synchronized void check() {
    try {
      var now = clock.instant();
      var step = state.get().look(mount.look(now), now);
      if (step.show().isPresent()) {
        show(step.show().get());
      }
      state.set(step.next());
      step.notice().ifPresent(LOG::info);
      step.warning().ifPresent(LOG::warn);
    } catch (IOException | RuntimeException e) {
      // The state is as before, so all of it is tried again.
      LOG.warn("there is no webhook: {} cannot be used ({})", address, e.getMessage());
    }
  }

  private void show(ServingCertificate certificate) throws IOException {
    var running = server;
    if (running == null) {
      var started = WebhookServer.start(address, certificate, namespace, existing);
      server = started;
      LOG.info("the webhook listens on port {}", started.port());
    } else {
      running.replace(certificate);
    }
  }

  /** How it stands, for any thread. */
  public WebhookReport report() {
    return state.get().report();
  }

  /** The port it listens on; empty while there has been no good pair. */
  public Optional<Integer> port() {
    return Optional.ofNullable(server).map(WebhookServer::port);
  }

  @Override
  public synchronized void close() {
    timer.shutdownNow();
    var running = server;
    if (running != null) {
      running.close();
    }
  }
}
