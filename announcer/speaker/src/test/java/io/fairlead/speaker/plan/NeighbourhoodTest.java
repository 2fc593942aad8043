package io.fairlead.speaker.plan;

import static io.fairlead.speaker.TestViews.nodes;
import static io.fairlead.speaker.TestViews.view;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fairlead.cluster.NodeName;
import java.util.Optional;
import java.util.SortedSet;
import org.junit.jupiter.api.Test;

/** The one rule of who lives, and what this node asks and answers meanwhile. */
class NeighbourhoodTest {
  private static final NodeName A = new NodeName("a");
  private static final NodeName B = new NodeName("b");
  private static final NodeName C = new NodeName("c");
  private static final long START = 1_000_000;

  /** So late that the view has settled. */
  private static final long NOW = START + 60_000;

  private static final Neighbourhood ALL =
      Neighbourhood.of(A).shown(view("a", nodes("a", "b", "c"), nodes("a", "b", "c")), START);
  private static final Neighbourhood PAIR =
      Neighbourhood.of(A).shown(view("a", nodes("a", "b"), nodes("a", "b")), START);
  private static final ClusterView WITHOUT_B = view("a", nodes("a", "c"), nodes("a", "b", "c"));

  @Test
  void silentAndConfirmed_isGoneBeforeTheClusterNotices() {
    var next = ALL.hello(B, HelloNews.SILENT_CONFIRMED, NOW);
    assertEquals(nodes("a", "c"), live(next, NOW));
    assertEquals(Optional.empty(), next.question(NOW));
  }

  @Test
  void silentWithoutWitness_isGoneOnlyWhenAnotherNodeAnswers() {
    var next = ALL.hello(B, HelloNews.SILENT, NOW);
    assertEquals(nodes("a", "b", "c"), live(next, NOW));
    assertEquals(Optional.of(PeerQuestion.REACH), next.question(NOW));
    assertEquals(nodes("a", "c"), live(next.heardFrom(C, NOW), NOW + 1));
  }

  @Test
  void silentInAPair_isGoneAtOnce() {
    assertEquals(nodes("a"), live(PAIR.hello(B, HelloNews.SILENT, NOW), NOW));
  }

  @Test
  void anyWordOfTheSuspect_endsTheSuspicion() {
    var next = ALL.hello(B, HelloNews.SILENT_CONFIRMED, NOW).heardFrom(B, NOW);
    assertEquals(nodes("a", "b", "c"), live(next, NOW + 1));
  }

  @Test
  void aNodeThatSaidItAnnouncesNoMore_staysGoneWhateverElseItSays() {
    var next = ALL.hello(B, HelloNews.LEFT, NOW).heardFrom(B, NOW);
    assertEquals(nodes("a", "c"), live(next, NOW + 1));
    assertEquals(nodes("a", "b", "c"), live(next.hello(B, HelloNews.UP, NOW + 2), NOW + 2));
  }

  @Test
  void suspicion_fadesWhenTheClusterStillReachesTheNode() {
    var next = ALL.hello(B, HelloNews.SILENT_CONFIRMED, NOW);
    long later = NOW + Suspicions.KEEP_MILLIS;
    assertEquals(nodes("a", "c"), live(next, later - 1));
    assertEquals(nodes("a", "b", "c"), live(next, later));
    assertEquals(ALL.hello(), next.at(later).hello());
  }

  @Test
  void heardByHello_livesThoughTheClusterLostIt() {
    var next = ALL.hello(B, HelloNews.UP, NOW).shown(WITHOUT_B, NOW).heardFrom(C, NOW);
    assertEquals(nodes("a", "b", "c"), live(next, NOW));
    var unknown = next.hello(B, HelloNews.UNKNOWN, NOW);
    assertEquals(nodes("a", "c"), live(unknown, NOW));
  }

