package io.fairlead.load.arp;

import io.fairlead.load.arp.Bench.Answerer;
import io.fairlead.load.failover.Machine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** The command {@code load-tests/arp}. */
final class ArpMain {
  private static final String USAGE =
      """
      Usage: load-tests/arp [OPTION...] [PART...]

      Measures how quickly ARP requests are answered: by Fairlead, by the least C program that answers, and by
      the kernel, asked in turn on one segment. Needs root.
      Parts: first, steady, fifo, flood (default: all)
        --trials N   starts of the programs for "first" (default: 10)
        --count N    requests to each for "steady" and "fifo" (default: 5000)
        --pace US    microseconds from one request to the next (default: 1000)
        --seconds N  how long a flood is, and the idle time before it (default: 20)
        --rate N     requests a second of the flood (default: 20000)
        --out DIR    where arp.csv and arp.md go (default: docs/figures)
      Exit codes: 0 all goals are met; 1 one is missed; 2 wrong usage
      """;

  private static final int OK = 0;
  private static final int MISSED = 1;
  private static final int WRONG_USAGE = 2;
  private static final List<String> PARTS = List.of("first", "steady", "fifo", "flood");
  private static final int[] FIRST = {1, 10, 100, 1000};

  /** What the launcher gives a speaker. */
  private static final List<String> JVM =
      List.of(
          "--enable-native-access=ALL-UNNAMED",
          "--sun-misc-unsafe-memory-access=allow",
          "-XX:+UseSerialGC",
          "-Xmx256m");

  private final Path root = Path.of(System.getProperty("fairlead.root", "")).toAbsolutePath();
  private final Map<String, Long> numbers =
      new TreeMap<>(
          Map.of(
              "--trials", 10L,
              "--count", 5_000L,
              "--pace", 1_000L,
              "--seconds", 20L,
              "--rate", 20_000L));
  private final List<String> parts = new ArrayList<>();
  private final List<ArpFigure> figures = new ArrayList<>();
  private Path out = root.resolve("docs/figures");

  private ArpMain() {}

  public static void main(String[] arguments) throws IOException {
    if (List.of(arguments).contains("--help")) {
      System.out.print(USAGE);
      return;
    }
    var program = new ArpMain();
    try {
      program.parse(List.of(arguments));
    } catch (IllegalArgumentException e) {
      System.err.println("arp: " + e.getMessage() + "\n\n" + USAGE);
      System.exit(WRONG_USAGE);
    }
    System.exit(program.run(List.of(arguments)));
  }

  private void parse(List<String> arguments) {
    var rest = arguments.iterator();
    while (rest.hasNext()) {
      String argument = rest.next();
      if (PARTS.contains(argument)) {
        parts.add(argument);
        continue;
      }
      boolean known = argument.equals("--out") || numbers.containsKey(argument);
      if (!known || !rest.hasNext()) {
        throw new IllegalArgumentException(argument + " is no part, or needs a value");
      }
      String value = rest.next();
      if (argument.equals("--out")) {
        out = Path.of(value).toAbsolutePath();
      } else if (value.matches("[1-9]\\d{0,6}")) {
        numbers.put(argument, Long.parseLong(value));
      } else {
        throw new IllegalArgumentException(argument + " needs a number above 0");
      }
    }
    if (parts.isEmpty()) {
      parts.addAll(PARTS);
    }
  }

  private int run(List<String> arguments) throws IOException {
    var comments =
        List.of(
            "machine: " + Machine.description(),
            "command: load-tests/arp " + String.join(" ", arguments),
            "sources: " + System.getProperty("fairlead.revision", "unknown"),
            "began: " + Instant.now().truncatedTo(ChronoUnit.SECONDS));
    try (var bench = new Bench(Path.of(System.getProperty("fairlead.tool", "")), station())) {
      // A signal ends the program without a way through the end of this block.
      Runtime.getRuntime().addShutdownHook(new Thread(bench::close));
      for (String part : parts) {
        switch (part) {
          case "first" -> first(bench);
          case "steady" -> steady(bench, part, false);
          case "fifo" -> steady(bench, part, true);
          default -> flood(bench);
        }
      }
    }
    Files.createDirectories(out);
    Files.writeString(out.resolve("arp.csv"), ArpPage.csv(comments, figures));
    Files.writeString(out.resolve("arp.md"), ArpPage.markdown(comments, figures));
    return figures.stream().allMatch(ArpFigure::isMet) ? OK : MISSED;
  }

