package io.fairlead.election;

import static io.fairlead.election.Samples.node;
import static io.fairlead.election.Samples.nodes;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fairlead.placement.Penalty;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class FlapDampingTest {
  private static final Instant T0 = Instant.parse("2026-03-01T03:12:00Z");
  private static final FlapDamping DAMPING = FlapDamping.DEFAULT;

  private static Penalty lost(int times, Duration apart) {
    var now = T0;
    var penalty = DAMPING.afterLoss(Optional.empty(), now).orElseThrow();
    for (int i = 1; i < times; i++) {
      now = now.plus(apart);
      penalty = DAMPING.afterLoss(Optional.of(penalty), now).orElseThrow();
    }
    return penalty;
  }

  @Test
  void oneLossOrTwo_leaveANodeAsItIs_theThirdMakesItLastChoice() {
    assertFalse(lost(1, Duration.ofMinutes(1)).suppressed());
    assertFalse(lost(2, Duration.ofMinutes(1)).suppressed());
    assertTrue(lost(3, Duration.ofMinutes(1)).suppressed());
  }

  @Test
  void lossesThatAreFarApart_neverAddUp() {
    var penalty = lost(40, Duration.ofMinutes(30));

    assertFalse(penalty.suppressed());
    assertTrue(penalty.value() < 1_100, () -> "" + penalty);
  }

  @Test
  void aPenaltyHalvesInItsHalfLife_andAClockThatGoesBackLeavesIt() {
    var penalty = new Penalty(3_000, true, T0);

    assertEquals(3_000, DAMPING.decayed(penalty, T0));
    assertEquals(1_500, DAMPING.decayed(penalty, T0.plus(Duration.ofMinutes(5))));
    assertEquals(750, DAMPING.decayed(penalty, T0.plus(Duration.ofMinutes(10))));
    assertEquals(3_000, DAMPING.decayed(penalty, T0.minus(Duration.ofHours(1))));
  }

  @Test
  void aNodeStaysLastChoice_untilItsPenaltyIsBelowTheReuseThreshold() {
    var penalty = new Penalty(3_000, true, T0);
    var penalties = Map.of(node("n1"), penalty, node("n2"), new Penalty(2_400, false, T0));

    assertEquals(nodes("n1"), DAMPING.flapping(penalties, T0));
    assertEquals(nodes("n1"), DAMPING.flapping(penalties, T0.plus(Duration.ofSeconds(599))));
    var calm = T0.plus(DAMPING.nextCalm(penalties, T0).orElseThrow());
    assertEquals(new TreeSet<>(), DAMPING.flapping(penalties, calm));
    assertEquals(Optional.empty(), DAMPING.nextCalm(penalties, calm));
  }

  @Test
  void whatSeveralTellOfOneLoss_isOneLoss() {
    var first = DAMPING.afterLoss(Optional.empty(), T0);

    assertEquals(Optional.empty(), DAMPING.afterLoss(first, T0.plusSeconds(4)));
    assertEquals(
        1_977, DAMPING.afterLoss(first, T0.plusSeconds(10)).map(Penalty::value).orElseThrow());
  }

  @Test
  void withoutAHalfLife_nothingIsCounted() {
    var off = DAMPING.withHalfLife(Duration.ZERO);

    assertEquals(Optional.empty(), off.afterLoss(Optional.empty(), T0));
    assertFalse(off.isSuppressed(new Penalty(9_000, true, T0), T0));
  }

  @Test
  void thresholdsMustAscend() {
    assertThrows(
        IllegalArgumentException.class,
        () -> new FlapDamping(1_000, 700, 750, 12_000, Duration.ofMinutes(5)));
  }

  @Property
  void whateverHappens_aNodeIsLastChoiceForTwentyMinutesAtMost(
      @ForAll @IntRange(min = 1, max = 200) int losses,
      @ForAll @IntRange(min = 10, max = 600) int secondsApart) {
    var penalty = lost(losses, Duration.ofSeconds(secondsApart));

    assertTrue(penalty.value() <= DAMPING.ceiling());
    assertFalse(DAMPING.isSuppressed(penalty, penalty.at().plus(Duration.ofSeconds(1_201))));
  }
}
