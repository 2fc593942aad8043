package io.fairlead.speaker.l2;

import io.fairlead.speaker.link.InterfaceRules;

/**
 * What can be chosen about announcing.
 *
 * @param probes how often the segment is asked before an address is announced for the first time; 0
 *     to announce at once
 * @param probeIntervalMillis between two of them, and after the last
 * @param periodMillis how often an address is announced unasked after the first seconds; 0 for
 *     never
 */
public record L2Settings(
    InterfaceRules rules, int probes, long probeIntervalMillis, long periodMillis) {
  public static final L2Settings DEFAULT = new L2Settings(InterfaceRules.DEFAULT, 3, 100, 0);

  public L2Settings {
    if (probes < 0 || probeIntervalMillis < 1 || periodMillis < 0) {
      throw new IllegalArgumentException(
          "probes and their interval must not be negative, and the interval at least 1 ms");
    }
  }

  public L2Settings withRules(InterfaceRules other) {
    return new L2Settings(other, probes, probeIntervalMillis, periodMillis);
  }

  public L2Settings withProbes(int count) {
    return new L2Settings(rules, count, probeIntervalMillis, periodMillis);
  }

  public L2Settings withPeriod(long millis) {
    return new L2Settings(rules, probes, probeIntervalMillis, millis);
  }
}
