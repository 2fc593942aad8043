package io.fairlead.speaker;

import io.fairlead.speaker.table.StoredTable;
import io.fairlead.speaker.table.TableStore;
import io.fairlead.table.TableRevision;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Saves what changed, once for many changes, and again after a failure. A busy disk can take
 * seconds, and no decision may wait for it, so a thread of its own does the work. Its methods are
 * for one thread.
 */
final class TableSaver {
  private static final Logger LOG = LoggerFactory.getLogger(TableSaver.class);
  private static final long RETRY_MILLIS = 5_000;
  private static final long CLOSE_MILLIS_MAX = 2_000;

  private final TableStore store;
  private final List<CoreListener> listeners;
  private final ExecutorService disk =
      Executors.newSingleThreadExecutor(
          Thread.ofPlatform().daemon().name("speaker-disk").factory());
  private boolean dirty;
  private long notBeforeMillis = Long.MIN_VALUE;
  private volatile boolean busy;
  private volatile boolean failed;
  private volatile TableRevision saved;

  /**
   * @param loaded the revision that the store holds
   * @param listeners are told what was saved, by the thread that saves
   */
  TableSaver(TableStore store, TableRevision loaded, List<CoreListener> listeners) {
    this.store = store;
    this.saved = loaded;
    this.listeners = listeners;
  }

  /** What a restart would begin with; for any thread. */
  TableRevision saved() {
    return saved;
  }

  /** There is something to save. */
  void changed() {
    dirty = true;
  }

  void saveIfDue(StoredTable now, long nowMillis) {
    if (busy) {
      return;
    }
    if (failed) {
      failed = false;
      dirty = true;
      notBeforeMillis = nowMillis + RETRY_MILLIS;
    }
    if (dirty && nowMillis >= notBeforeMillis) {
      dirty = false;
      busy = true;
      disk.execute(() -> save(now));
    }
  }

  /** Saves for the last time, and waits for it. */
  void close(StoredTable last) {
    disk.execute(() -> save(last));
    disk.shutdown();
    try {
      if (!disk.awaitTermination(CLOSE_MILLIS_MAX, TimeUnit.MILLISECONDS)) {
        LOG.warn("the table was not saved within {} ms", CLOSE_MILLIS_MAX);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void save(StoredTable now) {
    try {
      store.save(now);
      var revision = now.table().revision();
      saved = revision;
      listeners.forEach(listener -> listener.stored(revision));
    } catch (IOException | RuntimeException e) {
      failed = true;
      LOG.warn(
          "the table could not be saved ({}); after a restart this node would start from an older"
              + " one. Free or mend the disk",
          e.toString());
    } finally {
      busy = false;
    }
  }
}
