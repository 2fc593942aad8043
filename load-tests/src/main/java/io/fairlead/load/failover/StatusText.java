package io.fairlead.load.failover;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads what {@code fairlead lab status} prints. */
final class StatusText {
  private static final Pattern CONTROLLER = Pattern.compile("controller: process (\\d+)");
  private static final Pattern SPEAKER =
      Pattern.compile("^(node-\\d+)\\s.*\\bprocess (\\d+)\\s*$", Pattern.MULTILINE);

  private StatusText() {}

  /** The process numbers of the programs that run, by their names, the controller first. */
  static Map<String, Long> processes(String status) {
    var found = new LinkedHashMap<String, Long>();
    Matcher controller = CONTROLLER.matcher(status);
    if (controller.find()) {
      found.put("controller", Long.valueOf(controller.group(1)));
    }
    Matcher speaker = SPEAKER.matcher(status);
    while (speaker.find()) {
      found.put("speaker " + speaker.group(1), Long.valueOf(speaker.group(2)));
    }
    return found;
  }

  /** How many nodes the lab has. */
  static int nodeCount(String status) {
    return (int) status.lines().filter(line -> line.matches("node-\\d+\\s.*")).count();
  }
}
