package io.fairlead.speaker.plan;

import static io.fairlead.speaker.TestViews.nodes;
import static io.fairlead.speaker.TestViews.view;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.fairlead.cluster.NodeName;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OwnStandingTest {
  private static final NodeName A = new NodeName("a");
  private static final NodeName B = new NodeName("b");
  private static final NodeName C = new NodeName("c");
  private static final long MIN = OwnStanding.SETTLE_MILLIS_MIN;
  private static final long MAX = OwnStanding.SETTLE_MILLIS_MAX;
  private static final ClusterView ALL = view("a", nodes("a", "b", "c"), nodes("a", "b", "c"));
  private static final ClusterView WITHOUT_B = view("a", nodes("a", "c"), nodes("a", "b", "c"));
  private static final ClusterView ALONE = view("a", nodes("a"), nodes("a", "b", "c"));

  /** Which other speakers are live and lost, whether a controller is reached, what follows. */
  @ParameterizedTest
  @CsvSource({
    "'',    '',    false, FREE",
    "'',    b,     false, FREE",
    "'',    b c,   false, ISOLATED",
    "'',    b c d, false, ISOLATED",
    "'',    b c,   true,  UNCONFIRMED",
    "b,     '',    false, FREE",
    "b,     c,     false, UNCONFIRMED",
    "b,     c d,   false, UNCONFIRMED",
  })
  void hold_whenTheViewChangesAtOnce(
      String live, String lost, boolean controller, String expected) {
    var liveNodes = nodes(("a " + live).trim().split(" "));
    var lostNodes = lost.isEmpty() ? nodes() : nodes(lost.split(" "));
    var known = nodes(("a " + live + " " + lost).trim().split(" +"));
    var shown = new ClusterView(liveNodes, known, lostNodes, controller || !live.isEmpty());
    var everyone = new ClusterView(known, known, nodes(), true);
    var standing = OwnStanding.of(A).shown(everyone, 0).shown(shown, 10);
    assertEquals(expected, standing.hold(10).map(Enum::name).orElse("FREE"));
  }

  @Test
  void hold_withoutALinkThenUntilTheOthersHaveToldTheirClaims() {
    var cut = OwnStanding.of(A).shown(ALL, 0).linked(false, 10);
    assertHeld(TakeOverHold.NO_LINK, cut, 1_000_000);
    var back = cut.toldBy(B).toldBy(C).linked(true, 20);
    assertHeld(TakeOverHold.SETTLING, back, 20 + MIN);
    assertHeld(TakeOverHold.SETTLING, back.toldBy(B), 20 + MIN);
    var told = back.toldBy(B).toldBy(C);
    assertHeld(TakeOverHold.SETTLING, told, 19 + MIN);
    assertFree(told, 20 + MIN);
  }

  @Test
  void hold_aLossAfterSettlingIsALoss() {
    var pair = view("a", nodes("a", "b"), nodes("a", "b"));
    var woken = OwnStanding.of(A).shown(pair, 0).paused(10).toldBy(B);
    var alone = view("a", nodes("a"), nodes("a", "b"));
    assertHeld(TakeOverHold.SETTLING, woken.shown(alone, 9 + MIN), 10 + MIN);
    assertFree(woken.shown(alone, 10 + MIN), 10 + MIN);
  }

  @Test
  void hold_settlesByTimeWhileAnotherStaysSilent() {
    var woken = OwnStanding.of(A).shown(ALL, 0).paused(10).shown(WITHOUT_B, 20).toldBy(C);
    assertHeld(TakeOverHold.SETTLING, woken, 9 + MAX);
    assertFree(woken, 10 + MAX);
  }

  @Test
  void hold_anIsolatedNodeThatReachesSomeoneAgainSettlesFirst() {
    var isolated = OwnStanding.of(A).shown(ALL, 0).shown(ALONE, 10);
    assertHeld(TakeOverHold.ISOLATED, isolated, 1_000_000);
    var healing = isolated.shown(WITHOUT_B, 1_000_000);
    assertHeld(TakeOverHold.SETTLING, healing, 999_999 + MAX);
    var healed = healing.shown(ALL, 1_000_100).toldBy(B).toldBy(C);
    assertFree(healed, 1_000_000 + MIN);
  }

  @Test
  void hold_aLossNeedsOneAnswerOfARemainingSpeakerGivenAfterIt() {
    var loss = OwnStanding.of(A).shown(ALL, 0).heardFrom(C).shown(WITHOUT_B, 10);
    assertHeld(TakeOverHold.UNCONFIRMED, loss, 10);
    assertHeld(TakeOverHold.UNCONFIRMED, loss.heardFrom(B), 11);
    assertFree(loss.heardFrom(C), 11);
    assertFree(loss, 10 + OwnStanding.CONFIRM_MILLIS_MAX);
    assertHeld(TakeOverHold.ISOLATED, loss.shown(ALONE, 1_000), 1_000_000);
  }

  @Test
  void hold_theSameLossShownAgainIsNotAskedAboutAgain() {
    var confirmed = OwnStanding.of(A).shown(ALL, 0).shown(WITHOUT_B, 10).heardFrom(C);
    assertFree(confirmed.shown(WITHOUT_B, 20), 20);
  }

  @Test
  void left_anIsolatedNodeStaysSoUntilTheNextIncarnationHasSettled() {
    var left = OwnStanding.of(A).shown(ALL, 0).shown(ALONE, 10).left();
    assertHeld(TakeOverHold.ISOLATED, left, 1_000_000);
    var joined = left.shown(view("a", nodes("a"), nodes("a")), 1_000_000);
    assertHeld(TakeOverHold.SETTLING, joined, 999_999 + MAX);
    assertFree(OwnStanding.of(A).left().shown(ALL, 10), 10);
  }

  private static void assertHeld(TakeOverHold why, OwnStanding standing, long nowMillis) {
    assertEquals(Optional.of(why), standing.hold(nowMillis));
  }

  private static void assertFree(OwnStanding standing, long nowMillis) {
    assertEquals(Optional.empty(), standing.hold(nowMillis));
  }
}
