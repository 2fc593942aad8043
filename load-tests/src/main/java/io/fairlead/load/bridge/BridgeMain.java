package io.fairlead.load.bridge;

import io.fairlead.load.failover.Machine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The command {@code load-tests/bridge}. */
final class BridgeMain {
  private static final String USAGE =
      """
      Usage: load-tests/bridge [--trials N] [--in-flight N] [--csv FILE] [PART...]

      Measures a controller process over an embedded API server process.
      Parts: waiting, burst, many (default: all)
        --trials N     how often each part is measured (default: 3)
        --in-flight N  creations at once (default: 16)
        --csv FILE     where the figures go (default: docs/figures/bridge.csv)
      FAIRLEAD_BRIDGE_CACHE=off starts the programs without the launcher's start cache.
      Exit codes: 0 all goals are met; 1 one is missed in the median; 2 wrong usage
      """;

  private static final int OK = 0;
  private static final int MISSED = 1;
  private static final int WRONG_USAGE = 2;

  private final Path root = Path.of(System.getProperty("fairlead.root", "")).toAbsolutePath();
  private final List<String> parts = new ArrayList<>();
  private final List<String> lines = new ArrayList<>();
  private final List<Figure> figures = new ArrayList<>();
  private int trials = 3;
  private int inFlight = 16;
  private Path csv = root.resolve("docs/figures/bridge.csv");

  private BridgeMain() {}

  public static void main(String[] arguments) throws Exception {
    if (List.of(arguments).contains("--help")) {
      System.out.print(USAGE);
      return;
    }
    var program = new BridgeMain();
    try {
      program.parse(List.of(arguments));
    } catch (IllegalArgumentException | IOException e) {
      System.err.println("bridge: " + e.getMessage() + "\n\n" + USAGE);
      System.exit(WRONG_USAGE);
    }
    System.exit(program.run(List.of(arguments)));
  }

  private void parse(List<String> arguments) throws IOException {
    var rest = arguments.iterator();
    while (rest.hasNext()) {
      String argument = rest.next();
      if (argument.startsWith("--") && !rest.hasNext()) {
        throw new IOException(argument + " needs a value");
      }
      switch (argument) {
        case "--trials" -> trials = Integer.parseInt(rest.next());
        case "--in-flight" -> inFlight = Integer.parseInt(rest.next());
        case "--csv" -> csv = Path.of(rest.next()).toAbsolutePath();
        default -> {
          var _ = Parts.named(argument);
          parts.add(argument);
        }
      }
    }
    if (parts.isEmpty()) {
      parts.addAll(Parts.NAMES);
    }
  }

  private int run(List<String> arguments) throws Exception {
    lines.add("# machine: " + Machine.description());
    lines.add("# command: load-tests/bridge " + String.join(" ", arguments));
    lines.add("# sources: " + System.getProperty("fairlead.revision", "unknown"));
    lines.add("# load before: " + Machine.load());
    lines.add(Figure.HEADER);
    for (String name : parts) {
      for (int trial = 1; trial <= trials; trial++) {
        measure(name, trial);
      }
    }
    System.out.printf("%nMedian of %d:%n", trials);
    var medians = Medians.of(figures);
    medians.forEach(System.out::println);
    return medians.stream().allMatch(Figure::isMet) ? OK : MISSED;
  }

  private void measure(String name, int trial) throws Exception {
    var folder = Files.createTempDirectory(Path.of("."), name + "-");
    try (var site = Site.start(folder, root.resolve("deploy/manifests"))) {
      Parts.named(name)
          .measure(
              site,
              inFlight,
              figure -> {
                System.out.println(figure);
                figures.add(figure);
                lines.add(figure.csv(trial));
              });
    }
    Files.createDirectories(csv.getParent());
    Files.write(csv, lines);
  }
}
