package io.fairlead.load.failover;

import java.time.Duration;
import java.util.StringJoiner;

/**
 * A shell that stays open in one place of the lab, so that a question asked many times does not
 * start {@code fairlead} each time.
 */
final class PlaceShell implements AutoCloseable {
  private static final String END = "@done ";

  private final String place;
  private final LineProcess shell;

  PlaceShell(LabControl lab, String place) {
    this.place = place;
    this.shell = lab.exec(place, "sh");
  }

  /** How a command ended. */
  record Ran(int exit, String output) {}

  Ran run(String command, Duration limit) {
    shell.send(command + " 2>&1; printf '\\n" + END + "%s\\n' $?");
    var output = new StringJoiner("\n");
    while (true) {
      String line = shell.next(limit);
      if (line.startsWith(END)) {
        return new Ran(Integer.parseInt(line.substring(END.length())), output.toString().strip());
      }
      output.add(line);
    }
  }

  /** Runs a command that must not fail, and returns what it prints. */
  String output(String command, Duration limit) {
    Ran ran = run(command, limit);
    if (ran.exit() != 0) {
      throw new CampaignException(
          "'%s' in %s ended with %d: %s".formatted(command, place, ran.exit(), ran.output()));
    }
    return ran.output();
  }

  @Override
  public void close() {
    shell.close();
  }
}
