package io.fairlead.speaker.table;

import io.fairlead.table.AnnouncementTable;
import io.fairlead.table.TableDelta;
import io.fairlead.table.TableEntry;
import io.fairlead.table.TableRevision;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Puts the announcement table together from what the publisher sends. Pure: each message gives the
 * next receiver and what came of it. Nothing older than the table at hand is ever taken.
 *
 * @param assembly the parts of a snapshot that is under way
 */
public record TableReceiver(AnnouncementTable table, Optional<Assembly> assembly) {

  public static TableReceiver of(AnnouncementTable table) {
    return new TableReceiver(table, Optional.empty());
  }

  /** The first parts of a snapshot. */
  public record Assembly(TableRevision revision, int parts, List<List<TableEntry>> received) {
    public Assembly {
      received = List.copyOf(received);
    }

    private boolean expects(TableRevision other, int part, int ofParts) {
      return revision.equals(other) && parts == ofParts && received.size() == part;
    }

    private Assembly with(List<TableEntry> entries) {
      var next = new ArrayList<>(received);
      next.add(List.copyOf(entries));
      return new Assembly(revision, parts, next);
    }
  }

  /** What came of a message. */
  public enum Outcome {
    /** There is a new table. */
    UPDATED,
    /** More parts are to come. */
    INCOMPLETE,
    /** Known already, or of an older publisher. */
    IGNORED,
    /** Something was missed: subscribe again. */
    GAP
  }

  /** The receiver after a message. */
  public record Step(TableReceiver next, Outcome outcome) {}

  /** One part of a whole table. */
  public Step snapshotPart(TableRevision revision, int part, int parts, List<TableEntry> entries) {
    if (revision.compareTo(table.revision()) <= 0) {
      return new Step(this, Outcome.IGNORED);
    }
    var begun = part == 0 ? Optional.of(new Assembly(revision, parts, List.of())) : assembly;
    if (begun.filter(a -> a.expects(revision, part, parts)).isEmpty()) {
      return new Step(of(table), Outcome.GAP);
    }
    var next = begun.get().with(entries);
    if (next.received().size() < parts) {
      return new Step(new TableReceiver(table, Optional.of(next)), Outcome.INCOMPLETE);
    }
    var all = next.received().stream().flatMap(List::stream).toList();
    return new Step(of(AnnouncementTable.of(revision, all)), Outcome.UPDATED);
  }

  /** One change. */
  public Step delta(TableDelta delta) {
    if (delta.to().compareTo(table.revision()) <= 0) {
      return new Step(this, Outcome.IGNORED);
    }
    return table
        .apply(delta)
        .map(next -> new Step(of(next), Outcome.UPDATED))
        .orElseGet(() -> new Step(this, Outcome.GAP));
  }

  /** The publisher's word on the revision that is current. */
  public Step current(TableRevision revision) {
    boolean underWay = assembly.filter(a -> a.revision().equals(revision)).isPresent();
    boolean missed = revision.compareTo(table.revision()) > 0 && !underWay;
    return new Step(this, missed ? Outcome.GAP : Outcome.IGNORED);
  }
}
