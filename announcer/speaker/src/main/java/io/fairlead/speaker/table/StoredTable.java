package io.fairlead.speaker.table;

import io.fairlead.speaker.plan.ClaimBook;
import io.fairlead.table.AnnouncementTable;

/** What a speaker keeps over a restart: the last table, and the highest claims it knows. */
public record StoredTable(AnnouncementTable table, ClaimBook claims) {
  public static final StoredTable EMPTY = new StoredTable(AnnouncementTable.EMPTY, ClaimBook.EMPTY);
}
