package io.fairlead.load.bridge;

import static io.fairlead.load.bridge.Objects.POOLS;
import static io.fairlead.load.bridge.Objects.SERVICES;
import static io.fairlead.load.bridge.Objects.SLICES;

import io.fairlead.persistence.log.EventLogReader;
import io.fairlead.persistence.log.LogQuery;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/** What is measured, each on a site of its own. */
final class Parts {
  private static final int WAITING = 1_000;
  private static final double WAITING_GOAL_SECONDS = 3;
  private static final int BURST = 5_000;
  private static final double BURST_GOAL_SECONDS = 1;
  private static final int MANY = 10_000;
  private static final double HEAP_GOAL_MIB = 120;
  private static final double SYNC_GOAL_SECONDS = 3;
  private static final double READY_GOAL_SECONDS = 5;

  private static final double NONE = Double.NaN;
  private static final long LIMIT_SECONDS = 180;

  /** Events of many Services are written at a measured pace. */
  private static final long QUIET_LIMIT_SECONDS = 900;

  private static final long QUIET_MILLIS = 2_000;

  /** A busy machine may stand still for seconds in between. */
  private static final int STILL_LOOKS = 5;

  private static final String STARTED = "placement.generation-started";
  private static final long STEADY_SECONDS = 15;
  private static final Pattern FIRST_VIEW =
      Pattern.compile("first view of the cluster after (\\d+) ms");

  private Parts() {}

  /** Services are there first, then comes the pool. */
  static void waiting(Site site, int inFlight, Consumer<Figure> report) throws Exception {
    var api = site.api();
    var watch = AddressWatch.start(api);
    api.createAll(SERVICES, Objects.services("web-", WAITING), inFlight);
    Site.awaitSettled(site.startController());
    awaitQuiet(api);
    long before = api.writes();
    var use = CpuUse.begin(site);
    long began = System.nanoTime();
    api.create(POOLS, Objects.pool());
    watch.awaitServed(WAITING, LIMIT_SECONDS);
    report.accept(
        Figure.seconds(
            "waiting",
            "last of 1,000 waiting Services after the pool",
            watch.lastServedNanos() - began,
            WAITING_GOAL_SECONDS));
    use.report("waiting", report);
    awaitQuiet(api);
    report.accept(
        Figure.count(
            "waiting", "writes for it (the pool's creation is one)", api.writes() - before, NONE));
  }

  /** The pool is there; Services come as fast as the API server takes them. */
  static void burst(Site site, int inFlight, Consumer<Figure> report) throws Exception {
    var api = site.api();
    api.create(POOLS, Objects.pool());
    Site.awaitSettled(site.startController());
    var watch = AddressWatch.start(api);
    var use = CpuUse.begin(site);
    long began = System.nanoTime();
    api.createAll(SERVICES, Objects.services("web-", BURST), inFlight);
    watch.awaitServed(BURST, LIMIT_SECONDS);
    use.report("burst", report);
    report.accept(
        Figure.seconds("burst", "5,000 Services created in", watch.lastMadeNanos() - began, NONE));
    report.accept(
        Figure.seconds(
            "burst",
            "last address after the last creation",
            watch.lastServedNanos() - watch.lastMadeNanos(),
            BURST_GOAL_SECONDS));
    report.accept(
        Figure.seconds("burst", "longest wait of one Service", watch.longestWaitNanos(), NONE));
  }

