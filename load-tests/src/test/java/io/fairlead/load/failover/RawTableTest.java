package io.fairlead.load.failover;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class RawTableTest {

  @Test
  void parse_readsCommentsColumnsAndRows() {
    var table = RawTable.parse(List.of("# machine: x", "trial,ms,fault", "1,30,", "2,,gone"));

    assertEquals(List.of("machine: x"), table.comments());
    assertEquals(List.of(30L), table.numbers("ms"));
    assertEquals("gone", table.text(table.rows().get(1), "fault"));
  }

  @Test
  void parse_refusesALineOfAnotherWidth() {
    assertThrows(CampaignException.class, () -> RawTable.parse(List.of("a,b", "1")));
  }

  @Test
  void line_keepsWhatPeopleSayFromBreakingTheForm() {
    assertEquals("1,no answer after 3 s", RawTable.line(List.of("1", "no answer,\nafter 3 s")));
  }

  @Test
  void rawFile_keepsEachTrialAtOnce(@TempDir Path folder) {
    var file = new RawFile(folder.resolve("figures"), Kind.MEMORY);
    file.begin(List.of("machine: x"));
    file.add(List.of("controller", "1024", "2048", "60"));

    assertEquals(List.of(1024L), file.read().numbers("rss_kib"));
  }

  @Test
  void summary_showsThePercentilesAndCountsFaults() {
    var kill =
        new RawTable(
            List.of("machine: x"),
            List.of("outage_ms", "baseline_gap_ms", "fault"),
            List.of(List.of("3000", "12", ""), List.of("3100", "14", "no take-over")));

    String page = Summary.markdown(Map.of(Kind.KILL, kill));

    assertTrue(page.contains("| 2 | 1 | 3000 ms | 3000 ms | 3100 ms | 3100 ms | 3100 ms |"), page);
    assertTrue(page.contains("| 2 | 1 | 12 ms |"), page);
    assertTrue(page.contains("- machine: x"), page);
  }

  @Test
  void summary_saysHowBusyTheMachineWas() {
    var apply =
        new RawTable(
            List.of(),
            List.of("first_answer_ms", "load1", "fault"),
            List.of(List.of("300", "9.5", ""), List.of("400", "1.5", ""), List.of("500", "2", "")));

    assertTrue(
        Summary.markdown(Map.of(Kind.APPLY, apply)).contains("1.5 to 9.5, median 2.0"), "load");
  }

  @Test
  void summary_ofAKindWithoutFiguresSaysSo() {
    var apply =
        new RawTable(
            List.of(), List.of("first_answer_ms", "fault"), List.of(List.of("", "no answer")));

    assertTrue(Summary.markdown(Map.of(Kind.APPLY, apply)).contains("| 0 | 1 | - |"));
  }

  @Test
  void summary_tellsLostPacketsFromLateOnes() {
    var rows = List.of(List.of("50", "500", "5", "1", ""), List.of("60", "400", "2", "0", ""));
    var drain =
        new RawTable(
            List.of(),
            List.of("outage_ms", "packets", "packets_late", "packets_lost", "fault"),
            rows);

    String page = Summary.markdown(Map.of(Kind.DRAIN, drain));

    assertTrue(page.contains("packets lost, of 900 at 100 a second | 2 | | | | | | 1 |"), page);
    assertTrue(
        page.contains("packets answered after 300 ms, of 900 at 100 a second | 2 | | | | | | 7 |"),
        page);
  }

  @Test
  void summary_ofFiguresThatDoNotTellLateFromLostSaysSo() {
    var drain =
        new RawTable(
            List.of(),
            List.of("outage_ms", "packets", "packets_lost", "fault"),
            List.of(List.of("50", "500", "7", "")));

    String page = Summary.markdown(Map.of(Kind.DRAIN, drain));

    assertTrue(page.contains("packets without an answer within 300 ms, of 500"), page);
    assertTrue(!page.contains("packets lost, of 500"), page);
  }
}
