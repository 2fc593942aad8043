package io.fairlead.speaker.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fairlead.cluster.NodeName;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class LivenessTest {
  private static final SortedSet<NodeName> TABLE = nodes("a", "b", "c");
  private static final long SETTLED = 100 + Liveness.SETTLE_MILLIS;

  @Test
  void live_withoutAClusterEveryNodeOfTheTableKeepsItsStanding() {
    assertEquals(TABLE, Liveness.UNKNOWN.live(TABLE, 99_999));
  }

  @Test
  void live_aNodeNotShownYetCountsUntilTheViewHasSettled() {
    var joined = Liveness.UNKNOWN.shown(nodes("a"), nodes("a"), 100);
    assertEquals(TABLE, joined.live(TABLE, SETTLED - 1));
    assertEquals(nodes("a"), joined.live(TABLE, SETTLED));
  }

  @Test
  void live_aNodeOnceSeenIsDeadAsSoonAsItIsUnreachable() {
    var both = Liveness.UNKNOWN.shown(nodes("a", "b"), nodes("a", "b"), 100);
    assertEquals(nodes("a", "c"), both.shown(nodes("a"), nodes("a", "b"), 101).live(TABLE, 101));
    assertEquals(nodes("a", "c"), both.shown(nodes("a"), nodes("a"), 101).live(TABLE, 101));
  }

  @Test
  void detached_theLastViewHoldsAndANewIncarnationSettlesAgain() {
    var before = Liveness.UNKNOWN.shown(nodes("a", "b"), nodes("a", "b", "c"), 100);
    var detached = before.detached(before.live(TABLE, SETTLED));
    assertEquals(nodes("a", "b"), detached.live(TABLE, SETTLED + 1));
    var again = detached.shown(nodes("a"), nodes("a"), SETTLED + 2);
    assertEquals(nodes("a", "b"), again.live(TABLE, SETTLED + 3));
    assertEquals(nodes("a"), again.live(TABLE, SETTLED + 2 + Liveness.SETTLE_MILLIS));
  }

  @Test
  void startGate_waitsForEveryPeerOrForItsTime() {
    var waits = new StartGate.Waits(1000, 200, 500);
    var gate = StartGate.closed(waits, 0);
    assertFalse(gate.isOpen(999));
    assertTrue(gate.isOpen(1000));
    var alone = gate.joined(nodes(), 300);
    assertFalse(alone.isOpen(499));
    assertTrue(alone.isOpen(500));
    var peers = alone.joined(nodes("b", "c"), 400);
    assertFalse(peers.answeredBy(new NodeName("b")).isOpen(799));
    assertTrue(peers.answeredBy(new NodeName("b")).answeredBy(new NodeName("c")).isOpen(410));
    assertTrue(peers.isOpen(800));
  }

  private static SortedSet<NodeName> nodes(String... names) {
    return Stream.of(names).map(NodeName::new).collect(Collectors.toCollection(TreeSet::new));
  }
}