  private static List<String> station() {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(JVM);
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.add(ArpStation.class.getName());
    return command;
  }

  private long number(String option) {
    return numbers.getOrDefault(option, 1L);
  }

  private void first(Bench bench) throws IOException {
    String load = Bench.load();
    var times = new TreeMap<Integer, Map<Answerer, List<Long>>>();
    for (long trial = 1; trial <= number("--trials"); trial++) {
      try (var _ = bench.startC(false);
          var _ = bench.startStation(false)) {
        var seen = bench.probe(FIRST[FIRST.length - 1], number("--pace"));
        for (int nth : FIRST) {
          for (Answerer each : Answerer.values()) {
            times
                .computeIfAbsent(nth, _ -> new EnumMap<>(Answerer.class))
                .computeIfAbsent(each, _ -> new ArrayList<>())
                .add(seen.get(each.ordinal()).values().get(nth - 1));
          }
        }
      }
      System.out.printf("first: start %d of %d%n", trial, number("--trials"));
    }
    times.forEach(
        (nth, byAnswerer) ->
            byAnswerer.forEach(
                (each, values) -> {
                  var all = new Nanos(values);
                  String name = each.title() + " answer " + nth;
                  add(ArpFigure.micros("first", name + " p50", all.percentile(50), load));
                  add(ArpFigure.micros("first", name + " max", all.percentile(100), load));
                }));
  }

  private void steady(Bench bench, String part, boolean fifo) throws IOException {
    String load = Bench.load();
    List<Nanos> seen;
    try (var _ = bench.startC(fifo);
        var _ = bench.startStation(fifo)) {
      seen = bench.probe(number("--count"), number("--pace"));
    }
    for (Answerer each : Answerer.values()) {
      var times = seen.get(each.ordinal());
      add(ArpFigure.micros(part, each.title() + " p50", times.percentile(50), load));
      add(ArpFigure.micros(part, each.title() + " p99", times.percentile(99), load));
      add(ArpFigure.count(part, each.title() + " without answer", times.lost(), load));
    }
    double ours = seen.get(Answerer.FAIRLEAD.ordinal()).percentile(99);
    double its = seen.get(Answerer.C.ordinal()).percentile(99);
    add(new ArpFigure(part, "Fairlead p99 / C p99", ours / its, "", ArpFigure.GOAL_RATIO, load));
  }

  private void flood(Bench bench) throws IOException {
    String load = Bench.load();
    long seconds = number("--seconds");
    try (var station = bench.startStation(false)) {
      // What a start leaves to do, as compiling, is no cost of a flood.
      LockSupport.parkNanos(TimeUnit.SECONDS.toNanos(5));
      long start = station.cpuNanos();
      LockSupport.parkNanos(TimeUnit.SECONDS.toNanos(seconds));
      long idle = station.cpuNanos() - start;
      start = station.cpuNanos();
      double rate = bench.flood(number("--rate"), seconds);
      long busy = station.cpuNanos() - start;
      double percent = 100.0 / TimeUnit.SECONDS.toNanos(seconds);
      add(new ArpFigure("flood", "requests sent", rate, "1/s", Double.NaN, load));
      add(new ArpFigure("flood", "idle", idle * percent, "% of a core", Double.NaN, load));
      add(
          new ArpFigure(
              "flood",
              "flooded, above idle",
              (busy - idle) * percent,
              "% of a core",
              ArpFigure.GOAL_FLOOD_PERCENT,
              load));
    }
  }

  private void add(ArpFigure figure) {
    figures.add(figure);
    System.out.printf(
        Locale.ROOT,
        "%-7s %-26s %10.2f %s%s%n",
        figure.part(),
        figure.name(),
        figure.value(),
        figure.unit(),
        figure.isMet() ? "" : "  MISSED, goal " + figure.goal());
  }
}
