package io.fairlead.load.failover;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Who answered ARP for one address in one window of time.
 *
 * @param requests how many were broadcast
 * @param replies how many came; two nodes that both answer give two for each
 * @param longestGapMillis the longest time without any reply; without an outage about the tick
 * @param twoAnswerMillis the longest time in which replies of several nodes took turns; 0 while
 *     each change of node is a clean one
 * @param nodes whose MAC addresses answered, in the order in which they did first
 * @param last whose MAC address answered last; {@code -} if none did
 */
record ArpReport(
    int requests,
    int replies,
    long longestGapMillis,
    long twoAnswerMillis,
    List<String> nodes,
    String last) {
  private static final String NOBODY = "-";
  private static final String LAB_MAC = "02:00:00:00:00:";
  private static final int FIRST_HOST_NUMBER = 10;

  /** Changes of node that are so far apart are two take-overs, not two nodes that answer. */
  private static final long CLEAN_NANOS = TimeUnit.SECONDS.toNanos(1);

  ArpReport {
    nodes = List.copyOf(nodes);
  }

  /** One reply: when it came, and from which MAC address. */
  record Reply(long nanos, String mac) {}

  /**
   * Sums up.
   *
   * @param replies in any order
   * @param startNanos when the window began and {@code endNanos} when it ended; a gap that is open
   *     at either end counts
   */
  static ArpReport of(int requests, List<Reply> replies, long startNanos, long endNanos) {
    var sorted = replies.stream().sorted(Comparator.comparingLong(Reply::nanos)).toList();
    long longest = 0;
    long before = startNanos;
    for (Reply reply : sorted) {
      longest = Math.max(longest, reply.nanos() - before);
      before = reply.nanos();
    }
    longest = Math.max(longest, endNanos - before);
    return new ArpReport(
        requests,
        sorted.size(),
        TimeUnit.NANOSECONDS.toMillis(longest),
        TimeUnit.NANOSECONDS.toMillis(twoAnswerNanos(sorted)),
        sorted.stream().map(reply -> node(reply.mac())).distinct().toList(),
        sorted.isEmpty() ? NOBODY : node(sorted.getLast().mac()));
  }

  // Each request is answered by both, so while two answer one change follows the other at once; a
  // single change, or one long after another, is a clean one.
  private static long twoAnswerNanos(List<Reply> sorted) {
    long longest = 0;
    long first = 0;
    Optional<Long> last = Optional.empty();
    for (int i = 1; i < sorted.size(); i++) {
      if (!sorted.get(i).mac().equals(sorted.get(i - 1).mac())) {
        long now = sorted.get(i).nanos();
        if (last.isEmpty() || now - last.get() > CLEAN_NANOS) {
          first = now;
        }
        last = Optional.of(now);
        longest = Math.max(longest, now - first);
      }
    }
    return longest;
  }

  /** The lab's node with this MAC address; the address itself if it is nobody's there. */
  static String node(String mac) {
    String number = mac.startsWith(LAB_MAC) ? mac.substring(LAB_MAC.length()) : "";
    return number.matches("[1-9]\\d")
        ? "node-" + (Integer.parseInt(number) - FIRST_HOST_NUMBER)
        : mac;
  }

  /** One line, which {@link #parse} reads. */
  String line() {
    return "requests=%d replies=%d gap=%d two=%d nodes=%s last=%s"
        .formatted(
            requests, replies, longestGapMillis, twoAnswerMillis, String.join("+", nodes), last);
  }

  /** Reads what {@link #line} wrote. */
  static ArpReport parse(String line) {
    Map<String, String> fields = new LinkedHashMap<>();
    for (String word : line.strip().split(" +")) {
      String[] pair = word.split("=", 2);
      fields.put(pair[0], pair.length == 2 ? pair[1] : "");
    }
    String nodes = fields.getOrDefault("nodes", "");
    return new ArpReport(
        (int) number(fields, "requests", line),
        (int) number(fields, "replies", line),
        number(fields, "gap", line),
        number(fields, "two", line),
        nodes.isEmpty() ? List.of() : List.of(nodes.split("\\+")),
        fields.getOrDefault("last", NOBODY));
  }

  private static long number(Map<String, String> fields, String name, String line) {
    String value = fields.getOrDefault(name, "");
    if (!value.matches("\\d{1,18}")) {
      throw new CampaignException(
          "the ARP watch said '%s', without a number '%s'".formatted(line, name));
    }
    return Long.parseLong(value);
  }
}
