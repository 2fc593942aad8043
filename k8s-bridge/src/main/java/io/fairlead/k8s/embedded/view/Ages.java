package io.fairlead.k8s.embedded.view;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;

/** Times as people read them in a table: {@code 5m30s}, {@code 3d}. */
final class Ages {
  private static final String UNKNOWN = "<unknown>";

  private Ages() {}

  static String since(String time, Instant now) {
    if (time.isEmpty()) {
      return UNKNOWN;
    }
    try {
      return shortForm(Duration.between(Instant.parse(time), now));
    } catch (DateTimeException e) {
      return UNKNOWN;
    }
  }

  /** Two units at most, and only one when the first is large. */
  static String shortForm(Duration age) {
    long seconds = Math.max(0, age.toSeconds());
    long minutes = seconds / 60;
    long hours = minutes / 60;
    long days = hours / 24;
    if (seconds < 120) {
      return seconds + "s";
    }
    if (minutes < 10) {
      return two(minutes, "m", seconds % 60, "s");
    }
    if (minutes < 180) {
      return minutes + "m";
    }
    if (hours < 8) {
      return two(hours, "h", minutes % 60, "m");
    }
    if (hours < 48) {
      return hours + "h";
    }
    if (days < 8) {
      return two(days, "d", hours % 24, "h");
    }
    if (days < 730) {
      return days + "d";
    }
    return days < 2920 ? two(days / 365, "y", days % 365, "d") : days / 365 + "y";
  }

  private static String two(long first, String firstUnit, long second, String secondUnit) {
    return first + firstUnit + (second == 0 ? "" : second + secondUnit);
  }
}
