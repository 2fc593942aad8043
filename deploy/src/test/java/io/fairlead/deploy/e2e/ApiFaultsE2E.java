package io.fairlead.deploy.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fairlead.deploy.lab.net.LabNode;
import io.fairlead.net.IpAddress;
import io.fairlead.testing.Require;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The API server stands still, or is gone, for a while: what is announced stays announced, and its
 * return costs no more writes than what was changed.
 */
final class ApiFaultsE2E {
  private static final int SERVICES = 30;

  /** Longer than the timeouts of requests and of connecting. */
  private static final int FROZEN_SECONDS = 22;

  private static final int AWAY_SECONDS = 10;
  private static final int AFTER_SECONDS = 8;
  private static final long GAP_MILLIS_MAX = 1_500;

  /**
   * A Service that is new costs its status, two Events, and a ServiceL2Status with its status; one
   * that is gone a ServiceL2Status: six in all, of which some may be tried again. A write for each
   * of the others would be many times as much.
   */
  private static final int WRITES_MAX = 12;

  private static final Pattern SAMPLE =
      Pattern.compile(
          "apiserver_request_total\\{.*resource=\"([^\"]*)\",subresource=\"([^\"]*)\","
              + "verb=\"([^\"]*)\"\\} (\\d+)");

  private static final Set<String> READS = Set.of("GET", "LIST", "WATCH");

  /** The stand-ins of the lab write these, and so does the user. */
  private static final Set<String> OTHERS =
      Set.of("nodes", "nodes/status", "endpointslices", "pods", "services POST", "services DELETE");

  @TempDir private static @Nullable Path root;

  private static @Nullable ApiProcess apiProcess;
  private static @Nullable E2eLab running;

  @BeforeAll
  static void start() throws IOException {
    Require.netns();
    apiProcess = ApiProcess.start();
    running = E2eLab.start("e2ea", Objects.requireNonNull(root), api().api());
    for (int i = 0; i < SERVICES; i++) {
      lab().create(E2eLab.batchService("batch-%02d".formatted(i)));
    }
    for (int i = 0; i < SERVICES; i++) {
      var _ = lab().awaitAddress("batch-%02d".formatted(i));
    }
  }

  @AfterAll
  static void end() {
    if (running != null) {
      running.close();
    }
    if (apiProcess != null) {
      apiProcess.close();
    }
  }

  private static E2eLab lab() {
    return Objects.requireNonNull(running);
  }

  private static ApiProcess api() {
    return Objects.requireNonNull(apiProcess);
  }

  @Test
  void apiServerThatStandsStill_stopsNoAnswer_andItsReturnIsNoStorm() {
    outage("frozen", FROZEN_SECONDS, api()::freeze, api()::thaw);
  }

  @Test
  void apiServerThatIsGone_stopsNoAnswer_andItsReturnIsNoStorm() {
    outage("gone", AWAY_SECONDS, api()::goAway, api()::comeBack);
  }

  private static void outage(String name, int seconds, Runnable begin, Runnable end) {
    IpAddress address = lab().reach("kept-" + name);
    IpAddress freed = lab().reach("deleted-" + name);
    LabNode owner = lab().awaitOwner(address);
    var before = awaitNoMoreWrites();
    var arping = Arping.fiveTimesASecond(lab().lab().network(), address, seconds + AFTER_SECONDS);

    begin.run();
    Eventually.pause(seconds * 1_000L);
    lab().awaitAnswer(address);
    end.run();
    lab().create(E2eLab.service("new-" + name));
    lab().client().services().inNamespace("default").withName("deleted-" + name).delete();

    lab().awaitAnswer(lab().awaitAddress("new-" + name));
    Eventually.holds(
        "nobody answers for what was deleted",
        () -> lab().whoHas(freed).isEmpty(),
        () -> lab().whoHas(freed));
    var replies = arping.join();
    var writes = difference(before, awaitNoMoreWrites());
    lab()
        .say(
            "API server %s for %d s: longest gap %d ms, writes after its return %s"
                .formatted(name, seconds, replies.longestGapMillis(), writes));
    assertEquals(List.of(owner.mac().toString()), List.copyOf(replies.macs()));
    assertTrue(replies.longestGapMillis() <= GAP_MILLIS_MAX, replies.toString());
    long all = writes.values().stream().mapToLong(Long::longValue).sum();
    assertTrue(all <= WRITES_MAX, () -> "a storm: " + writes);
    assertTrue(all >= 4, () -> "the changes were written: " + writes);
    assertEquals(owner, lab().awaitOwner(address));
  }

  /** The writes of the controller so far, once there have been no more of them for a while. */
  private static NavigableMap<String, Long> awaitNoMoreWrites() {
    var seen = writes();
    for (int quiet = 0; quiet < 4; ) {
      Eventually.pause(1_000);
      var now = writes();
      quiet = now.equals(seen) ? quiet + 1 : 0;
      seen = now;
    }
    return seen;
  }

  private static NavigableMap<String, Long> writes() {
    var writes = new TreeMap<String, Long>();
    String text = Objects.requireNonNull(lab().client().raw("/metrics"));
    for (String line : text.lines().toList()) {
      Matcher sample = SAMPLE.matcher(line);
      if (!sample.find() || READS.contains(sample.group(3))) {
        continue;
      }
      String what = sample.group(1) + (sample.group(2).isEmpty() ? "" : "/" + sample.group(2));
      if (!OTHERS.contains(what) && !OTHERS.contains(what + " " + sample.group(3))) {
        writes.merge(what + " " + sample.group(3), Long.parseLong(sample.group(4)), Long::sum);
      }
    }
    return writes;
  }

  private static NavigableMap<String, Long> difference(
      NavigableMap<String, Long> before, NavigableMap<String, Long> after) {
    var difference = new TreeMap<String, Long>();
    after.forEach(
        (what, count) -> {
          long more = count - before.getOrDefault(what, 0L);
          if (more > 0) {
            difference.put(what, more);
          }
        });
    return difference;
  }
}
