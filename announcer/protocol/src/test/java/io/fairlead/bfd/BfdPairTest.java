package io.fairlead.bfd;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fairlead.wire.bfd.BfdDiagnostic;
import io.fairlead.wire.bfd.BfdState;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** Two sessions talk to each other in virtual time. */
class BfdPairTest {
  private static final BfdTimers FAST = BfdTimers.every(50_000, 3);

  @Property(tries = 100)
  void pair_comesUpAndAgreesOnTheSlowerInterval(@ForAll long seed) {
    var pair = new BfdPair(seed, FAST, BfdTimers.every(120_000, 5));
    pair.runMillis(5_000);
    assertUp(pair);
    assertEquals(120 * BfdPair.MILLI, pair.end(0).transmitIntervalNanos());
    assertEquals(120 * BfdPair.MILLI, pair.end(1).transmitIntervalNanos());
    assertEquals(600 * BfdPair.MILLI, pair.end(0).detectionNanos());
    assertEquals(360 * BfdPair.MILLI, pair.end(1).detectionNanos());
  }

  @Property(tries = 100)
  void cut_isDetectedWithinTheDetectionTimeAndHealed(@ForAll long seed) {
    var pair = up(seed);
    long start = pair.now;
    pair.cut(0, true);
    pair.cut(1, true);
    pair.runMillis(160);
    assertEquals(BfdState.DOWN, pair.end(0).state());
    assertEquals(BfdState.DOWN, pair.end(1).state());
    pair.events.stream()
        .filter(event -> event.nanos() > start)
        .forEach(event -> assertTrue(event.nanos() - start >= 99 * BfdPair.MILLI, "too early"));
    pair.cut(0, false);
    pair.cut(1, false);
    pair.runMillis(4_000);
    assertUp(pair);
  }

  @Property(tries = 100)
  void oneWayCut_isDownOnBothEndsAndEachKnowsItsPart(@ForAll long seed) {
    var pair = up(seed);
    pair.cut(0, true);
    pair.runMillis(200);
    assertEquals(BfdDiagnostic.CONTROL_DETECTION_TIME_EXPIRED, pair.end(1).diagnostic());
    assertEquals(BfdDiagnostic.NEIGHBOR_SIGNALED_SESSION_DOWN, pair.end(0).diagnostic());
    pair.runMillis(10_000);
    assertTrue(pair.end(0).state() != BfdState.UP && pair.end(1).state() != BfdState.UP);
  }

  @Property(tries = 100)
  void onePacketInTwentyLostAndReordered_neverFalselyDownForLong(@ForAll long seed) {
    var pair = up(seed);
    pair.loss = 0.05;
    pair.delayNanosMax = 60 * BfdPair.MILLI;
    pair.runMillis(20_000);
    pair.loss = 0;
    pair.runMillis(8_000);
    assertUp(pair);
  }

  @Property(tries = 100)
  void losslessReordering_neverGoesDown(@ForAll long seed) {
    var pair = up(seed);
    pair.events.clear();
    pair.delayNanosMax = 60 * BfdPair.MILLI;
    pair.runMillis(20_000);
    assertEquals(0, pair.events.size(), pair.events.toString());
  }

  @Property(tries = 50)
  void slowingDown_neverGoesDown(@ForAll long seed) {
    var pair = up(seed);
    pair.events.clear();
    pair.tell(0, new BfdInput.Retune(BfdTimers.every(400_000, 3)));
    pair.runMillis(5_000);
    assertEquals(400 * BfdPair.MILLI, pair.end(0).transmitIntervalNanos());
    pair.tell(0, new BfdInput.Retune(FAST));
    pair.runMillis(5_000);
    assertEquals(50 * BfdPair.MILLI, pair.end(1).transmitIntervalNanos());
    assertEquals(0, pair.events.size(), pair.events.toString());
  }

  private static BfdPair up(long seed) {
    var pair = new BfdPair(seed, FAST, FAST);
    pair.runMillis(5_000);
    assertUp(pair);
    return pair;
  }

  private static void assertUp(BfdPair pair) {
    assertEquals(BfdState.UP, pair.end(0).state());
    assertEquals(BfdState.UP, pair.end(1).state());
    assertTrue(!pair.end(0).polling() && !pair.end(1).polling());
  }
}