  /** Many Services: memory, restart, and that nothing is written when nothing changes. */
  static void many(Site site, int inFlight, Consumer<Figure> report) throws Exception {
    var api = site.api();
    api.create(POOLS, Objects.pool());
    var empty = site.startController();
    Site.awaitSettled(empty);
    awaitQuiet(api);
    long emptyBytes = empty.liveBytes();
    report.accept(Figure.mebibytes("many", "live heap with no Service", emptyBytes, NONE));
    var watch = AddressWatch.start(api);
    api.createAll(SERVICES, Objects.services("web-", MANY), inFlight);
    api.createAll(SLICES, Objects.slices("web-", MANY), inFlight);
    watch.awaitServed(MANY, LIMIT_SECONDS);
    awaitRecorded(site);
    site.stopController();

    long writes = api.writes();
    long events = events(site);
    var again = site.startController();
    report.accept(
        Figure.seconds(
            "many",
            "ready after the start of the process",
            Site.awaitSettled(again),
            READY_GOAL_SECONDS));
    report.accept(
        Figure.seconds(
            "many", "processor time of the controller until then", again.cpuNanos(), NONE));
    long millis = Long.parseLong(again.find(FIRST_VIEW).orElseThrow());
    report.accept(
        Figure.seconds(
            "many", "first sync", TimeUnit.MILLISECONDS.toNanos(millis), SYNC_GOAL_SECONDS));
    TimeUnit.SECONDS.sleep(STEADY_SECONDS);
    report.accept(
        Figure.count(
            "many", "API writes by the restart and in 15 s after", api.writes() - writes, 0));
    report.accept(
        Figure.count(
            "many", "journal events by the restart and in 15 s after", events(site) - events, 0));
    long bytes = again.liveBytes();
    report.accept(
        Figure.mebibytes(
            "many", "live heap for 10,000 Services and slices", bytes - emptyBytes, HEAP_GOAL_MIB));
  }

  /** Processor time of both processes, which a busy machine changes less than it does a wait. */
  private record CpuUse(Site site, long controllerNanos, long serverNanos) {
    static CpuUse begin(Site site) {
      return new CpuUse(site, site.controller().cpuNanos(), site.server().cpuNanos());
    }

    void report(String part, Consumer<Figure> report) {
      report.accept(
          Figure.seconds(
              part,
              "processor time of the controller for it",
              site.controller().cpuNanos() - controllerNanos,
              NONE));
      report.accept(
          Figure.seconds(
              part,
              "processor time of the API server for it",
              site.server().cpuNanos() - serverNanos,
              NONE));
    }
  }

  /** Beside the one by which every publisher of the announcement table says that it started. */
  private static long events(Site site) {
    try (var log = EventLogReader.open(site.journal());
        var records = log.read(LogQuery.all())) {
      return records.filter(each -> !each.stored().type().equals(STARTED)).count();
    }
  }

  /** Until every Service's Event and own record, which come last, are written. */
  private static void awaitRecorded(Site site) throws InterruptedException, TimeoutException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(QUIET_LIMIT_SECONDS);
    long before = -1;
    for (int still = 0; still < STILL_LOOKS; ) {
      if (System.nanoTime() > deadline) {
        throw new TimeoutException("writes go on and on");
      }
      TimeUnit.MILLISECONDS.sleep(QUIET_MILLIS);
      long now = site.api().writes() + events(site);
      still = now == before ? still + 1 : 0;
      before = now;
    }
  }

  /** Until the number of writes stands still. */
  private static void awaitQuiet(ApiClient api) throws InterruptedException, TimeoutException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(QUIET_LIMIT_SECONDS);
    long before = -1;
    long now = api.writes();
    while (now != before) {
      if (System.nanoTime() > deadline) {
        throw new TimeoutException("writes go on and on");
      }
      TimeUnit.MILLISECONDS.sleep(QUIET_MILLIS);
      before = now;
      now = api.writes();
    }
  }

  /** A part by its name. */
  @FunctionalInterface
  interface Part {
    void measure(Site site, int inFlight, Consumer<Figure> report) throws Exception;
  }

  static Part named(String name) throws IOException {
    return switch (name) {
      case "waiting" -> Parts::waiting;
      case "burst" -> Parts::burst;
      case "many" -> Parts::many;
      default -> throw new IOException("there is no part " + name + "; parts: " + NAMES);
    };
  }

  static final List<String> NAMES = List.of("waiting", "burst", "many");
}
