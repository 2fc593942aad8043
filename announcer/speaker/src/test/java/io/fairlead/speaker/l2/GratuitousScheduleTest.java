package io.fairlead.speaker.l2;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fairlead.net.IpAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class GratuitousScheduleTest {
  private static final IpAddress ONE = IpAddress.parse("192.168.120.1");
  private static final IpAddress TWO = IpAddress.parse("192.168.120.2");
  private final GratuitousSchedule schedule = new GratuitousSchedule(0, new Random(1));

  @Test
  void due_atOnceThenEveryIntervalUntilFiveSeconds() {
    schedule.trigger(ONE, 1_000);
    assertEquals(List.of(1_000L, 2_100L, 3_200L, 4_300L, 5_400L), timesUntilQuiet());
  }

  @Test
  void due_isCountedFromTheLastTrigger() {
    schedule.trigger(ONE, 0);
    assertEquals(List.of(ONE), schedule.due(0, 9));
    schedule.trigger(ONE, 500);
    assertEquals(List.of(500L, 1_600L, 2_700L, 3_800L, 4_900L), timesUntilQuiet());
  }

  @Test
  void cancel_endsIt() {
    schedule.trigger(ONE, 0);
    schedule.cancel(ONE);
    assertTrue(schedule.nextMillis().isEmpty());
    assertEquals(List.of(), schedule.due(10_000, 9));
  }

  @Test
  void due_takesNoMoreThanTheLimit() {
    schedule.trigger(TWO, 0);
    schedule.trigger(ONE, 1);
    assertEquals(List.of(TWO), schedule.due(5, 1));
    assertEquals(List.of(ONE), schedule.due(5, 1));
    assertEquals(List.of(), schedule.due(5, 1));
  }

  @Test
  void due_goesOnPeriodicallyWithinTheJitterAndIsDrawnAnewEachTime() {
    long period = 60_000;
    var periodic = new GratuitousSchedule(period, new Random(7));
    periodic.trigger(ONE, 0);
    var gaps = new ArrayList<Long>();
    long last = 0;
    for (int i = 0; i < 200; i++) {
      long at = periodic.nextMillis().orElseThrow();
      assertEquals(List.of(ONE), periodic.due(at, 9));
      gaps.add(at - last);
      last = at;
    }
    assertEquals(List.of(0L, 1_100L, 1_100L, 1_100L, 1_100L), gaps.subList(0, 5));
    var later = new TreeSet<>(gaps.subList(5, gaps.size()));
    assertTrue(later.first() >= 54_000 && later.last() <= 66_000, later::toString);
    assertTrue(later.size() > 100, later::toString);
    periodic.cancel(ONE);
    assertTrue(periodic.nextMillis().isEmpty());
  }

  @Test
  void due_aTriggerInThePeriodicPartStartsAnew() {
    var periodic = new GratuitousSchedule(60_000, new Random(7));
    periodic.trigger(ONE, 0);
    while (periodic.nextMillis().orElseThrow() < 10_000) {
      periodic.due(periodic.nextMillis().orElseThrow(), 9);
    }
    periodic.trigger(ONE, 20_000);
    assertEquals(List.of(ONE), periodic.due(20_000, 9));
    assertEquals(21_100, periodic.nextMillis().orElseThrow());
  }

  private List<Long> timesUntilQuiet() {
    var times = new ArrayList<Long>();
    while (schedule.nextMillis().isPresent()) {
      long at = schedule.nextMillis().getAsLong();
      assertEquals(List.of(ONE), schedule.due(at, 9));
      times.add(at);
    }
    return times;
  }
}
