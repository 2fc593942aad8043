package io.fairlead.deploy.webhook;

import io.fairlead.k8s.translate.ConfigInput;
import io.fairlead.k8s.webhook.WebhookServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The webhook with its certificates: made, told to the API server, renewed in time. */
public final class Webhook implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Webhook.class);
  private static final Duration CHECK_INTERVAL = Duration.ofMinutes(1);

  private final WebhookFolder folder;
  private final WebhookServer server;
  private final AtomicReference<IssuedCertificate> shown;
  private final InstantSource clock;
  private final Consumer<List<X509Certificate>> trust;
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("webhook-certificates").factory());

  private Webhook(
      WebhookFolder folder,
      WebhookServer server,
      IssuedCertificate first,
      InstantSource clock,
      Consumer<List<X509Certificate>> trust) {
    this.folder = folder;
    this.server = server;
    this.shown = new AtomicReference<>(first);
    this.clock = clock;
    this.trust = trust;
  }

  /**
   * Starts to serve.
   *
   * @param namespace the only one whose objects are read
   * @param existing all objects as they are stored now
   * @param trust makes the API server trust all these authorities; called often, so it changes
   *     nothing that is right; what it throws is logged
   * @throws IOException when the address or the folder cannot be used
   */
  public static Webhook start(
      InetSocketAddress address,
      WebhookFolder folder,
      String namespace,
      Supplier<ConfigInput> existing,
      InstantSource clock,
      Consumer<List<X509Certificate>> trust)
      throws IOException {
    var certificate = folder.issue(clock.instant());
    var server = WebhookServer.start(address, certificate.serving(), namespace, existing);
    var webhook = new Webhook(folder, server, certificate, clock, trust);
    var _ =
        webhook.timer.scheduleWithFixedDelay(
            webhook::check, 0, CHECK_INTERVAL.toMillis(), TimeUnit.MILLISECONDS);
    LOG.info("the webhook listens on port {}", server.port());
    return webhook;
  }

  /** Looks after the certificate and what the API server knows of it. */
  void check() {
    try {
      var current = shown.get();
      if (!WebhookFolder.isDue(current, clock.instant())) {
        trust.accept(List.of(current.authority()));
        return;
      }
      var next = folder.issue(clock.instant());
      // Both are trusted before the new one is shown, so that no call fails in between.
      trust.accept(List.of(current.authority(), next.authority()));
      server.replace(next.serving());
      shown.set(next);
      LOG.info("the webhook has a new certificate until {}", end(next));
    } catch (IOException | RuntimeException e) {
      LOG.warn("the webhook's certificate is looked after again in a minute: {}", e.getMessage());
    }
  }

  /** What is served now, for any thread. */
  public WebhookReport report() {
    return new WebhookReport(Optional.of(end(shown.get())), Optional.empty());
  }

  IssuedCertificate certificate() {
    return shown.get();
  }

  private static Instant end(IssuedCertificate certificate) {
    return certificate.serving().leaf().getNotAfter().toInstant();
  }

  public int port() {
    return server.port();
  }

  @Override
  public void close() {
    timer.shutdownNow();
    server.close();
  }
}
