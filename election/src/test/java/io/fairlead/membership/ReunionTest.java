package io.fairlead.membership;

import static io.fairlead.membership.ViewBuilder.id;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class ReunionTest {
  private static final List<MemberAddress> CONTROLLERS = List.of(id("c0").address());

  private static final MembershipView OWN = new ViewBuilder().members("s1 s2").seenBy("s1");
  private static final MemberId STRANGER = id("c0");

  private static boolean yields(ClusterReport mine, ClusterReport theirs) {
    return Reunion.yields(OWN, mine, STRANGER, theirs);
  }

  private static ClusterReport report(int controllersUp, int members, String first) {
    return new ClusterReport(false, controllersUp, members, id(first).address());
  }

  @Test
  void speakersLeftAlone_yieldToTheControllerThatFoundedAnew() {
    var mine = report(0, 40, "s1");
    var theirs = report(1, 1, "c0");

    assertTrue(Reunion.asks(OWN, mine, 1));
    assertTrue(yields(mine, theirs));
    assertFalse(Reunion.asks(OWN, theirs, 1));
  }

  @Test
  void loneFounderOfThree_yieldsToTheSpeakersOfTheOldCluster() {
    assertTrue(yields(report(0, 1, "c0"), report(0, 2, "s1")));
    assertFalse(yields(report(0, 2, "s1"), report(0, 1, "c0")));
  }

  @Test
  void member_neverYieldsToItsOwnCluster() {
    var theirs = new ClusterReport(true, 3, 9, id("c0").address());
    var view = new ViewBuilder().members("c0 s1 s2").seenBy("s1");

    assertFalse(Reunion.yields(view, report(0, 1, "s1"), id("c0"), theirs));
  }

  @Test
  void orphanThatNeverHeardOfTheOthers_yieldsToThem() {
    var theirs = new ClusterReport(true, 0, 5, id("c0").address());
    var view = new ViewBuilder().members("s2 c1=DOWN").seenBy("s2");

    assertTrue(Reunion.yields(view, report(0, 1, "s2"), id("c0"), theirs));
    assertTrue(Reunion.yields(view, report(0, 1, "s2"), id("c1"), theirs));
  }

  @Test
  void orphanOfWhichTheOthersNeverHeard_asksAndYields_whileItIsNotLetIn() {
    var theirs = new ClusterReport(false, 1, 2, id("c0").address());
    var mine = report(1, 4, "c0");
    var waiting = new ViewBuilder().members("c0 s1=JOINING s2").seenBy("s1");
    var letIn = new ViewBuilder().members("c0 s1 s2").seenBy("s1");

    assertTrue(Reunion.asks(waiting, mine, 1));
    assertEquals(
        Set.of(id("c0").address()),
        Reunion.addresses(waiting, mine, MemberRole.SPEAKER, CONTROLLERS, List.of()));
    assertTrue(Reunion.yields(waiting, mine, id("c0"), theirs));
    assertFalse(Reunion.asks(letIn, mine, 1));
  }

  @Property
  void ofTwoClusters_exactlyOneYields(
      @ForAll @IntRange(max = 3) int up1,
      @ForAll @IntRange(max = 3) int up2,
      @ForAll @IntRange(min = 1, max = 4) int members1,
      @ForAll @IntRange(min = 1, max = 4) int members2) {
    var one = report(up1, members1, "s1");
    var two = report(up2, members2, "s2");

    assertTrue(yields(one, two) != yields(two, one));
  }

  @Test
  void addresses_leaveOutWhoIsReachedAnyway() {
    var view =
        new ViewBuilder()
            .members("c0 s1 s2")
            .accusations("s1>c0", Duration.ofHours(1))
            .silent("c0")
            .seenBy("s1");
    var mine = ClusterReport.of(view, id("s1"));

    assertEquals(new ClusterReport(true, 0, 2, id("s1").address()), mine);
    assertEquals(
        Set.of(id("c0").address()),
        Reunion.addresses(view, mine, MemberRole.SPEAKER, CONTROLLERS, List.of()));
    var whole = new ViewBuilder().members("c0 s1 s2").seenBy("s1");
    assertEquals(
        Set.of(),
        Reunion.addresses(
            whole, ClusterReport.of(whole, id("s1")), MemberRole.SPEAKER, CONTROLLERS, List.of()));
  }
}
