package io.fairlead.k8s.watch;

import java.time.Duration;

/**
 * Whether a watch keeps up with what the server has. Bookmarks carry the version of the whole
 * server to every watch, also where nothing changes; a watch that has not reached a version long
 * after the server had it hears nothing any more, whatever its connection says.
 *
 * <p>Servers differ in how soon an idle kind gets its bookmark, so an alarm that turned out to be
 * false doubles the patience. Not safe for use by several threads.
 */
final class WatchProgress {
  private static final int PATIENCE_FACTOR_MAX = 8;

  private final long patienceNanos;
  private int factor = 1;
  private long expected = -1;
  private long sinceNanos;

  WatchProgress(Duration patience) {
    patienceNanos = patience.toNanos();
  }

  /**
   * Notes what the server has, and what the watch has seen.
   *
   * @param server version of a list just now
   * @param watch version of the last event or bookmark
   * @return true when the watch is silent
   */
  boolean isSilent(String server, String watch, long nowNanos) {
    long seen = number(watch);
    long current = number(server);
    if (seen < 0 || current < 0) {
      // Versions of this server are no numbers: nothing can be told.
      return false;
    }
    if (expected < 0 || seen >= expected) {
      expected = current;
      sinceNanos = nowNanos;
    }
    return seen < expected && nowNanos - sinceNanos > patienceNanos * factor;
  }

  /** The kind was listed and is watched anew. */
  void renewed(boolean hadMissedSomething) {
    expected = -1;
    factor = hadMissedSomething ? 1 : Math.min(2 * factor, PATIENCE_FACTOR_MAX);
  }

  private static long number(String version) {
    try {
      return Long.parseLong(version);
    } catch (NumberFormatException e) {
      return -1;
    }
  }
}
