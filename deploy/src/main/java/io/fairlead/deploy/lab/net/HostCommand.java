package io.fairlead.deploy.lab.net;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

/** Runs one short program of the machine and waits for its end. */
public final class HostCommand {
  private static final long LIMIT_SECONDS = 30;

  private HostCommand() {}

  /** What a program did: its exit code and everything it said. */
  public record Outcome(int exitCode, String output, String errors) {
    public boolean succeeded() {
      return exitCode == 0;
    }
  }

  /** Runs it; an exit code other than 0 is a {@link LabException} with the program's own words. */
  public static String run(List<String> command, String input) {
    Outcome outcome = attempt(command, input);
    if (!outcome.succeeded()) {
      throw LabException.failed(
          "'%s' ended with %d: %s"
              .formatted(String.join(" ", command), outcome.exitCode(), outcome.errors().strip()));
    }
    return outcome.output();
  }

  /** Runs it and tells how it went. */
  public static Outcome attempt(List<String> command, String input) {
    try {
      Process process = new ProcessBuilder(command).start();
      return converse(process, command, input);
    } catch (IOException e) {
      throw new LabException(
          LabExit.MISSING, "cannot run '" + command.getFirst() + "': " + e.getMessage(), e);
    }
  }

  private static Outcome converse(Process process, List<String> command, String input)
      throws IOException {
    var errors = new AtomicReference<>("");
    Thread errorReader =
        Thread.ofPlatform().daemon().start(() -> errors.set(readAll(process, true)));
    Thread writer = Thread.ofPlatform().daemon().start(() -> write(process, input));
    try {
      String output = readAll(process, false);
      if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw LabException.failed(
            "'%s' did not end within %d s".formatted(String.join(" ", command), LIMIT_SECONDS));
      }
      writer.join();
      errorReader.join();
      return new Outcome(process.exitValue(), output, errors.get());
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
      throw new LabException(LabExit.SCENARIO_FAILED, "interrupted", e);
    }
  }

  private static void write(Process process, String input) {
    try (var stream = process.outputWriter(StandardCharsets.UTF_8)) {
      stream.write(input);
    } catch (IOException e) {
      // The program ended without reading all of its input; its exit code tells why.
      process.destroy();
    }
  }

  private static String readAll(Process process, boolean errors) {
    try (var stream = errors ? process.getErrorStream() : process.getInputStream()) {
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      return "(its output could not be read: " + e.getMessage() + ")";
    }
  }
}
