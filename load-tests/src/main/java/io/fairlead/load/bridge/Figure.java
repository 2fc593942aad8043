package io.fairlead.load.bridge;

import java.util.Locale;

/**
 * One measured value.
 *
 * @param goal the largest value that is good enough; NaN for none
 */
record Figure(String part, String name, double value, String unit, double goal) {
  static final String HEADER = "part,figure,value,unit,goal,trial";

  static Figure seconds(String part, String name, long nanos, double goal) {
    return new Figure(part, name, nanos / 1e9, "s", goal);
  }

  static Figure mebibytes(String part, String name, long bytes, double goal) {
    return new Figure(part, name, bytes / (1024.0 * 1024.0), "MiB", goal);
  }

  static Figure count(String part, String name, long count, double goal) {
    return new Figure(part, name, count, "", goal);
  }

  private boolean hasGoal() {
    return !Double.isNaN(goal);
  }

  boolean isMet() {
    return !hasGoal() || value <= goal;
  }

  String csv(int trial) {
    return "%s,%s,%s,%s,%s,%d"
        .formatted(part, name, number(value), unit, hasGoal() ? number(goal) : "", trial);
  }

  @Override
  public String toString() {
    return "%-8s %-52s %10s %-4s%s"
        .formatted(
            part,
            name,
            number(value),
            unit,
            hasGoal() ? (isMet() ? "  goal " : "  MISSED: goal ") + number(goal) : "");
  }

  private static String number(double value) {
    return value == Math.rint(value)
        ? String.format(Locale.ROOT, "%.0f", value)
        : String.format(Locale.ROOT, "%.3f", value);
  }
}
