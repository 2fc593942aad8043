package io.fairlead.load.failover;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** All speakers are restarted, one after the other, as an upgrade of the DaemonSet does. */
final class RollingTrial {
  private final Stage stage;

  RollingTrial(Stage stage) {
    this.stage = stage;
  }

  /** Measures from the first stop to the last return; returns the line of the file. */
  List<String> run(int number) {
    String started = Instant.now().truncatedTo(ChronoUnit.SECONDS).toString();
    ProbeReport before = stage.awaitSteady();
    String load = Machine.load();
    stage.probe().open(stage.address());
    stage.arp().open(stage.address());
    long start = System.nanoTime();
    for (int node = 1; node <= stage.nodes(); node++) {
      stage.lab().stop("node-" + node);
      stage.lab().heal("node-" + node);
      stage.awaitMembers();
    }
    long durationMillis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
    ProbeReport seen = stage.probe().look();
    ArpReport arp = stage.arp().look();
    return List.of(
        Integer.toString(number),
        started,
        Long.toString(seen.longestGapMillis()),
        Integer.toString(seen.failures()),
        Integer.toString(seen.requests()),
        Long.toString(arp.longestGapMillis()),
        Long.toString(arp.twoAnswerMillis()),
        Long.toString(before.longestGapMillis()),
        Long.toString(durationMillis),
        load,
        "");
  }
}
