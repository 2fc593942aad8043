package io.fairlead.table;

import static java.util.Collections.unmodifiableSortedMap;

import io.fairlead.net.IpAddress;
import java.util.Collection;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** Everything that speakers announce, at one revision. */
public record AnnouncementTable(TableRevision revision, SortedMap<IpAddress, TableEntry> entries) {
  public static final AnnouncementTable EMPTY =
      new AnnouncementTable(TableRevision.NONE, new TreeMap<>());

  public AnnouncementTable {
    entries = unmodifiableSortedMap(new TreeMap<>(entries));
  }

  public static AnnouncementTable of(TableRevision revision, Collection<TableEntry> entries) {
    var byAddress = new TreeMap<IpAddress, TableEntry>();
    entries.forEach(entry -> byAddress.put(entry.address(), entry));
    return new AnnouncementTable(revision, byAddress);
  }

  /** What leads from this table to {@code next}. */
  public TableDelta deltaTo(AnnouncementTable next) {
    var changed =
        next.entries.values().stream()
            .filter(entry -> !entry.equals(entries.get(entry.address())))
            .toList();
    var removed =
        entries.keySet().stream().filter(address -> !next.entries.containsKey(address)).toList();
    return new TableDelta(revision, next.revision, changed, removed);
  }

  /** The table after the delta, or empty when the delta starts from another revision: a gap. */
  public Optional<AnnouncementTable> apply(TableDelta delta) {
    if (!delta.from().equals(revision)) {
      return Optional.empty();
    }
    var next = new TreeMap<>(entries);
    delta.removed().forEach(next::remove);
    delta.changed().forEach(entry -> next.put(entry.address(), entry));
    return Optional.of(new AnnouncementTable(delta.to(), next));
  }
}
