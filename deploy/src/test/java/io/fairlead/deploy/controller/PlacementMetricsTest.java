package io.fairlead.deploy.controller;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fairlead.cluster.NodeName;
import io.fairlead.deploy.metrics.Metric;
import io.fairlead.deploy.metrics.MetricsServer;
import io.fairlead.election.PlacementReport;
import io.fairlead.net.IpAddress;
import io.fairlead.placement.PlacementCause;
import io.fairlead.placement.TakeOver;
import io.fairlead.placement.TakeOverCause;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class PlacementMetricsTest {
  private static final Instant T0 = Instant.parse("2026-03-01T03:12:00Z");

  private static TakeOver takeOver(TakeOverCause cause, long millis) {
    return new TakeOver(
        IpAddress.parse("192.0.2.1"),
        new NodeName("n1"),
        new NodeName("n2"),
        2,
        cause,
        T0,
        T0.plusMillis(1),
        T0.plusMillis(millis));
  }

  @Test
  void failOversAreCountedByCauseAndTime_alsoWhenTheClockWentBack() {
    var times =
        FailOverTimes.NONE
            .with(
                List.of(
                    takeOver(TakeOverCause.HELLO_SILENT, 2),
                    takeOver(TakeOverCause.HELLO_SILENT, 150),
                    takeOver(TakeOverCause.CLUSTER_UNREACHABLE, 60_000)))
            .with(List.of(takeOver(TakeOverCause.OWNER_LEFT, -5)));

    var silent = of(times, TakeOverCause.HELLO_SILENT);
    assertEquals(List.of(1L, 0L, 0L, 0L, 1L, 0L, 0L, 0L, 0L, 0L, 0L, 0L, 0L), silent.counts());
    assertEquals(0.152, silent.sum(), 1e-9);
    assertEquals(1, of(times, TakeOverCause.CLUSTER_UNREACHABLE).counts().getLast());
    assertEquals(1, of(times, TakeOverCause.OWNER_LEFT).counts().getFirst());
  }

  private static Metric.Distribution of(FailOverTimes times, TakeOverCause cause) {
    return Objects.requireNonNull(times.byCause().get(cause));
  }

  @Test
  void whatTheBoardKnows_isServed() throws IOException, InterruptedException {
    var board = new ControllerBoard();
    board.tookOver(List.of(takeOver(TakeOverCause.HELLO_SILENT, 120)));
    board.placed(
        new PlacementReport(
            new TreeMap<>(Map.of(new NodeName("n1"), 0, new NodeName("n2"), 7)),
            new TreeMap<>(Map.of(PlacementCause.MOVED_BY_HAND, 3L)),
            new TreeSet<>(List.of(new NodeName("n1"))),
            new TreeMap<>(Map.of(IpAddress.parse("192.0.2.1"), new TreeSet<>())),
            new TreeMap<>()));
    var text = "";
    var address = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    try (var server = MetricsServer.start(address, ControllerMetrics.of(board));
        var client = HttpClient.newHttpClient()) {
      var uri = URI.create("http://127.0.0.1:" + server.port() + "/metrics");
      text = client.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString()).body();
    }

    for (var line :
        List.of(
            "fairlead_failover_seconds_bucket{cause=\"hello_silent\",le=\"0.1\"} 0",
            "fairlead_failover_seconds_bucket{cause=\"hello_silent\",le=\"0.15\"} 1",
            "fairlead_failover_seconds_bucket{cause=\"hello_silent\",le=\"+Inf\"} 1",
            "fairlead_failover_seconds_count{cause=\"hello_silent\"} 1",
            "fairlead_failover_seconds_sum{cause=\"hello_silent\"} 0.12",
            "fairlead_placement_addresses{node=\"n1\"} 0.0",
            "fairlead_placement_addresses{node=\"n2\"} 7.0",
            "fairlead_placement_moves_total{cause=\"moved_by_hand\"} 3.0",
            "fairlead_placement_node_flapping{node=\"n1\"} 1.0",
            "fairlead_placement_addresses_dark 1.0")) {
      assertTrue(text.lines().anyMatch(line::equals), line + " is not in\n" + text);
    }
  }
}
