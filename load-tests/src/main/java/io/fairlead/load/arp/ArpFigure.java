package io.fairlead.load.arp;

/**
 * One measured value.
 *
 * @param goal the largest value that is good enough; NaN for none
 * @param load of the machine when its part began, averaged over a minute
 */
record ArpFigure(String part, String name, double value, String unit, double goal, String load) {
  /** So much longer than the C program's may the 99th percentile be. */
  static final double GOAL_RATIO = 1.3;

  static final double GOAL_FLOOD_PERCENT = 5;

  static ArpFigure micros(String part, String name, long nanos, String load) {
    double value = nanos == Long.MAX_VALUE ? Double.POSITIVE_INFINITY : nanos / 1e3;
    return new ArpFigure(part, name, value, "us", Double.NaN, load);
  }

  static ArpFigure count(String part, String name, long count, String load) {
    return new ArpFigure(part, name, count, "", Double.NaN, load);
  }

  boolean isMet() {
    return Double.isNaN(goal) || value <= goal;
  }
}
