package io.fairlead.deploy.e2e;

import io.fairlead.deploy.lab.net.LabNetwork;
import io.fairlead.deploy.lab.net.LabPlan;
import io.fairlead.net.IpAddress;
import io.fairlead.net.MacAddress;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What {@code arping} in the client's namespace got, asking by broadcasts only.
 *
 * @param startNanos when the asking began, on the clock of {@link System#nanoTime}
 * @param replies in order of time; two nodes that both answer show twice
 */
record Arping(long startNanos, List<Reply> replies) {
  private static final Pattern REPLY = Pattern.compile("reply from \\S+ \\[([0-9A-Fa-f:]{17})]");

  /** The program knows whole seconds only; this many of them, one after another, ask often. */
  private static final int AT_ONCE = 5;

  private static final long STAGGER_MILLIS = 1_000 / AT_ONCE;

  /** One reply, and when it came. */
  record Reply(long nanos, MacAddress mac) {}

  /** Sends two requests, so that more than one who answers is seen. */
  static Arping twice(LabNetwork network, IpAddress address) {
    return new Arping(System.nanoTime(), run(network, address, 2, 2));
  }

  /** Asks five times a second, in the background. */
  static CompletableFuture<Arping> fiveTimesASecond(
      LabNetwork network, IpAddress address, int seconds) {
    var executor = Executors.newVirtualThreadPerTaskExecutor();
    var runs = new ArrayList<CompletableFuture<List<Reply>>>();
    long start = System.nanoTime();
    for (int i = 0; i < AT_ONCE; i++) {
      runs.add(
          CompletableFuture.supplyAsync(
              () -> run(network, address, Integer.MAX_VALUE, seconds), executor));
      Eventually.pause(STAGGER_MILLIS);
    }
    executor.shutdown();
    return CompletableFuture.allOf(runs.toArray(CompletableFuture[]::new))
        .thenApply(
            _ ->
                new Arping(
                    start,
                    runs.stream()
                        .flatMap(run -> run.join().stream())
                        .sorted(Comparator.comparingLong(Reply::nanos))
                        .toList()));
  }

  private static List<Reply> run(LabNetwork network, IpAddress address, int count, int seconds) {
    // Without stdbuf the lines would come all together at the end.
    var arping =
        List.of(
            "stdbuf",
            "-oL",
            "arping",
            "-b",
            "-I",
            "eth0",
            "-c",
            Integer.toString(count),
            "-w",
            Integer.toString(seconds),
            address.toString());
    var replies = new ArrayList<Reply>();
    try {
      var process =
          new ProcessBuilder(network.inside(LabPlan.CLIENT, arping))
              .redirectErrorStream(true)
              .start();
      try (var lines = process.inputReader()) {
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
          Matcher reply = REPLY.matcher(line);
          if (reply.find()) {
            String mac = reply.group(1).toLowerCase(Locale.ROOT);
            replies.add(new Reply(System.nanoTime(), MacAddress.parse(mac)));
          }
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException("arping does not run", e);
    }
    return List.copyOf(replies);
  }

  SortedSet<String> macs() {
    var macs = new TreeSet<String>();
    replies.forEach(reply -> macs.add(reply.mac().toString()));
    return macs;
  }

  /** The longest time without any reply. */
  long longestGapMillis() {
    return longestGapMillis(
        _ -> true, replies.isEmpty() ? Long.MAX_VALUE : replies.getLast().nanos());
  }

  /** The longest time without a reply of this node, until this moment. */
  long longestGapMillis(MacAddress mac, long untilNanos) {
    return longestGapMillis(reply -> reply.mac().equals(mac), untilNanos);
  }

  private long longestGapMillis(Predicate<Reply> counts, long untilNanos) {
    long last = startNanos;
    long longest = 0;
    for (Reply reply : replies) {
      if (counts.test(reply) && reply.nanos() <= untilNanos) {
        longest = Math.max(longest, reply.nanos() - last);
        last = reply.nanos();
      }
    }
    return TimeUnit.NANOSECONDS.toMillis(Math.max(longest, untilNanos - last));
  }
}
