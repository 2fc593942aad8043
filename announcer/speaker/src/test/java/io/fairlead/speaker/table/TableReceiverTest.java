package io.fairlead.speaker.table;

import static io.fairlead.speaker.TestTables.entry;
import static io.fairlead.speaker.TestTables.table;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.fairlead.speaker.table.TableReceiver.Outcome;
import io.fairlead.speaker.table.TableReceiver.Step;
import io.fairlead.table.AnnouncementTable;
import io.fairlead.table.TableEntry;
import io.fairlead.table.TableRevision;
import java.util.List;
import org.junit.jupiter.api.Test;

class TableReceiverTest {
  private static final TableEntry ONE = entry("192.168.120.1", 1, "a", "b");
  private static final TableEntry TWO = entry("192.168.120.2", 1, "b", "a");
  private static final AnnouncementTable FIRST = table(2, 5, ONE);
  private static final AnnouncementTable SECOND = table(2, 6, ONE, TWO);
  private static final AnnouncementTable THIRD = table(2, 7, TWO);

  @Test
  void snapshotPart_theLastPartMakesTheTable() {
    var step = part(TableReceiver.of(FIRST), SECOND.revision(), 0, 2, ONE);
    assertEquals(Outcome.INCOMPLETE, step.outcome());
    assertEquals(FIRST, step.next().table());
    step = part(step.next(), SECOND.revision(), 1, 2, TWO);
    assertEquals(new Step(TableReceiver.of(SECOND), Outcome.UPDATED), step);
  }

  @Test
  void snapshotPart_anEmptyTableIsOneEmptyPart() {
    var revision = new TableRevision(2, 6);
    var step = TableReceiver.of(FIRST).snapshotPart(revision, 0, 1, List.of());
    assertEquals(new Step(TableReceiver.of(table(2, 6)), Outcome.UPDATED), step);
  }

  @Test
  void snapshotPart_aMissingPartIsAGap() {
    var step = part(TableReceiver.of(FIRST), SECOND.revision(), 0, 3, ONE);
    step = part(step.next(), SECOND.revision(), 2, 3, TWO);
    assertEquals(new Step(TableReceiver.of(FIRST), Outcome.GAP), step);
  }

  @Test
  void snapshotPart_aNewSnapshotReplacesOneUnderWay() {
    var step = part(TableReceiver.of(FIRST), SECOND.revision(), 0, 2, ONE);
    step = part(step.next(), THIRD.revision(), 0, 1, TWO);
    assertEquals(new Step(TableReceiver.of(THIRD), Outcome.UPDATED), step);
  }

  @Test
  void snapshotPart_ofAnOlderGenerationIsIgnored() {
    var receiver = TableReceiver.of(FIRST);
    var step = part(receiver, new TableRevision(1, 99), 0, 1, TWO);
    assertEquals(new Step(receiver, Outcome.IGNORED), step);
  }

  @Test
  void delta_followsTheRevisionItStartsFrom() {
    var step = TableReceiver.of(FIRST).delta(FIRST.deltaTo(SECOND));
    assertEquals(new Step(TableReceiver.of(SECOND), Outcome.UPDATED), step);
    step = step.next().delta(SECOND.deltaTo(THIRD));
    assertEquals(new Step(TableReceiver.of(THIRD), Outcome.UPDATED), step);
  }

  @Test
  void delta_fromARevisionNotSeenIsAGap() {
    var receiver = TableReceiver.of(FIRST);
    assertEquals(new Step(receiver, Outcome.GAP), receiver.delta(SECOND.deltaTo(THIRD)));
  }

  @Test
  void delta_seenBeforeIsIgnored() {
    var receiver = TableReceiver.of(THIRD);
    assertEquals(new Step(receiver, Outcome.IGNORED), receiver.delta(FIRST.deltaTo(SECOND)));
  }

  @Test
  void current_tellsOfALostDelta() {
    var receiver = TableReceiver.of(FIRST);
    assertEquals(Outcome.IGNORED, receiver.current(FIRST.revision()).outcome());
    assertEquals(Outcome.GAP, receiver.current(SECOND.revision()).outcome());
    assertEquals(Outcome.IGNORED, receiver.current(new TableRevision(1, 99)).outcome());
    var underWay = part(receiver, SECOND.revision(), 0, 2, ONE).next();
    assertEquals(Outcome.IGNORED, underWay.current(SECOND.revision()).outcome());
  }

  private static Step part(
      TableReceiver receiver, TableRevision revision, int part, int parts, TableEntry entry) {
    return receiver.snapshotPart(revision, part, parts, List.of(entry));
  }
}
