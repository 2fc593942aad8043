package io.fairlead.speaker.l2;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fairlead.net.IpAddress;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class GratuitousScheduleTest {
  private static final IpAddress ONE = IpAddress.parse("192.168.120.1");
  private static final IpAddress TWO = IpAddress.parse("192.168.120.2");
  private final GratuitousSchedule schedule = new GratuitousSchedule();

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
