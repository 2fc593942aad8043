package io.fairlead.load.failover;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The command line {@code fairlead lab} for one lab. */
record LabControl(Path fairlead, String name) {
  private static final int NO_SUCH_LAB = 3;

  /** All programs start at once, and share the processors of one machine. */
  private static final int STEP_SECONDS_PER_NODE = 30;

  /** How a command ended. */
  record Ran(int exit, String output) {
    boolean succeeded() {
      return exit == 0;
    }
  }

  /** Whether a lab of this name is up already. */
  boolean isUp() {
    Ran status = run("status", List.of());
    if (status.succeeded()) {
      return true;
    }
    if (status.exit() != NO_SUCH_LAB) {
      throw new CampaignException(status.output());
    }
    return false;
  }

  /** Brings it up, with its progress on this terminal. */
  void up(int nodes) {
    var command =
        List.of(
            "--keep",
            "--name",
            name,
            "--nodes",
            Integer.toString(nodes),
            "--timeout",
            Integer.toString(nodes * STEP_SECONDS_PER_NODE));
    var builder = new ProcessBuilder(whole(command)).inheritIO();
    int exit = end(builder);
    if (exit != 0) {
      throw new CampaignException("the lab did not come up; it ended with " + exit);
    }
  }

  String status() {
    return must("status", List.of());
  }

  void kill(String node) {
    must("kill", List.of(node));
  }

  void stop(String node) {
    must("kill", List.of("--graceful", node));
  }

  void heal(String node) {
    must("heal", List.of(node));
  }

  void down() {
    must("down", List.of());
  }

  /** Starts a command in one place that takes lines and answers with lines. */
  LineProcess exec(String place, String... command) {
    var words = new ArrayList<>(List.of("exec", "--name", name, place, "--"));
    words.addAll(List.of(command));
    return LineProcess.start(command[0] + " in " + place, whole(words));
  }

  private String must(String verb, List<String> arguments) {
    Ran ran = run(verb, arguments);
    if (!ran.succeeded()) {
      throw new CampaignException(
          "'fairlead lab %s' ended with %d: %s".formatted(verb, ran.exit(), ran.output()));
    }
    return ran.output();
  }

  private Ran run(String verb, List<String> arguments) {
    var words = new ArrayList<>(List.of(verb, "--name", name));
    words.addAll(arguments);
    try {
      Process process = new ProcessBuilder(whole(words)).redirectErrorStream(true).start();
      process.getOutputStream().close();
      String output = new String(process.getInputStream().readAllBytes(), UTF_8).strip();
      return new Ran(process.waitFor(), output);
    } catch (IOException e) {
      throw new CampaignException("cannot run %s: %s".formatted(fairlead, e.getMessage()), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CampaignException("interrupted", e);
    }
  }

  private int end(ProcessBuilder builder) {
    try {
      return builder.start().waitFor();
    } catch (IOException e) {
      throw new CampaignException("cannot run %s: %s".formatted(fairlead, e.getMessage()), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CampaignException("interrupted", e);
    }
  }

  private List<String> whole(List<String> arguments) {
    var command = new ArrayList<>(List.of(fairlead.toString(), "lab"));
    command.addAll(arguments);
    return List.copyOf(command);
  }
}
