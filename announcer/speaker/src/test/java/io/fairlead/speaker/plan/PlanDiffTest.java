package io.fairlead.speaker.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.fairlead.net.IpAddress;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class PlanDiffTest {
  private static final IpAddress ONE = IpAddress.parse("192.168.120.1");
  private static final IpAddress TWO = IpAddress.parse("192.168.120.2");
  private static final IpAddress THREE = IpAddress.parse("192.168.120.3");
  private static final SortedSet<String> ALL = new TreeSet<>();

  @Test
  void between_equalStatesIsEmpty() {
    assertEquals(
        List.of(),
        PlanDiff.between(Map.of(ONE, new Announcement(3, ALL)), plan(Map.of(ONE, planned(3)))));
  }

  @Test
  void between_announcesBeforeItWithdraws() {
    var steps =
        PlanDiff.between(Map.of(ONE, new Announcement(3, ALL)), plan(Map.of(TWO, planned(1))));
    assertEquals(
        List.of(new PlanDiff.Step.Announce(TWO, planned(1)), new PlanDiff.Step.Withdraw(ONE)),
        steps);
  }

  @Test
  void between_anotherEpochOrOtherInterfacesAnnounceAgain() {
    var eth1 = new TreeSet<>(List.of("eth1"));
    var steps =
        PlanDiff.between(
            Map.of(
                ONE, new Announcement(3, ALL),
                TWO, new Announcement(3, ALL),
                THREE, new Announcement(3, eth1)),
            plan(Map.of(ONE, planned(4), TWO, planned(3), THREE, planned(3))));
    assertEquals(
        List.of(
            new PlanDiff.Step.ReAnnounce(ONE, planned(4)),
            new PlanDiff.Step.ReAnnounce(THREE, planned(3))),
        steps);
  }

  private static AnnouncementPlan.Planned planned(long epoch) {
    return new AnnouncementPlan.Planned(epoch, ALL, AnnounceCause.OWNER_BY_TABLE);
  }

  private static AnnouncementPlan plan(Map<IpAddress, AnnouncementPlan.Planned> addresses) {
    return new AnnouncementPlan(new TreeMap<>(addresses));
  }
}
