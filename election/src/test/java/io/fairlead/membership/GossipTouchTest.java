package io.fairlead.membership;

import static io.fairlead.membership.ViewBuilder.id;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class GossipTouchTest {
  private static final MemberId A = id("c0");
  private static final MemberId B = id("s1");
  private final GossipTouch touch = new GossipTouch();

  private Set<MemberId> at(long millis, MemberId... seenBy) {
    return touch.inTouch(List.of(A, B), List.of(seenBy), Duration.ofMillis(millis));
  }

  @Test
  void inTouch_outlastsTheMomentInWhichANewGossipGoesRound() {
    assertEquals(Set.of(A, B), at(0, A, B));
    assertEquals(Set.of(A, B), at(600, A));
    assertEquals(Set.of(A, B), at(900, A, B));
    assertEquals(Set.of(A, B), at(1_800, A));
  }

  @Test
  void inTouch_endsForWhoDoesNotSeeTheNewestGossipForARound() {
    at(0, A, B);

    assertEquals(Set.of(A), at(1_020, A));
    assertEquals(Set.of(A, B), at(1_200, A, B));
  }

  @Test
  void inTouch_givesANewMemberARoundToSeeTheGossip() {
    touch.inTouch(List.of(A), List.of(A), Duration.ZERO);

    assertEquals(Set.of(A, B), at(5_000, A));
    assertEquals(Set.of(A), at(6_100, A));
  }
}
