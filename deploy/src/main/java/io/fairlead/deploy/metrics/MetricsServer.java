package io.fairlead.deploy.metrics;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.fairlead.deploy.config.HttpLimits;
import io.prometheus.metrics.expositionformats.ExpositionFormatWriter;
import io.prometheus.metrics.expositionformats.OpenMetricsTextFormatWriter;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.instrumentation.jvm.JvmMetrics;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.zip.GZIPOutputStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Serves the metrics of this process over HTTP, in the formats that Prometheus understands. Anybody
 * who reaches the port may read, so nothing here is secret, nothing can be changed, and what a
 * caller can occupy is bounded.
 */
public final class MetricsServer implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(MetricsServer.class);
  private static final String PATH = "/metrics";
  private static final int BACKLOG = 16;
  private static final int SCRAPES_AT_ONCE_MAX = 4;
  private static final ExpositionFormatWriter TEXT = PrometheusTextFormatWriter.create();
  private static final ExpositionFormatWriter OPEN_METRICS = OpenMetricsTextFormatWriter.create();

  private final HttpServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final Semaphore scrapes = new Semaphore(SCRAPES_AT_ONCE_MAX);
  private final PrometheusRegistry registry;

  private MetricsServer(HttpServer server, PrometheusRegistry registry) {
    this.server = server;
    this.registry = registry;
  }

  /**
   * Starts to listen.
   *
   * @throws IOException when the address is taken or not ours
   * @throws IllegalArgumentException when two metrics have the same name
   */
  public static MetricsServer start(InetSocketAddress address, List<Metric> metrics)
      throws IOException {
    var registry = registry(metrics);
    HttpLimits.apply();
    var server = new MetricsServer(HttpServer.create(address, BACKLOG), registry);
    server.server.setExecutor(server.threads);
    server.server.createContext("/", server::answer);
    server.server.start();
    return server;
  }

  /** As {@link #start}, unless the port is 0. A program goes on without when it cannot listen. */
  public static Optional<MetricsServer> startIfWanted(
      InetSocketAddress address, List<Metric> metrics) {
    if (address.getPort() == 0) {
      LOG.info("metrics are not served");
      return Optional.empty();
    }
    try {
      var server = start(address, metrics);
      LOG.info("metrics at http://{}:{}{}", address.getHostString(), server.port(), PATH);
      return Optional.of(server);
    } catch (IOException e) {
      LOG.warn(
          "no metrics: port {} of {} cannot be used ({}); --port names another one, 0 none",
          address.getPort(),
          address.getHostString(),
          e.getMessage());
      return Optional.empty();
    }
  }

  /** Everything that is served: the metrics, and those of the Java machine and the process. */
  static PrometheusRegistry registry(List<Metric> metrics) {
    var registry = new PrometheusRegistry();
    JvmMetrics.builder().register(registry);
    metrics.forEach(metric -> registry.register(new MetricCollector(metric)));
    return registry;
  }

  /** The port it listens on. */
  public int port() {
    return server.getAddress().getPort();
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      if (!exchange.getRequestURI().getPath().equals(PATH)) {
        send(exchange, 404, "metrics are at " + PATH + "\n");
      } else if (!List.of("GET", "HEAD").contains(exchange.getRequestMethod())) {
        send(exchange, 405, "metrics are read with GET\n");
      } else if (!scrapes.tryAcquire()) {
        send(exchange, 503, "too many ask at once\n");
      } else {
        try {
          scrape(exchange);
        } finally {
          scrapes.release();
        }
      }
    }
  }

  private void scrape(HttpExchange exchange) throws IOException {
    var writer = OPEN_METRICS.accepts(header(exchange, "Accept")) ? OPEN_METRICS : TEXT;
    var body = new ByteArrayOutputStream();
    try {
      writer.write(body, registry.scrape());
    } catch (RuntimeException e) {
      LOG.error("the metrics cannot be read", e);
      send(exchange, 500, "this is a fault of Fairlead: " + e + "\n");
      return;
    }
    exchange.getResponseHeaders().set("Content-Type", writer.getContentType());
    if (header(exchange, "Accept-Encoding").contains("gzip")) {
      exchange.getResponseHeaders().set("Content-Encoding", "gzip");
      send(exchange, 200, zipped(body.toByteArray()));
    } else {
      send(exchange, 200, body.toByteArray());
    }
  }

  private static byte[] zipped(byte[] plain) throws IOException {
    var bytes = new ByteArrayOutputStream();
    try (var zip = new GZIPOutputStream(bytes)) {
      zip.write(plain);
    }
    return bytes.toByteArray();
  }

  private static String header(HttpExchange exchange, String name) {
    return Objects.requireNonNullElse(exchange.getRequestHeaders().getFirst(name), "");
  }

  private static void send(HttpExchange exchange, int code, String text) throws IOException {
    exchange.getResponseHeaders().set("Content-Type", "text/plain; charset=utf-8");
    send(exchange, code, text.getBytes(StandardCharsets.UTF_8));
  }

  private static void send(HttpExchange exchange, int code, byte[] body) throws IOException {
    if (exchange.getRequestMethod().equals("HEAD")) {
      exchange.sendResponseHeaders(code, -1);
    } else {
      exchange.sendResponseHeaders(code, body.length);
      exchange.getResponseBody().write(body);
    }
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdown();
  }
}
