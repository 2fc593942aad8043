package io.fairlead.load.failover;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;

/** One new Service, from the start of kubectl to the first answer that the client gets. */
final class ApplyTrial {
  private static final Duration ANSWER_LIMIT = Duration.ofMinutes(1);

  /** Each trial has an address of its own, which the client never asked before. */
  private static final int FIRST_HOST = 210;

  private static final int STEADY = 20;

  private final Stage stage;

  ApplyTrial(Stage stage) {
    this.stage = stage;
  }

  List<String> run(int number) {
    String address = "192.168.120." + (FIRST_HOST + number - 1);
    String name = "failover-new-" + number;
    String started = Instant.now().truncatedTo(ChronoUnit.SECONDS).toString();
    String load = Machine.load();
    stage.probe().open(address);
    long start = System.currentTimeMillis();
    stage.apply(name, address);
    long kubectlMillis = System.currentTimeMillis() - start;
    String fault = "";
    ProbeReport seen;
    try {
      seen =
          stage
              .probe()
              .await("an answer of " + address, ANSWER_LIMIT, now -> now.streak() >= STEADY);
    } catch (CampaignException e) {
      fault = e.explanation();
      seen = stage.probe().look();
    }
    stage.probe().open(stage.address());
    stage.delete(name);
    return List.of(
        Integer.toString(number),
        started,
        address,
        seen.node(),
        fault.isEmpty() ? Long.toString(seen.firstAnswerEpochMillis() - start) : "",
        Long.toString(kubectlMillis),
        load,
        fault);
  }
}
