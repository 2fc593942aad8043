package io.fairlead.speaker;

import io.fairlead.speaker.table.StoredTable;
import io.fairlead.speaker.table.TableStore;
import io.fairlead.table.TableRevision;
import java.io.IOException;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Saves what changed, once for many changes, and again after a failure. For one thread. */
final class TableSaver {
  private static final Logger LOG = LoggerFactory.getLogger(TableSaver.class);
  private static final long RETRY_MILLIS = 5_000;

  private final TableStore store;
  private final Consumer<TableRevision> onSaved;
  private boolean dirty;
  private long notBeforeMillis = Long.MIN_VALUE;

  TableSaver(TableStore store, Consumer<TableRevision> onSaved) {
    this.store = store;
    this.onSaved = onSaved;
  }

  /** There is something to save. */
  void changed() {
    dirty = true;
  }

  void saveIfDue(StoredTable now, long nowMillis) {
    if (dirty && nowMillis >= notBeforeMillis && !saveNow(now)) {
      notBeforeMillis = nowMillis + RETRY_MILLIS;
    }
  }

  boolean saveNow(StoredTable now) {
    try {
      store.save(now);
      dirty = false;
      onSaved.accept(now.table().revision());
      return true;
    } catch (IOException e) {
      LOG.warn(
          "the table could not be saved ({}); after a restart this node would start from an older"
              + " one. Free or mend the disk",
          e.toString());
      return false;
    }
  }
}
