package io.fairlead.load.failover;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** All trials of one run, with progress on the terminal and figures on disk. */
final class Campaign {
  private static final String SUMMARY = "failover.md";

  private final CampaignOptions options;
  private final Settings settings;
  private int faults;

  /**
   * What the launcher knows.
   *
   * @param fairlead the project's launcher
   * @param classPath where the probe's classes are
   * @param libraries the folder with the product's own classes
   * @param command as the user typed it
   * @param revision which state of the sources is measured
   */
  record Settings(
      Path fairlead,
      Path java,
      String classPath,
      Path libraries,
      String command,
      String revision) {}

  Campaign(CampaignOptions options, Settings settings) {
    this.options = options;
    this.settings = settings;
  }

  /** Returns how many trials failed. */
  int run() {
    if (!options.kinds().isEmpty()) {
      measureInLab();
    }
    summarise();
    return faults;
  }

  private void measureInLab() {
    var lab = new LabControl(settings.fairlead(), options.name());
    boolean ours = !lab.isUp();
    if (ours) {
      say("bringing up the lab " + options.name());
      lab.up(options.nodes());
    } else {
      say("using the lab %s, which is up".formatted(options.name()));
    }
    try (var stage =
        new Stage(
            lab, options.family(), settings.java(), settings.classPath(), settings.libraries())) {
      say("preparing: all members up, the Service answers");
      stage.prepare();
      measure(stage);
      stage.delete("failover-probe");
    } finally {
      if (ours && !options.keep()) {
        lab.down();
      }
    }
  }

  private void measure(Stage stage) {
    for (Kind kind : Kind.values()) {
      if (options.kinds().contains(kind)) {
        var file = new RawFile(options.out(), kind);
        file.begin(comments());
        switch (kind) {
          case KILL,
              GRACEFUL,
              DRAIN,
              MOVE,
              FREEZE,
              CABLE,
              SILENT,
              ONEWAY,
              LOSS,
              STARVED,
              HEADLESS ->
              trials(file, new OutageTrial(stage, kind)::run);
          case ROLLING -> trials(file, new RollingTrial(stage)::run);
          case SOAK ->
              trials(file, new SoakTrial(stage, Duration.ofMinutes(options.soakMinutes()))::run);
          case APPLY -> trials(file, new ApplyTrial(stage)::run);
          case MEMORY -> memory(file, stage);
        }
      }
    }
  }

  /** One measurement, by its number from 1. */
  private interface Trial {
    List<String> run(int number);
  }

  private void trials(RawFile file, Trial trial) {
    Kind kind = file.kind();
    int trials = Math.min(options.trials(), kind.trialsMax());
    for (int number = 1; number <= trials; number++) {
      List<String> line = trial.run(number);
      file.add(line);
      boolean failed = !line.getLast().isEmpty();
      faults += failed ? 1 : 0;
      say(
          "%s %d of %d: %s ms%s"
              .formatted(
                  kind.word(),
                  number,
                  trials,
                  line.get(kind.columns().indexOf(kind.figure())),
                  failed ? "; FAULT: " + line.getLast() : ""));
    }
  }

  private static void memory(RawFile file, Stage stage) {
    StatusText.processes(stage.lab().status())
        .forEach((program, pid) -> file.add(Machine.memory(program, pid, Instant.now())));
  }

  private List<String> comments() {
    return List.of(
        "machine: " + Machine.description(),
        "command: " + environment() + settings.command(),
        "sources: " + settings.revision(),
        "began: %s with a load average of %s"
            .formatted(Instant.now().truncatedTo(ChronoUnit.SECONDS), Machine.load()));
  }

  /** The settings that the programs of a lab inherit, as a shell takes them. */
  private static String environment() {
    return System.getenv().entrySet().stream()
        .filter(entry -> entry.getKey().matches("(FAIRLEAD|METALLB)_.*"))
        .filter(entry -> !entry.getKey().equals("FAIRLEAD_JAVA_HOME"))
        .map(entry -> entry.getKey() + "=" + entry.getValue() + " ")
        .sorted()
        .collect(Collectors.joining());
  }

  private void summarise() {
    Map<Kind, RawTable> tables = new EnumMap<>(Kind.class);
    for (Kind kind : Kind.values()) {
      var file = new RawFile(options.out(), kind);
      if (file.exists()) {
        tables.put(kind, file.read());
      }
    }
    Path page = options.out().resolve(SUMMARY);
    try {
      Files.writeString(page, Summary.markdown(tables));
    } catch (IOException e) {
      throw new CampaignException("cannot write %s: %s".formatted(page, e.getMessage()), e);
    }
    say("the summary is in " + page);
  }

  private static void say(String text) {
    System.out.println("failover: " + text);
    System.out.flush();
  }
}
