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
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The webhook with its certificates: made, told to the API server, renewed in time. An address or a
 * folder that cannot be used is tried again.
 */
public final class Webhook implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Webhook.class);
  private static final Duration CHECK_INTERVAL = Duration.ofMinutes(1);
  private static final Duration SERVE_AGAIN = Duration.ofSeconds(5);

  /** What is served, and with what. */
  private record Served(WebhookServer server, IssuedCertificate certificate) {}

  private final InetSocketAddress address;
  private final WebhookFolder folder;
  private final String namespace;
  private final Supplier<ConfigInput> existing;
  private final InstantSource clock;
  private final Consumer<List<X509Certificate>> trust;
  private volatile Optional<Served> served = Optional.empty();
  private boolean saidWhyNot;
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("webhook-certificates").factory());

  private Webhook(
      InetSocketAddress address,
      WebhookFolder folder,
      String namespace,
      Supplier<ConfigInput> existing,
      InstantSource clock,
      Consumer<List<X509Certificate>> trust) {
    this.address = address;
    this.folder = folder;
    this.namespace = namespace;
    this.existing = existing;
    this.clock = clock;
    this.trust = trust;
  }

  /**
   * Starts to serve, at once or as soon as the address and the folder can be used.
   *
   * @param namespace the only one whose objects are read
   * @param existing all objects as they are stored now
   * @param trust makes the API server trust all these authorities; called often, so it changes
   *     nothing that is right; what it throws is logged
   */
  public static Webhook start(
      InetSocketAddress address,
      WebhookFolder folder,
      String namespace,
      Supplier<ConfigInput> existing,
      InstantSource clock,
      Consumer<List<X509Certificate>> trust) {
    var webhook = untimed(address, folder, namespace, existing, clock, trust);
    var _ =
        webhook.timer.scheduleWithFixedDelay(
            webhook::check, 0, CHECK_INTERVAL.toMillis(), TimeUnit.MILLISECONDS);
    var _ =
        webhook.timer.scheduleWithFixedDelay(
            webhook::serveAgain,
            SERVE_AGAIN.toMillis(),
            SERVE_AGAIN.toMillis(),
            TimeUnit.MILLISECONDS);
    return webhook;
  }

  /** One that does nothing of its own accord, only when {@link #check} is called. */
  static Webhook untimed(
      InetSocketAddress address,
      WebhookFolder folder,
      String namespace,
      Supplier<ConfigInput> existing,
      InstantSource clock,
      Consumer<List<X509Certificate>> trust) {
    return new Webhook(address, folder, namespace, existing, clock, trust);
  }

  private void serveAgain() {
    if (served.isEmpty()) {
      check();
    }
  }

  /** Looks after the server, its certificate and what the API server knows of it. */
  synchronized void check() {
    if (timer.isShutdown()) {
      return;
    }
    try {
      renew(serve());
    } catch (IOException | RuntimeException e) {
      LOG.warn("the webhook's certificate is looked after again in a minute: {}", e.getMessage());
    }
  }

  private Optional<Served> serve() {
    if (served.isEmpty()) {
      try {
        var certificate = folder.issue(clock.instant());
        var server = WebhookServer.start(address, certificate.serving(), namespace, existing);
        served = Optional.of(new Served(server, certificate));
        LOG.info("the webhook listens on port {}", server.port());
      } catch (IOException e) {
        if (!saidWhyNot) {
          LOG.warn(
              "there is no webhook: {} cannot be used ({}); it is tried again",
              address,
              e.getMessage());
          saidWhyNot = true;
        }
      }
    }
    return served;
  }

  private void renew(Optional<Served> now) throws IOException {
    if (now.isEmpty()) {
      return;
    }
    var server = now.get().server();
    var current = now.get().certificate();
    if (!WebhookFolder.isDue(current, clock.instant())) {
      trust.accept(List.of(current.authority()));
      return;
    }
    var next = folder.issue(clock.instant());
    // Both are trusted before the new one is shown, so that no call fails in between.
    trust.accept(List.of(current.authority(), next.authority()));
    server.replace(next.serving());
    served = Optional.of(new Served(server, next));
    LOG.info("the webhook has a new certificate until {}", end(next));
  }

  /** What is served now, for any thread. */
  public WebhookReport report() {
    return new WebhookReport(served.map(now -> end(now.certificate())), Optional.empty());
  }

  /** What is shown; empty while nothing is served. */
  Optional<IssuedCertificate> certificate() {
    return served.map(Served::certificate);
  }

  private static Instant end(IssuedCertificate certificate) {
    return certificate.serving().leaf().getNotAfter().toInstant();
  }

  /** The port it listens on; empty while the address cannot be used. */
  public Optional<Integer> port() {
    return served.map(now -> now.server().port());
  }

  @Override
  public synchronized void close() {
    timer.shutdownNow();
    served.ifPresent(now -> now.server().close());
  }
}
