package io.fairlead.election.actor;

import io.fairlead.table.TableEntry;
import io.fairlead.table.TableRevision;
import java.util.List;

/**
 * The announcement table as an answer.
 *
 * @param revision {@link TableRevision#NONE} before the first publication
 * @param entries in the order of their addresses
 */
public record PublishedTable(TableRevision revision, List<TableEntry> entries) {
  public PublishedTable {
    entries = List.copyOf(entries);
  }
}
