package io.fairlead.load.ipam;

import io.fairlead.ipam.actor.AddressPoolActor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.options.OptionsBuilder;

/** Measures address management and prints what came of it; arguments name parts to run alone. */
public final class IpamMain {
  private static final double CORE_GOAL_PER_SECOND = 1_000_000;
  private static final double ENTITY_GOAL_PER_SECOND = 10_000;
  private static final int SINGLE_REQUESTS = 5_000;
  private static final int BATCHED_REQUESTS = 50_000;

  private IpamMain() {}

  /**
   * @param arguments any of {@code core}, {@code entity}, {@code memory}; none for all
   */
  public static void main(String[] arguments) throws Exception {
    var parts = List.of(arguments);
    if (parts.isEmpty() || parts.contains("memory")) {
      memory();
    }
    if (parts.isEmpty() || parts.contains("entity")) {
      entity();
    }
    if (parts.isEmpty() || parts.contains("core")) {
      core();
    }
  }

  private static void core() throws Exception {
    var options =
        new OptionsBuilder().include(PoolBenchmark.class.getName()).shouldFailOnError(true).build();
    for (var result : new Runner(options).run()) {
      var params = result.getParams();
      double score = result.getPrimaryResult().getScore();
      // One operation is an assignment and a release.
      int operations = params.getBenchmark().endsWith("assignAndRelease") ? 2 : 1;
      say(
          "core %-17s %-12s %3s %% full: %,12.0f /s, %.2f of the goal",
          params.getBenchmark().substring(params.getBenchmark().lastIndexOf('.') + 1),
          params.getParam("range"),
          params.getParam("percent"),
          score * operations,
          score * operations / CORE_GOAL_PER_SECOND);
    }
  }

  private static void entity() throws Exception {
    measureEntity(SINGLE_REQUESTS, 1);
    measureEntity(BATCHED_REQUESTS, AddressPoolActor.BATCH_MAX);
  }

  private static void measureEntity(int count, int together) throws Exception {
    var folder = Files.createTempDirectory(Path.of("."), "ipam-journal-");
    try {
      double perSecond = EntityThroughput.measure(folder, count, together);
      say(
          "entity, %d together, every answer on disk: %,.0f assignments/s, %.2f of the goal",
          together, perSecond, perSecond / ENTITY_GOAL_PER_SECOND);
    } finally {
      try (var files = Files.list(folder)) {
        for (Path file : files.toList()) {
          Files.delete(file);
        }
      }
      Files.delete(folder);
    }
  }

  private static void memory() {
    long before = usedBytes();
    var pool = Pools.filled("10.0.0.0/16", 100);
    long after = usedBytes();
    int holdings = pool.holdings().size();
    say("memory: %d bytes an assigned address (%d of them)", (after - before) / holdings, holdings);
  }

  private static long usedBytes() {
    var runtime = Runtime.getRuntime();
    for (int i = 0; i < 3; i++) {
      System.gc();
    }
    return runtime.totalMemory() - runtime.freeMemory();
  }

  private static void say(String text, Object... values) {
    System.out.printf(Locale.ROOT, text + "%n", values);
  }
}
