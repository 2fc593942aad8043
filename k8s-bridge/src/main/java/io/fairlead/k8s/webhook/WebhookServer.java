package io.fairlead.k8s.webhook;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.fairlead.k8s.translate.ConfigInput;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Serves the webhook over TLS, one virtual thread for each call. */
public final class WebhookServer implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(WebhookServer.class);

  /** An object in etcd has at most 1.5 MiB; a review holds it twice. */
  private static final int BODY_MAX = 8 * 1024 * 1024;

  private static final int BACKLOG = 128;

  private final HttpsServer server;
  private final ExecutorService threads;
  private final RotatingKeys keys;
  private final Reviewer reviewer;

  private WebhookServer(
      HttpsServer server, ExecutorService threads, RotatingKeys keys, Reviewer reviewer) {
    this.server = server;
    this.threads = threads;
    this.keys = keys;
    this.reviewer = reviewer;
  }

  /**
   * Starts to listen.
   *
   * @param namespace the only one whose objects are read
   * @param existing all objects as they are stored now
   * @throws IOException when the address is taken or not ours
   */
  public static WebhookServer start(
      InetSocketAddress address,
      ServingCertificate certificate,
      String namespace,
      Supplier<ConfigInput> existing)
      throws IOException {
    var keys = new RotatingKeys(certificate);
    var server = HttpsServer.create(address, BACKLOG);
    server.setHttpsConfigurator(new HttpsConfigurator(keys.context()));
    var threads = Executors.newVirtualThreadPerTaskExecutor();
    server.setExecutor(threads);
    var webhook = new WebhookServer(server, threads, keys, new Reviewer(namespace, existing));
    server.createContext("/", webhook::answer);
    server.start();
    return webhook;
  }

  /** The port it listens on. */
  public int port() {
    return server.getAddress().getPort();
  }

  /** New connections see this certificate from now on; open ones go on. */
  public void replace(ServingCertificate next) {
    keys.replace(next);
  }

  public ServingCertificate certificate() {
    return keys.current();
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      var kind = ReviewedKind.at(exchange.getRequestURI().getPath());
      if (kind.isEmpty()) {
        refuse(exchange, 404, "nothing is judged here");
        return;
      }
      if (!exchange.getRequestMethod().equals("POST")) {
        refuse(exchange, 405, "an AdmissionReview is sent with POST");
        return;
      }
      byte[] body = exchange.getRequestBody().readNBytes(BODY_MAX + 1);
      if (body.length > BODY_MAX) {
        refuse(exchange, 413, "more than 8 MiB");
        return;
      }
      review(exchange, kind.get(), body);
    }
  }

  private void review(HttpExchange exchange, ReviewedKind kind, byte[] body) throws IOException {
    byte[] answer;
    try {
      answer = reviewer.review(kind, body);
    } catch (IOException | IllegalArgumentException e) {
      send(exchange, 400, "text/plain", String.valueOf(e.getMessage()));
      return;
    } catch (RuntimeException e) {
      // The API server goes by its failurePolicy then; this one call must not end the server.
      LOG.error("a change could not be judged", e);
      send(exchange, 500, "text/plain", "this is a fault of Fairlead: " + e);
      return;
    }
    send(exchange, 200, "application/json", answer);
  }

  /** The connection ends with the rest of the body unread: the caller must not use it again. */
  private static void refuse(HttpExchange exchange, int code, String why) throws IOException {
    exchange.getResponseHeaders().set("Connection", "close");
    send(exchange, code, "text/plain", why);
  }

  private static void send(HttpExchange exchange, int code, String type, String text)
      throws IOException {
    send(exchange, code, type, text.getBytes(StandardCharsets.UTF_8));
  }

  private static void send(HttpExchange exchange, int code, String type, byte[] body)
      throws IOException {
    exchange.getResponseHeaders().set("Content-Type", type);
    exchange.sendResponseHeaders(code, body.length);
    exchange.getResponseBody().write(body);
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdown();
  }
}
