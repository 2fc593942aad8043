package io.fairlead.load.failover;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;

/** A bad segment and a busy machine, and nothing else: nobody should take anything over. */
final class SoakTrial {
  private final Stage stage;
  private final Duration length;
  private final Fault circumstances;

  SoakTrial(Stage stage, Duration length) {
    this.stage = stage;
    this.length = length;
    var faults = new Faults(stage);
    this.circumstances = faults.loss().under(faults.starved());
  }

  /** Watches for that long; returns the line of the file. */
  List<String> run(int number) {
    String started = Instant.now().truncatedTo(ChronoUnit.SECONDS).toString();
    stage.awaitSteady();
    String load = Machine.load();
    stage.probe().open(stage.address());
    stage.arp().open(stage.address());
    circumstances.begin("");
    ProbeReport seen;
    ArpReport arp;
    try {
      Patience.pause(length);
      seen = stage.probe().look();
      arp = stage.arp().look();
    } finally {
      circumstances.end("");
    }
    stage.awaitMembers();
    return List.of(
        Integer.toString(number),
        started,
        Long.toString(length.toMinutes()),
        Long.toString(seen.longestGapMillis()),
        Integer.toString(seen.failures()),
        Integer.toString(seen.requests()),
        Long.toString(arp.longestGapMillis()),
        Long.toString(arp.twoAnswerMillis()),
        String.join("+", arp.nodes()),
        load,
        "");
  }
}
