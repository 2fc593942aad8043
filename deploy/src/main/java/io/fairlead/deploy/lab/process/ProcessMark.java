package io.fairlead.deploy.lab.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * One process, also after its number was given to another.
 *
 * @param pid its number
 * @param startTicks when it started, in kernel ticks since the machine started ({@code
 *     /proc/PID/stat}, field 22); unlike a date it does not move when the clock is set
 */
public record ProcessMark(long pid, long startTicks) {
  private static final int FIELDS_BEFORE_STATE = 2;
  private static final int STATE_FIELD = 3;
  private static final int START_FIELD = 22;

  /** The process that has this number now; empty if none has, or if it has already ended. */
  public static Optional<ProcessMark> of(long pid) {
    try {
      String stat = Files.readString(Path.of("/proc", Long.toString(pid), "stat"));
      return parse(pid, stat);
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** This very process. */
  public static ProcessMark self() {
    return of(ProcessHandle.current().pid())
        .orElseThrow(() -> new IllegalStateException("/proc does not show this process"));
  }

  static Optional<ProcessMark> parse(long pid, String stat) {
    // The second field is the program's name in parentheses and may itself hold spaces and ')'.
    String[] fields = stat.substring(stat.lastIndexOf(')') + 1).strip().split(" ");
    String state = fields[STATE_FIELD - FIELDS_BEFORE_STATE - 1];
    if (state.equals("Z") || state.equals("X")) {
      return Optional.empty();
    }
    String start = fields[START_FIELD - FIELDS_BEFORE_STATE - 1];
    return Optional.of(new ProcessMark(pid, Long.parseLong(start)));
  }

  /** Whether this very process still runs. */
  public boolean stillRuns() {
    return of(pid).filter(this::equals).isPresent();
  }

  /** Ends this very process at once (SIGKILL); does nothing when it is gone. */
  public void kill() {
    if (stillRuns()) {
      ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly);
    }
  }

  /** Asks this very process to end (SIGTERM); does nothing when it is gone. */
  public void terminate() {
    if (stillRuns()) {
      ProcessHandle.of(pid).ifPresent(ProcessHandle::destroy);
    }
  }
}
