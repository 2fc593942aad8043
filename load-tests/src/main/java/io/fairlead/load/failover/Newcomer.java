package io.fairlead.load.failover;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.LongStream;

/**
 * A client that never knows who has the address: on the router it forgets the neighbour entry
 * before each request. A client that has one may go on being served by a node that no longer
 * announces, so only a newcomer sees whether somebody announces at all.
 */
final class Newcomer {
  private static final Duration LIMIT = Duration.ofSeconds(10);

  private final PlaceShell router;
  private final Path flag;
  private final Path output;

  private Newcomer(PlaceShell router, Path flag, Path output) {
    this.router = router;
    this.flag = flag;
    this.output = output;
  }

  static Newcomer start(PlaceShell router, String address) {
    try {
      var newcomer =
          new Newcomer(
              router,
              Files.createTempFile("fairlead-newcomer", ".flag"),
              Files.createTempFile("fairlead-newcomer", ".out"));
      router.output(newcomer.loop(address), LIMIT);
      return newcomer;
    } catch (IOException e) {
      throw new CampaignException("cannot make a temporary file: " + e.getMessage(), e);
    }
  }

  /** Runs while the flag file exists; prints the time of each answer. */
  private String loop(String address) {
    return """
        ( while [ -e %1$s ]; do ip neigh del %3$s dev eth0 2>/dev/null; \
        curl -s -m 0.3 -o /dev/null http://%4$s/ && date +%%s%%3N; sleep 0.05; done; \
        echo end ) > %2$s &"""
        .formatted(flag, output, address, address.contains(":") ? "[" + address + "]" : address);
  }

  /** Ends it, and tells the longest time from one answer to the next. */
  long stop() {
    try {
      Files.deleteIfExists(flag);
      String times =
          Patience.await(
              "the end of the newcomer's requests",
              LIMIT,
              () -> router.output("cat " + output, LIMIT),
              text -> text.endsWith("end"),
              text -> text);
      Files.delete(output);
      return longestGap(times.lines().toList());
    } catch (IOException e) {
      throw new CampaignException("cannot remove a temporary file: " + e.getMessage(), e);
    }
  }

  /** The longest time between two lines that are times in milliseconds; others do not count. */
  static long longestGap(List<String> lines) {
    long[] times =
        lines.stream()
            .filter(line -> line.matches("\\d{1,18}"))
            .mapToLong(Long::parseLong)
            .sorted()
            .toArray();
    return LongStream.range(1, times.length)
        .map(i -> times[(int) i] - times[(int) i - 1])
        .max()
        .orElseThrow(() -> new CampaignException("the newcomer got less than two answers"));
  }
}
