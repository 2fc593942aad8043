package io.fairlead.load.failover;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.fairlead.load.failover.ArpReport.Reply;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class ArpReportTest {
  private static final long MILLI = 1_000_000;
  private static final String ONE = "02:00:00:00:00:11";
  private static final String TWO = "02:00:00:00:00:12";

  @Test
  void gap_countsAtBothEndsAndBetween() {
    assertEquals(80, report(ONE + "@80", ONE + "@90").longestGapMillis());
    assertEquals(50, report(ONE + "@10", ONE + "@60").longestGapMillis());
    assertEquals(90, report(ONE + "@10").longestGapMillis());
    assertEquals(100, report().longestGapMillis());
  }

  @Test
  void twoAnswer_isNothingForACleanChangeOfNode() {
    var change = report(ONE + "@10", ONE + "@20", TWO + "@50", TWO + "@60");
    assertEquals(0, change.twoAnswerMillis());
    assertEquals(List.of("node-1", "node-2"), change.nodes());
    assertEquals("node-2", change.last());
  }

  @Test
  void twoAnswer_lastsFromTheFirstToTheLastReplyAmongOthers() {
    var both = report(ONE + "@10", TWO + "@20", ONE + "@30", TWO + "@40", ONE + "@50", ONE + "@60");
    assertEquals(30, both.twoAnswerMillis());
  }

  @Test
  void twoAnswer_isNothingForTwoTakeOversOneAfterTheOther() {
    var rolling = report(ONE + "@10", TWO + "@20", TWO + "@4000", ONE + "@4010", ONE + "@4020");
    assertEquals(0, rolling.twoAnswerMillis());
  }

  @Test
  void line_isReadBackAndNonsenseIsNamed() {
    var report = report(ONE + "@10", "02:00:00:00:53:07@20");
    assertEquals(report, ArpReport.parse(report.line()));
    assertEquals(List.of("node-1", "02:00:00:00:53:07"), report.nodes());
    var nobody = report();
    assertEquals(nobody, ArpReport.parse(nobody.line()));
    assertThrows(CampaignException.class, () -> ArpReport.parse("what?"));
  }

  private static ArpReport report(String... replies) {
    return ArpReport.of(
        10, Arrays.stream(replies).map(ArpReportTest::reply).toList(), 0, 100 * MILLI);
  }

  private static Reply reply(String text) {
    String[] parts = text.split("@");
    return new Reply(Long.parseLong(parts[1]) * MILLI, parts[0]);
  }
}
