package io.fairlead.speaker.hello;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import io.fairlead.net.IpAddress;
import io.fairlead.placement.Claim;
import io.fairlead.speaker.Await;
import io.fairlead.speaker.link.LinkException;
import io.fairlead.table.HelloKey;
import io.fairlead.wire.bfd.BfdDiagnostic;
import io.fairlead.wire.bfd.BfdDropReason;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Real sockets and threads on the loopback interface. */
class HelloEndpointIT {
  private static final Duration SOON = Duration.ofSeconds(10);
  private static final int PORT = 27_947;
  private static final int INTERVAL_MILLIS = 50;
  private static final HelloKey KEY = HelloKey.of(7, new byte[32]);
  private final List<HelloNode> nodes = new ArrayList<>();

  @AfterEach
  void close() {
    nodes.forEach(HelloNode::close);
  }

  @Test
  void endedNode_isFoundSilentAndTheThirdIsWitness() throws Exception {
    var a = node(1);
    var b = node(2);
    var c = node(3);
    a.meets(2, 3);
    b.meets(1, 3);
    c.meets(1, 2);
    awaitUp(a, "n2", "n3");
    awaitFast(a);
    b.close();
    long end = System.nanoTime();
    Await.until(SOON, () -> a.heard.contains("n2 SILENT_CONFIRMED"), a.heard::toString);
    long millis = Duration.ofNanos(System.nanoTime() - end).toMillis();
    assertTrue(millis < 1_000, millis + " ms");
    assertFalse(a.heard.contains("n3 SILENT_CONFIRMED"), a.heard::toString);
  }

  @Test
  void newcomer_findsASettledNodeSilentAtFullPace() throws Exception {
    var a = node(1);
    var c = node(3);
    a.meets(2, 3);
    c.meets(1, 2);
    awaitUp(a, "n3");
    awaitFast(a);
    var b = node(2);
    b.meets(1, 3);
    awaitUp(b, "n1", "n3");
    a.close();
    long end = System.nanoTime();
    Await.until(SOON, () -> b.heard.contains("n1 SILENT_CONFIRMED"), b.heard::toString);
    long millis = Duration.ofNanos(System.nanoTime() - end).toMillis();
    assertTrue(millis < 1_500, millis + " ms");
  }

  @Test
  void endedNode_ofAPairIsSilentWithoutAWitness() throws Exception {
    var a = node(1);
    var b = node(2);
    a.meets(2);
    b.endpoint.know(new TreeMap<>(Map.of(HelloNode.name(1), IpAddress.parse("127.0.83.1"))));
    awaitUp(a, "n2");
    awaitUp(b, "n1");
    b.close();
    Await.until(SOON, () -> a.heard.contains("n2 SILENT"), a.heard::toString);
  }

  @Test
  void disabled_isHeardAsLeft() throws Exception {
    var a = node(1);
    var b = node(2);
    a.meets(2);
    b.meets(1);
    awaitUp(a, "n2");
    b.endpoint.disable(BfdDiagnostic.PATH_DOWN);
    Await.until(SOON, () -> a.heard.contains("n2 LEFT"), a.heard::toString);
    a.heard.clear();
    b.endpoint.enable();
    awaitUp(a, "n2");
  }

  @Test
  void strangersKey_isDroppedAndCounted() throws Exception {
    var a = node(1);
    var b = node(2);
    byte[] other = new byte[32];
    Arrays.fill(other, (byte) 1);
    b.uses(HelloKey.of(7, other));
    a.meets(2);
    b.meets(1);
    Await.until(
        SOON,
        () -> a.endpoint.counters().drops().getOrDefault(BfdDropReason.DIGEST, 0L) > 1,
        () -> a.endpoint.counters().toString());
    b.uses(HelloKey.of(8, other));
    Await.until(
        SOON,
        () -> a.endpoint.counters().drops().getOrDefault(BfdDropReason.KEY_UNKNOWN, 0L) > 1,
        () -> a.endpoint.counters().toString());
    assertEquals(List.of(), a.heard);
  }

  @Test
  void newKey_isTakenUpWithoutALostSession() throws Exception {
    var a = node(1);
    var b = node(2);
    a.meets(2);
    b.meets(1);
    awaitUp(a, "n2");
    awaitUp(b, "n1");
    var next = HelloKey.of(8, new byte[32]);
    for (var node : List.of(a, b)) {
      node.endpoint.useKeys(List.of(KEY, next), KEY);
    }
    a.endpoint.useKeys(List.of(KEY, next), next);
    Await.always(
        Duration.ofSeconds(3),
        () -> !a.heard.contains("n2 SILENT") && !b.heard.contains("n1 SILENT"),
        () -> a.heard + " " + b.heard);
  }

  @Test
  void claims_areToldUntilTheyAreTakenBack() throws Exception {
    var a = node(1);
    var b = node(2);
    a.meets(2);
    b.meets(1);
    var claim = new Claim(IpAddress.parse("192.0.2.1"), HelloNode.name(1), 9);
    a.endpoint.tellClaims(new TreeMap<>(Map.of(HelloNode.name(2), List.of(claim))));
    Await.until(
        SOON,
        () -> b.heard.stream().filter("n1 claims 192.0.2.1 9"::equals).count() > 2,
        b.heard::toString);
  }

  @Test
  void steadyState_allocatesNothing() throws Exception {
    var a = node(1);
    var b = node(2);
    a.meets(2);
    b.meets(1);
    awaitUp(a, "n2");
    awaitFast(a);
    long warm = a.endpoint.counters().sent() + 100;
    Await.until(SOON, () -> a.endpoint.counters().sent() > warm, () -> "too few packets");
    var threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long[] ids =
        Arrays.stream(threads.dumpAllThreads(false, false))
            .filter(thread -> thread.getThreadName().equals("hello"))
            .mapToLong(thread -> thread.getThreadId())
            .toArray();
    assertEquals(2, ids.length);
    long sent = a.endpoint.counters().sent();
    long before = Arrays.stream(threads.getThreadAllocatedBytes(ids)).sum();
    Await.until(SOON, () -> a.endpoint.counters().sent() > sent + 100, () -> "too few packets");
    long octets = Arrays.stream(threads.getThreadAllocatedBytes(ids)).sum() - before;
    assertTrue(octets < 2_000, octets + " octets in 100 packets each way");
  }

  private HelloNode node(int number) throws LinkException {
    var node = new HelloNode(number, PORT, INTERVAL_MILLIS);
    nodes.add(node);
    node.uses(KEY);
    return node;
  }

  private static void awaitUp(HelloNode node, String... others) {
    for (String other : others) {
      Await.until(SOON, () -> node.heard.contains(other + " UP"), node.heard::toString);
    }
  }

  // The fast interval shows in the rate of packets.
  private static void awaitFast(HelloNode node) {
    Await.until(
        SOON,
        () -> node.endpoint.counters().sent() > 60,
        () -> node.endpoint.counters().toString());
  }
}
