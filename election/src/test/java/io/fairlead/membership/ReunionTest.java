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

  private static ClusterReport report(int controllersUp, int members, String first) {
    return new ClusterReport(false, controllersUp, members, id(first).address());
  }

  @Test
  void speakersLeftAlone_yieldToTheControllerThatFoundedAnew() {
    var mine = report(0, 40, "s1");
    var theirs = report(1, 1, "c0");

    assertTrue(Reunion.asks(mine, 1));
    assertTrue(Reunion.yields(mine, theirs, false));
    assertFalse(Reunion.asks(theirs, 1));
  }

  @Test
  void loneFounderOfThree_yieldsToTheSpeakersOfTheOldCluster() {
    assertTrue(Reunion.yields(report(0, 1, "c0"), report(0, 2, "s1"), false));
    assertFalse(Reunion.yields(report(0, 2, "s1"), report(0, 1, "c0"), false));
  }

  @Test
  void member_neverYieldsToItsOwnCluster() {
    var theirs = new ClusterReport(true, 3, 9, id("c0").address());

    assertFalse(Reunion.yields(report(0, 1, "s1"), theirs, true));
  }

  @Test
  void orphan_yieldsToTheClusterThatWaitsForIt() {
    var theirs = new ClusterReport(true, 0, 5, id("c0").address());
    var view = new ViewBuilder().members("s2 c1=DOWN").seenBy("s2");

    assertFalse(view.counts(id("c0")));
    assertFalse(view.counts(id("c1")));
    assertTrue(Reunion.yields(report(0, 1, "s2"), theirs, view.counts(id("c0"))));
  }

  @Property
  void ofTwoClusters_exactlyOneYields(
      @ForAll @IntRange(max = 3) int up1,
      @ForAll @IntRange(max = 3) int up2,
      @ForAll @IntRange(min = 1, max = 4) int members1,
      @ForAll @IntRange(min = 1, max = 4) int members2) {
    var one = report(up1, members1, "s1");
    var two = report(up2, members2, "s2");

    assertTrue(Reunion.yields(one, two, false) != Reunion.yields(two, one, false));
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