  @Test
  void whoSpeaks_livesForASecondThoughTheClusterLostIt() {
    var spoke = ALL.shown(WITHOUT_B, NOW).heardFrom(C, NOW).heardFrom(B, NOW);
    long later = NOW + Words.KEEP_MILLIS;
    assertEquals(nodes("a", "b", "c"), live(spoke, later - 1));
    assertEquals(nodes("a", "c"), live(spoke, later));
    assertFalse(spoke.at(later - 1).fadedSince(spoke));
    assertTrue(spoke.at(later).fadedSince(spoke));
  }

  @Test
  void aWordFromBeforeTheLoss_provesNothing() {
    var lost = ALL.heardFrom(B, NOW).shown(WITHOUT_B, NOW).heardFrom(C, NOW);
    assertEquals(nodes("a", "c"), live(lost, NOW));
    var again = lost.heardFrom(B, NOW + 1).shown(ALL.standing().view(), NOW + 2);
    assertEquals(
        nodes("a", "c"), live(again.shown(WITHOUT_B, NOW + 3).heardFrom(C, NOW + 3), NOW + 3));
  }

  @Test
  void whoSpokeAndThenFellSilentByHello_isGoneAtOnce() {
    var spoke = ALL.shown(WITHOUT_B, NOW).heardFrom(B, NOW);
    assertEquals(
        nodes("a", "c"), live(spoke.hello(B, HelloNews.SILENT_CONFIRMED, NOW + 1), NOW + 1));
  }

  @Test
  void notHeardByTheOther_provesNothing() {
    var next = ALL.hello(B, HelloNews.UP, NOW).hello(B, HelloNews.UNKNOWN, NOW);
    assertEquals(nodes("a", "b", "c"), live(next, NOW));
  }

  @Test
  void withoutALinkOrAfterAPause_silenceOfOthersAccusesNobody() {
    for (var doubtful : new Neighbourhood[] {ALL.linked(false, NOW), ALL.paused(NOW)}) {
      var next = doubtful.hello(B, HelloNews.SILENT_CONFIRMED, NOW);
      assertEquals(nodes("a", "b", "c"), live(next, NOW));
    }
  }

  @Test
  void afterAnAbsence_nothingIsAnsweredUntilAllOthersToldTheirClaims() {
    var away = ALL.away(NOW);
    assertTrue(away.isShut(NOW));
    assertEquals(Optional.of(PeerQuestion.CLAIMS), away.question(NOW));
    assertTrue(away.toldBy(B, NOW).isShut(NOW + 1));
    var told = away.toldBy(B, NOW).toldBy(C, NOW);
    assertFalse(told.isShut(NOW + 1));
    assertEquals(AnswerHold.NONE, told.at(NOW + 1).answers());
  }

  @Test
  void anAbsenceThatNobodyNoticed_isOver() {
    assertFalse(ALL.away(NOW).unnoticed().isShut(NOW));
    assertTrue(ALL.linked(false, NOW).away(NOW).unnoticed().isShut(NOW));
  }

  @Test
  void afterAnAbsence_silenceOfOthersShutsForATimeOnly() {
    assertTrue(ALL.away(NOW).isShut(NOW + AnswerHold.PEERS_MILLIS_MAX - 1));
    assertFalse(ALL.away(NOW).isShut(NOW + AnswerHold.PEERS_MILLIS_MAX));
    var alone = Neighbourhood.of(A).away(NOW);
    assertTrue(alone.isShut(NOW + AnswerHold.ALONE_MILLIS - 1));
    assertFalse(alone.isShut(NOW + AnswerHold.ALONE_MILLIS));
  }

  @Test
  void withoutALink_nothingIsAnsweredAndTheRegainedLinkIsAnAbsence() {
    var cut = ALL.linked(false, NOW);
    assertTrue(cut.isShut(NOW + 3_600_000));
    var healed = cut.linked(true, NOW + 5_000);
    assertTrue(healed.isShut(NOW + 5_001));
    assertFalse(healed.toldBy(B, NOW).toldBy(C, NOW).isShut(NOW + 5_001));
  }

  private static SortedSet<NodeName> live(Neighbourhood around, long now) {
    return around.live(nodes("a", "b", "c"), now);
  }
}
