package io.fairlead.deploy.lab.process;

import io.fairlead.deploy.lab.net.LabException;
import io.fairlead.deploy.lab.net.LabExit;
import io.fairlead.deploy.lab.net.LabNetwork;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Starts, watches and ends the lab's programs, and writes down each one as soon as it runs. Thread
 * safe.
 */
public final class RunningPrograms implements AutoCloseable {
  /** A speaker may need this long to hand over and to leave. */
  private static final Duration STOP_LIMIT = Duration.ofSeconds(20);

  private final LabNetwork network;
  private final LabFolder folder;
  private final Map<String, Running> running = new LinkedHashMap<>();
  private LabState state;
  private boolean closed;

  private record Running(LabProgram program, Process process) {}

  /** Takes over the state file: from now on only this object writes it. */
  public RunningPrograms(LabNetwork network, LabFolder folder, LabState initial) {
    this.network = network;
    this.folder = folder;
    this.state = initial;
    folder.write(initial);
  }

  /** Starts it inside its namespace; does nothing if it already runs. */
  public synchronized void start(LabProgram program) {
    if (closed || isAlive(program.name())) {
      return;
    }
    try {
      Files.createDirectories(program.log().toAbsolutePath().getParent());
      var builder = new ProcessBuilder(network.inside(program.place(), program.command()));
      builder.environment().putAll(program.environment());
      builder.redirectErrorStream(true);
      builder.redirectInput(ProcessBuilder.Redirect.from(new java.io.File("/dev/null")));
      builder.redirectOutput(ProcessBuilder.Redirect.appendTo(program.log().toFile()));
      Process process = builder.start();
      running.put(program.name(), new Running(program, process));
      ProcessMark.of(process.pid()).ifPresent(mark -> note(program.name(), mark));
    } catch (IOException e) {
      throw new LabException(
          LabExit.SCENARIO_FAILED,
          "cannot start %s: %s".formatted(program.name(), e.getMessage()),
          e);
    }
  }

  /** Ends it at once, as a crash would (SIGKILL); returns when it is gone. */
  public synchronized void kill(String name) {
    find(name).ifPresent(r -> await(r.process().destroyForcibly()));
    forget(name);
  }

  /** Asks it to end (SIGTERM) and waits; a program that takes too long is killed. */
  public synchronized void stop(String name) {
    find(name)
        .ifPresent(
            r -> {
              r.process().destroy();
              if (!await(r.process())) {
                await(r.process().destroyForcibly());
              }
            });
    forget(name);
  }

  public synchronized boolean isAlive(String name) {
    return find(name).filter(r -> r.process().isAlive()).isPresent();
  }

  /** The process number of a running program. */
  public synchronized Optional<Long> pid(String name) {
    return find(name).filter(r -> r.process().isAlive()).map(r -> r.process().pid());
  }

  /** A program that ended although nobody asked it to, with how it ended and its last words. */
  public synchronized Optional<String> ended(int logLines) {
    for (Running r : running.values()) {
      if (!r.process().isAlive()) {
        return Optional.of(
            "%s ended by itself with exit code %d; its last lines:%n%s"
                .formatted(
                    r.program().name(),
                    r.process().exitValue(),
                    String.join("\n", LabFolder.tail(r.program().log(), logLines))));
      }
    }
    return Optional.empty();
  }

  /** The names of the programs that were started and not ended since. */
  public synchronized List<String> names() {
    return List.copyOf(running.keySet());
  }

  /** Writes down that the lab is up and left to the user. */
  public synchronized void markReady() {
    save(state.nowReady());
  }

  /** Asks all to end at the same time, then makes sure that they are gone. */
  @Override
  public synchronized void close() {
    closed = true;
    running.values().forEach(r -> r.process().destroy());
    running.values().stream()
        .filter(r -> !await(r.process()))
        .forEach(r -> await(r.process().destroyForcibly()));
    running.clear();
  }

  private Optional<Running> find(String name) {
    return Optional.ofNullable(running.get(name));
  }

  private void note(String name, ProcessMark mark) {
    save(state.withProgram(new LabState.Started(name, mark)));
  }

  private void forget(String name) {
    running.remove(name);
    save(state.withoutProgram(name));
  }

  private void save(LabState next) {
    state = next;
    folder.write(next);
  }

  private static boolean await(Process process) {
    try {
      return process.waitFor(STOP_LIMIT.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
