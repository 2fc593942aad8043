package io.fairlead.load.failover;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * What the probe saw in one window of time.
 *
 * @param requests how many ended in it
 * @param failures how many of them got no good answer within their limit
 * @param late how many were answered well, after more than {@link #LATE_MILLIS}
 * @param pending how many were begun and have not ended
 * @param longestGapMillis the longest time without any answer; without an outage about the tick
 * @param firstAnswerEpochMillis when the first answer came; 0 if none did
 * @param server the pod that answered last; {@code -} if none did
 * @param streak how many of the last answers came from that pod without another between them
 */
record ProbeReport(
    int requests,
    int failures,
    int late,
    int pending,
    long longestGapMillis,
    long firstAnswerEpochMillis,
    String server,
    int streak) {
  /** A client that asks again notices no less than this. */
  static final long LATE_MILLIS = 300;

  private static final String NOBODY = "-";

  /**
   * Sums up.
   *
   * @param samples in any order
   * @param begun how many requests were begun, at least as many as ended
   * @param startNanos when the window began and {@code endNanos} when it ended; a gap that is open
   *     at either end counts
   */
  static ProbeReport of(List<ProbeSample> samples, int begun, long startNanos, long endNanos) {
    List<ProbeSample> answered =
        samples.stream()
            .filter(ProbeSample::answered)
            .sorted(Comparator.comparingLong(ProbeSample::endNanos))
            .toList();
    long longest = 0;
    long before = startNanos;
    for (ProbeSample sample : answered) {
      longest = Math.max(longest, sample.endNanos() - before);
      before = sample.endNanos();
    }
    longest = Math.max(longest, endNanos - before);
    String server = answered.isEmpty() ? NOBODY : answered.getLast().server();
    return new ProbeReport(
        samples.size(),
        samples.size() - answered.size(),
        (int) answered.stream().filter(sample -> sample.tookMillis() > LATE_MILLIS).count(),
        begun - samples.size(),
        TimeUnit.NANOSECONDS.toMillis(longest),
        answered.isEmpty() ? 0 : answered.getFirst().endEpochMillis(),
        server,
        streak(answered, server));
  }

  private static int streak(List<ProbeSample> answered, String server) {
    return (int)
        answered.reversed().stream().takeWhile(sample -> sample.server().equals(server)).count();
  }

  /** One line, which {@link #parse} reads. */
  String line() {
    return "requests=%d failures=%d late=%d pending=%d gap=%d first=%d server=%s streak=%d"
        .formatted(
            requests,
            failures,
            late,
            pending,
            longestGapMillis,
            firstAnswerEpochMillis,
            server,
            streak);
  }

  /** Reads what {@link #line} wrote. */
  static ProbeReport parse(String line) {
    Map<String, String> fields = new HashMap<>();
    for (String word : line.strip().split(" +")) {
      String[] pair = word.split("=", 2);
      fields.put(pair[0], pair.length == 2 ? pair[1] : "");
    }
    return new ProbeReport(
        (int) number(fields, "requests", line),
        (int) number(fields, "failures", line),
        (int) number(fields, "late", line),
        (int) number(fields, "pending", line),
        number(fields, "gap", line),
        number(fields, "first", line),
        fields.getOrDefault("server", NOBODY),
        (int) number(fields, "streak", line));
  }

  private static long number(Map<String, String> fields, String name, String line) {
    String value = fields.getOrDefault(name, "");
    if (!value.matches("\\d{1,18}")) {
      throw new CampaignException(
          "the probe said '%s', without a number '%s'".formatted(line, name));
    }
    return Long.parseLong(value);
  }

  /** The node that the answering pod is on, such as {@code node-2}; empty if nobody answered. */
  String node() {
    int at = server.lastIndexOf("node-");
    return at < 0 ? "" : server.substring(at);
  }
}
