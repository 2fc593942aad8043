package io.fairlead.persistence.log;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.fairlead.persistence.adapter.StoredSerializer;
import io.fairlead.persistence.journal.EmbeddedJournal;
import io.fairlead.persistence.journal.JournalUnavailableException;
import io.fairlead.persistence.schema.EventSchema;
import io.fairlead.persistence.schema.Stored;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.NavigableSet;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.sqlite.SQLiteConfig;

/**
 * Reads the event log of an embedded journal. The writer may run meanwhile, in this or another
 * process, and is never held up. For use by one thread at a time.
 *
 * <p>Opening, and everything read, throws {@link JournalUnavailableException} when there is no
 * journal or it is damaged.
 */
public final class EventLogReader implements AutoCloseable {
  /** A page is one short read; between pages the writer may shrink its write-ahead log. */
  private static final int PAGE_ROWS = 500;

  private static final int BUSY_TIMEOUT_MILLIS = 5_000;

  private static final String COLUMNS =
      "SELECT \"ordering\", \"persistence_id\", \"sequence_number\", \"event_ser_id\","
          + " \"event_ser_manifest\", \"event_payload\" FROM \"event_journal\""
          + " WHERE \"deleted\" = 0 AND \"ordering\" > ?";
  private static final String PAGE = " ORDER BY \"ordering\" LIMIT " + PAGE_ROWS;
  private static final String OF_ALL = COLUMNS + PAGE;
  private static final String OF_ENTITY = COLUMNS + " AND \"persistence_id\" = ?" + PAGE;
  private static final String PERSISTENCE_IDS =
      "SELECT DISTINCT \"persistence_id\" FROM \"event_journal\"";

  private final Path file;
  private final Connection connection;

  private EventLogReader(Path file, Connection connection) {
    this.file = file;
    this.connection = connection;
  }

  /** Opens the journal of a folder, see {@link EmbeddedJournal}, for reading only. */
  public static EventLogReader open(Path folder) {
    Path file = EmbeddedJournal.fileIn(folder);
    if (!Files.exists(file)) {
      throw JournalUnavailableException.missing(file);
    }
    var config = new SQLiteConfig();
    config.setReadOnly(true);
    config.setBusyTimeout(BUSY_TIMEOUT_MILLIS);
    try {
      return new EventLogReader(file, config.createConnection("jdbc:sqlite:" + file));
    } catch (SQLException e) {
      throw JournalUnavailableException.database(file, e);
    }
  }

  /** All entities of the journal. */
  public NavigableSet<String> persistenceIds() {
    var ids = new TreeSet<String>();
    try (PreparedStatement statement = connection.prepareStatement(PERSISTENCE_IDS);
        ResultSet rows = statement.executeQuery()) {
      while (rows.next()) {
        ids.add(rows.getString(1));
      }
    } catch (SQLException e) {
      throw JournalUnavailableException.database(file, e);
    }
    return Collections.unmodifiableNavigableSet(ids);
  }

  /**
   * The events that the query asks for, in the order of writing. It is read page by page as the
   * stream is consumed, so it includes what is written meanwhile. A query by time alone reads the
   * whole log.
   */
  public Stream<LogRecord> read(LogQuery query) {
    // A page says where the next begins; the one after the last is empty.
    return Stream.iterate(
            page(query),
            page -> !page.isEmpty(),
            page -> page(query.after(page.getLast().position())))
        .flatMap(List::stream)
        .filter(logged -> query.takes(logged.at()));
  }

  private List<LogRecord> page(LogQuery query) {
    var records = new ArrayList<LogRecord>();
    String sql = query.persistenceId().isPresent() ? OF_ENTITY : OF_ALL;
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setLong(1, query.afterPosition());
      if (query.persistenceId().isPresent()) {
        statement.setString(2, query.persistenceId().get());
      }
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          records.add(logged(rows));
        }
      }
    } catch (SQLException e) {
      throw JournalUnavailableException.database(file, e);
    }
    return records;
  }

  private LogRecord logged(ResultSet row) throws SQLException {
    long position = row.getLong(1);
    int serializer = row.getInt(4);
    if (serializer != StoredSerializer.IDENTIFIER) {
      throw JournalUnavailableException.foreignEvent(file, position, serializer);
    }
    var stored = Stored.ofManifest(row.getString(5), new String(row.getBytes(6), UTF_8));
    var envelope = EventSchema.envelope(stored);
    return new LogRecord(
        position, row.getString(2), row.getLong(3), envelope.number(), envelope.at(), stored);
  }

  @Override
  public void close() {
    try {
      connection.close();
    } catch (SQLException e) {
      throw JournalUnavailableException.database(file, e);
    }
  }
}
