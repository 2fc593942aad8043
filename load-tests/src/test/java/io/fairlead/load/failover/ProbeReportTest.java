package io.fairlead.load.failover;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;

final class ProbeReportTest {
  private static final long MILLI = 1_000_000;

  @Test
  void of_findsTheLongestTimeWithoutAnswerInWhateverOrder() {
    var report =
        ProbeReport.of(
            List.of(
                good(3_020, "web-node-3"),
                good(10, "web-node-1"),
                good(20, "web-node-1"),
                bad(320)),
            4,
            0,
            3_030 * MILLI);

    assertEquals(new ProbeReport(4, 1, 0, 0, 3_000, 10, "web-node-3", 1), report);
    assertEquals("node-3", report.node());
  }

  @Test
  void of_countsAGapThatIsStillOpen() {
    assertEquals(
        990,
        ProbeReport.of(List.of(good(10, "web-node-1")), 1, 0, 1_000 * MILLI).longestGapMillis());
    assertEquals(
        700,
        ProbeReport.of(List.of(good(900, "web-node-1")), 1, 200 * MILLI, 1_000 * MILLI)
            .longestGapMillis());
  }

  @Test
  void of_withoutAnyAnswerIsAllGap() {
    var report = ProbeReport.of(List.of(bad(300), bad(310)), 2, 0, 400 * MILLI);

    assertEquals(new ProbeReport(2, 2, 0, 0, 400, 0, "-", 0), report);
    assertEquals("", report.node());
  }

  @Test
  void streak_endsAtAnAnswerOfAnotherPodAndNotAtAFailure() {
    var report =
        ProbeReport.of(
            List.of(
                good(10, "a-node-1"),
                good(20, "a-node-2"),
                good(30, "a-node-1"),
                bad(35),
                good(40, "a-node-1")),
            5,
            0,
            50 * MILLI);

    assertEquals(2, report.streak());
  }

  @Test
  void parse_readsWhatLineWrote() {
    var report = new ProbeReport(400, 300, 7, 2, 3_051, 1_790_000_000_000L, "nginx-node-3", 200);

    assertEquals(report, ProbeReport.parse(report.line()));
  }

  @Test
  void parse_refusesAnythingElse() {
    assertThrows(CampaignException.class, () -> ProbeReport.parse("Exception in thread main"));
    assertThrows(CampaignException.class, () -> ProbeReport.parse("requests=x failures=1"));
  }

  @Test
  void of_tellsLateAnswersFromNoneAndFromThoseThatMayStillCome() {
    var report =
        ProbeReport.of(
            List.of(
                new ProbeSample(0, 300 * MILLI, 300, "a-node-1"),
                new ProbeSample(0, 301 * MILLI, 301, "a-node-1"),
                new ProbeSample(0, 2_000 * MILLI, 2_000, "")),
            5,
            0,
            2_001 * MILLI);

    assertEquals(1, report.late());
    assertEquals(1, report.failures());
    assertEquals(2, report.pending());
  }

  private static ProbeSample good(long endMillis, String server) {
    return new ProbeSample((endMillis - 1) * MILLI, endMillis * MILLI, endMillis, server);
  }

  private static ProbeSample bad(long endMillis) {
    return new ProbeSample((endMillis - 1) * MILLI, endMillis * MILLI, endMillis, "");
  }
}
