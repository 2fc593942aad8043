package io.fairlead.deploy.controller;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.fairlead.k8s.write.WriteOutcome;
import io.fairlead.k8s.write.WriteStats;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class WriteMetricsTest {
  private final ControllerBoard board = new ControllerBoard();

  @Test
  void writers_haveASampleForEachResult_andNoneWhileTheBridgeRunsElsewhere() {
    assertEquals(List.of(), lines());
    board.writing(
        () ->
            List.of(
                new WriteStats(
                    "events",
                    new TreeMap<>(Map.of(WriteOutcome.WRITTEN, 7L, WriteOutcome.CONFLICT, 2L)),
                    3,
                    1,
                    5)));

    assertEquals(
        List.of(
            "fairlead_k8s_write_retries_total events 3.0",
            "fairlead_k8s_writes_abandoned_total events 1.0",
            "fairlead_k8s_writes_total events conflict 2.0",
            "fairlead_k8s_writes_total events written 7.0",
            "fairlead_k8s_writes_waiting events 5.0"),
        lines());
    board.closed();
    assertEquals(List.of(), lines());
  }

  private List<String> lines() {
    return MetricLines.of(board).stream()
        .filter(line -> line.startsWith("fairlead_k8s_write"))
        .sorted()
        .toList();
  }
}
