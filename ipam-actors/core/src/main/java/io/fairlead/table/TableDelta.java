package io.fairlead.table;

import io.fairlead.net.IpAddress;
import java.util.List;

/** What changed from one revision of the announcement table to a later one. */
public record TableDelta(
    TableRevision from, TableRevision to, List<TableEntry> changed, List<IpAddress> removed) {
  public TableDelta {
    changed = List.copyOf(changed);
    removed = List.copyOf(removed);
  }

  public boolean isEmpty() {
    return changed.isEmpty() && removed.isEmpty();
  }
}
