package io.fairlead.deploy.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Real HTTP calls on the loopback address. */
class MetricsServerTest {
  private static final List<Metric> SAMPLES =
      List.of(
          Metric.counter(
              "demo_done_total", "Done.", List.of("pool"), to -> to.put(3, "a\"b\\c\nd")),
          Metric.untypedCounter("demo_bare", "No ending.", List.of(), to -> to.put(4)),
          Metric.gauge("demo_size_total", "Large.", List.of(), to -> to.put(Math.pow(2, 64))));

  private final HttpClient http = HttpClient.newHttpClient();
  private Optional<MetricsServer> server = Optional.empty();

  @AfterEach
  void stop() {
    http.close();
    server.ifPresent(MetricsServer::close);
  }

  private static InetSocketAddress loopback(int port) {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
  }

  private URI serve(List<Metric> metrics, String path) throws Exception {
    var started = MetricsServer.start(loopback(0), metrics);
    server = Optional.of(started);
    return URI.create("http://127.0.0.1:" + started.port() + path);
  }

  private HttpResponse<String> get(URI uri, String... headers) throws Exception {
    var request = HttpRequest.newBuilder(uri).GET();
    if (headers.length > 0) {
      request.headers(headers);
    }
    return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  @Test
  void scrape_hasNamesTypesAndEscapedLabels() throws Exception {
    var answer = get(serve(SAMPLES, "/metrics"));

    assertEquals(200, answer.statusCode());
    var lines = answer.body().lines().toList();
    for (String line :
        List.of(
            "# TYPE demo_done_total counter",
            "demo_done_total{pool=\"a\\\"b\\\\c\\nd\"} 3.0",
            "# TYPE demo_bare untyped",
            "demo_bare 4.0",
            "# TYPE demo_size_total gauge",
            "demo_size_total 1.8446744073709552E19")) {
      assertTrue(lines.contains(line), () -> line + " is not in\n" + answer.body());
    }
    assertTrue(answer.body().contains("jvm_memory_used_bytes"));
  }

  @Test
  void scrape_speaksOpenMetricsWhenAskedTo() throws Exception {
    var answer =
        get(serve(SAMPLES, "/metrics"), "Accept", "application/openmetrics-text; version=1.0.0");

    assertTrue(answer.body().endsWith("# EOF\n"));
    assertTrue(answer.headers().firstValue("Content-Type").orElse("").contains("openmetrics-text"));
    assertTrue(answer.body().contains("# TYPE demo_bare unknown"));
  }

  @Test
  void scrape_isZippedWhenAskedTo() throws Exception {
    var request =
        HttpRequest.newBuilder(serve(SAMPLES, "/metrics"))
            .header("Accept-Encoding", "gzip")
            .build();

    var answer = http.send(request, HttpResponse.BodyHandlers.ofByteArray());

    var plain = new GZIPInputStream(new ByteArrayInputStream(answer.body())).readAllBytes();
    assertTrue(new String(plain, StandardCharsets.UTF_8).contains("demo_bare 4.0"));
  }

  @Test
  void otherPathsAndMethods_areToldSo() throws Exception {
    var uri = serve(SAMPLES, "/metrics");

    assertEquals(404, get(uri.resolve("/")).statusCode());
    assertEquals(404, get(uri.resolve("/metrics/../secret")).statusCode());
    var post = HttpRequest.newBuilder(uri).POST(HttpRequest.BodyPublishers.ofString("x")).build();
    assertEquals(405, http.send(post, HttpResponse.BodyHandlers.ofString()).statusCode());
    var head = HttpRequest.newBuilder(uri).HEAD().build();
    assertEquals(200, http.send(head, HttpResponse.BodyHandlers.ofString()).statusCode());
  }

  @Test
  void valueThatCannotBeRead_isLeftOut_andTheOthersAreServed() throws Exception {
    var broken =
        Metric.gauge(
            "demo_broken",
            "Broken.",
            List.of(),
            _ -> {
              throw new IllegalStateException("on purpose");
            });

    var answer = get(serve(List.of(broken, SAMPLES.get(1)), "/metrics"));

    assertEquals(200, answer.statusCode());
    assertTrue(answer.body().contains("demo_bare 4.0"));
    assertFalse(answer.body().contains("demo_broken 0"));
  }

  @Test
  void manyAtOnce_areTurnedAway_andThePortServesAgainAfterwards() throws Exception {
    var reading = new CountDownLatch(4);
    var go = new CountDownLatch(1);
    var slow =
        Metric.gauge(
            "demo_slow",
            "Slow.",
            List.of(),
            to -> {
              reading.countDown();
              await(go);
              to.put(1);
            });
    var uri = serve(List.of(slow), "/metrics");
    var request = HttpRequest.newBuilder(uri).build();
    var waiting =
        java.util.stream.IntStream.range(0, 4)
            .mapToObj(_ -> http.sendAsync(request, HttpResponse.BodyHandlers.ofString()))
            .toList();
    assertTrue(reading.await(20, TimeUnit.SECONDS));

    assertEquals(503, get(uri).statusCode());

    go.countDown();
    for (var each : waiting) {
      assertEquals(200, each.get(20, TimeUnit.SECONDS).statusCode());
    }
    assertEquals(200, get(uri).statusCode());
  }

  private static void await(CountDownLatch latch) {
    try {
      assertTrue(latch.await(20, TimeUnit.SECONDS));
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void takenPort_isNoReasonToEnd() throws Exception {
    int port = serve(SAMPLES, "/metrics").getPort();

    assertEquals(Optional.empty(), MetricsServer.startIfWanted(loopback(port), SAMPLES));
  }

  @Test
  void portZero_isOff() {
    assertEquals(Optional.empty(), MetricsServer.startIfWanted(loopback(0), SAMPLES));
  }

  @Test
  void twoMetricsOfOneName_areAFaultAtTheStart() {
    assertThrows(
        IllegalArgumentException.class,
        () -> MetricsServer.registry(List.of(SAMPLES.get(1), SAMPLES.get(1))));
  }

  @Test
  void counterWithoutItsEnding_isRefused() {
    assertThrows(
        IllegalArgumentException.class,
        () -> Metric.counter("demo_bare", "No ending.", List.of(), _ -> {}));
  }
}
