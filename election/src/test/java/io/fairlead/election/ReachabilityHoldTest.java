package io.fairlead.election;

import static io.fairlead.election.Samples.node;
import static io.fairlead.election.Samples.nodes;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class ReachabilityHoldTest {
  private static final long START = 10_000;
  private static final long HOLD = 5_000;

  private static ReachabilityHold fresh() {
    return ReachabilityHold.start(0, START, HOLD);
  }

  private static SpeakerMembership members(String reachable, String unreachable, String leaving) {
    return new SpeakerMembership(nodes(reachable), nodes(unreachable), nodes(leaving));
  }

  private static SpeakerStatus statusAt(ReachabilityHold hold, String node, long nowMillis) {
    return hold.speakers(nowMillis).status(node(node));
  }

  @Test
  void speakers_givesUpAnUnreachableOne_onlyAfterTheHold() {
    var hold =
        fresh()
            .observe(members("n1 n2 n3", "", ""), 20_000)
            .observe(members("n1 n3", "n2", ""), 21_000)
            .observe(members("n1 n3", "n2", ""), 24_000);

    assertEquals(SpeakerStatus.HELD, statusAt(hold, "n2", 25_999));
    assertEquals(SpeakerStatus.LOST, statusAt(hold, "n2", 26_000));
    assertEquals(SpeakerStatus.REACHABLE, statusAt(hold, "n1", 26_000));
    assertEquals(OptionalLong.of(26_000), hold.nextChangeMillis(21_000));
    assertEquals(OptionalLong.empty(), hold.nextChangeMillis(26_000));
  }

  @Test
  void speakers_startsTheHoldAnew_afterAReturn() {
    var hold =
        fresh()
            .observe(members("n1", "n2", ""), 20_000)
            .observe(members("n1 n2", "", ""), 23_000)
            .observe(members("n1", "n2", ""), 24_000);

    assertEquals(SpeakerStatus.HELD, statusAt(hold, "n2", 28_999));
    assertEquals(SpeakerStatus.LOST, statusAt(hold, "n2", 29_000));
  }

  @Test
  void speakers_givesUpALeavingOne_atOnce_alsoWhenTheMembershipDropsIt() {
    var leaving =
        fresh().observe(members("n1 n2", "", ""), 20_000).observe(members("n1", "", "n2"), 21_000);
    var dropped = leaving.observe(members("n1", "", ""), 21_500);

    assertEquals(SpeakerStatus.LEFT, statusAt(leaving, "n2", 21_000));
    assertEquals(SpeakerStatus.LEFT, statusAt(dropped, "n2", 21_500));
    assertEquals(
        nodes("n1"),
        dropped.observe(members("n1", "", ""), 26_000).sightings().keySet(),
        "it is forgotten in the end");
  }

  @Test
  void speakers_holdsOneThatVanished_fromWhenItBecameUnreachable() {
    var hold =
        fresh()
            .observe(members("n1 n2", "", ""), 20_000)
            .observe(members("n1", "n2", ""), 21_000)
            .observe(members("n1", "", ""), 24_000);

    assertEquals(SpeakerStatus.HELD, statusAt(hold, "n2", 25_999));
    assertEquals(SpeakerStatus.LOST, statusAt(hold, "n2", 26_000));
  }

  @Test
  void speakers_takesBackARestartedSpeaker() {
    var hold =
        fresh().observe(members("n1", "", "n2"), 20_000).observe(members("n1 n2", "", ""), 20_100);

    assertEquals(SpeakerStatus.REACHABLE, statusAt(hold, "n2", 20_100));
  }

  @Test
  void speakers_givesUpNobody_whileFewerThanHalfAreReachable() {
    var hold = fresh().observe(members("n1", "n2 n3", ""), 20_000);
    assertEquals(SpeakerStatus.HELD, statusAt(hold, "n2", 999_000));

    var none = fresh().observe(members("", "n1 n2", ""), 20_000);
    assertTrue(none.speakers(999_000).isCutOff());
    assertEquals(SpeakerStatus.HELD, statusAt(none, "n1", 999_000));
  }

  @Test
  void speakers_holdsAnew_whoIsStillMissing_whenTheControllerIsNoLongerCutOff() {
    var hold =
        fresh()
            .observe(members("n1 n2 n3", "", ""), 20_000)
            .observe(members("", "n1 n2 n3", ""), 21_000)
            .observe(members("n1", "n2 n3", ""), 60_000)
            .observe(members("n1 n2", "n3", ""), 60_200);

    assertEquals(SpeakerStatus.HELD, statusAt(hold, "n3", 65_199));
    assertEquals(SpeakerStatus.LOST, statusAt(hold, "n3", 65_200));
    assertEquals(OptionalLong.of(65_200), hold.nextChangeMillis(60_200));
  }

  @Test
  void speakers_givesUpOneOfTwo() {
    var hold = fresh().observe(members("n1", "n2", ""), 20_000);

    assertEquals(SpeakerStatus.LOST, statusAt(hold, "n2", 25_000));
  }

  @Test
  void speakers_holdsWhatItNeverSaw_onlyAfterTheStart() {
    var hold = fresh().observe(members("n1", "", ""), 1_000);

    assertEquals(SpeakerStatus.HELD, statusAt(hold, "n2", 9_999));
    assertTrue(hold.speakers(9_999).awaitsAny(nodes("n1 n2")));
    assertEquals(SpeakerStatus.LOST, statusAt(hold, "n2", 10_000));
    assertEquals(OptionalLong.of(10_000), hold.nextChangeMillis(1_000));
  }
}
