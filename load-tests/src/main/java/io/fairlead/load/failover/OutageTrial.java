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
    String victim = owner(before);
    String load = Machine.load();
    Optional<Bystanders> bystanders =
        planned ? Optional.of(Bystanders.start(stage)) : Optional.empty();
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
    Bystanders.Seen others = bystanders.map(Bystanders::stop).orElse(Bystanders.NOTHING);
    stage.arp().open(stage.address());
    start = System.nanoTime();
    cause.end(victim);
    Patience.pause(WATCH_HEALED);
    ArpReport healed = stage.arp().look();
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
        others.newcomerMillis(),
        others.packets(),
        others.packetsLate(),
        others.packetsLost(),
        Long.toString(before.longestGapMillis()),
        Long.toString(commandMillis),
        Long.toString(rejoinMillis),
        load,
        fault);
  }

  private static String owner(ProbeReport seen) {
    if (seen.node().isEmpty()) {
      throw new CampaignException("the answering pod '%s' names no node".formatted(seen.server()));
    }
    return seen.node();
  }

  private static long millisSince(long startNanos) {
    return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - startNanos);
  }
}
