package io.fairlead.load.failover;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** One death or stop of the Service's owner, and its return. */
final class OutageTrial {
  private static final Duration TAKE_OVER_LIMIT = Duration.ofMinutes(1);

  /** So long after the fault's end it is watched whether the old owner answers. */
  private static final Duration WATCH_HEALED = Duration.ofSeconds(4);

  private final Stage stage;
  private final Fault cause;
  private final boolean planned;

  OutageTrial(Stage stage, Kind kind) {
    this.stage = stage;
    this.cause = new Faults(stage).of(kind);
    this.planned = kind.isPlanned();
  }

  /** Measures, heals, and waits until all is as before; returns the line of the file. */
  List<String> run(int number) {
    String started = Instant.now().truncatedTo(ChronoUnit.SECONDS).toString();
    ProbeReport before = stage.awaitSteady();
    String victim = before.node();
    if (victim.isEmpty()) {
      throw new CampaignException(
          "the answering pod '%s' names no node".formatted(before.server()));
    }
    String load = Machine.load();
    Optional<Newcomer> newcomer =
        planned ? Optional.of(Newcomer.start(stage.router(), stage.address())) : Optional.empty();
    if (planned) {
      stage.packets().open(stage.address());
    }
    stage.probe().open(stage.address());
    stage.arp().open(stage.address());
    long start = System.nanoTime();
    cause.begin(victim);
    long commandMillis = millisSince(start);
    String fault = "";
    ProbeReport seen;
    try {
      seen =
          stage
              .probe()
              .await(
                  "a take-over from " + victim,
                  TAKE_OVER_LIMIT,
                  now -> now.streak() >= Stage.STEADY && !now.node().equals(victim));
    } catch (CampaignException e) {
      fault = e.explanation();
      seen = stage.probe().look();
    }
    ArpReport broken = stage.arp().look();
    String newcomerMillis = newcomer.map(n -> Long.toString(n.stop())).orElse("");
    stage.arp().open(stage.address());
    start = System.nanoTime();
    cause.end(victim);
    Patience.pause(WATCH_HEALED);
    ArpReport healed = stage.arp().look();
    Optional<ProbeReport> packets =
        planned ? Optional.of(stage.packets().look()) : Optional.empty();
    if (planned) {
      stage.packets().open("");
    }
    if (fault.isEmpty() && !healed.last().equals(seen.node())) {
      fault = "after the fault %s answered last".formatted(healed.last());
    }
    stage.awaitMembers();
    long rejoinMillis = millisSince(start);
    return List.of(
        Integer.toString(number),
        started,
        victim,
        seen.node(),
        Long.toString(seen.longestGapMillis()),
        Integer.toString(seen.failures()),
        Integer.toString(seen.requests()),
        Long.toString(broken.longestGapMillis()),
        Long.toString(broken.twoAnswerMillis() + healed.twoAnswerMillis()),
        newcomerMillis,
        packets.map(p -> Integer.toString(p.requests())).orElse(""),
        packets.map(p -> Integer.toString(p.failures())).orElse(""),
        Long.toString(before.longestGapMillis()),
        Long.toString(commandMillis),
        Long.toString(rejoinMillis),
        load,
        fault);
  }

  private static long millisSince(long startNanos) {
    return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - startNanos);
  }
}
