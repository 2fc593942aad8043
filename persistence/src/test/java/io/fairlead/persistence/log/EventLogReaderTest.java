package io.fairlead.persistence.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fairlead.persistence.journal.EmbeddedJournal;
import io.fairlead.persistence.journal.JournalUnavailableException;
import io.fairlead.persistence.schema.Stored;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EventLogReaderTest {
  private static final Instant START = Instant.parse("2026-03-01T00:00:00Z");
  private static final int SERIALIZER = 760_001;

  @TempDir Path folder;

  @BeforeEach
  void makeJournal() {
    EmbeddedJournal.open(folder).close();
  }

  @Test
  void read_givesEverythingInTheOrderOfWriting_overManyPages() throws Exception {
    write(1, 1_700);

    try (var reader = EventLogReader.open(folder)) {
      List<LogRecord> records = reader.read(LogQuery.all()).toList();

      assertEquals(1_700, records.size());
      for (int i = 0; i < records.size(); i++) {
        assertEquals(START.plusSeconds(i + 1), records.get(i).at());
      }
      assertEquals(
          new LogRecord(
              3,
              "Pool|1",
              2,
              2,
              START.plusSeconds(3),
              new Stored("pool.retired", 1, "{\"n\":2,\"at\":\"2026-03-01T00:00:03Z\"}")),
          records.get(2));
    }
  }

  @Test
  void read_ofOneEntity_leavesTheOthersOut() throws Exception {
    write(1, 1_700);

    try (var reader = EventLogReader.open(folder)) {
      assertEquals(Set.of("Pool|0", "Pool|1"), reader.persistenceIds());
      var numbers = reader.read(LogQuery.ofEntity("Pool|0")).map(LogRecord::number).toList();
      assertEquals(850, numbers.size());
      assertEquals(850, numbers.getLast());
      assertEquals(0, reader.read(LogQuery.ofEntity("Pool")).count());
    }
  }

  @Test
  void read_betweenTimes_takesTheFirstAndNotTheLast() throws Exception {
    write(1, 20);

    try (var reader = EventLogReader.open(folder)) {
      var query = LogQuery.all().between(START.plusSeconds(5), START.plusSeconds(8));
      assertEquals(List.of(5L, 6L, 7L), reader.read(query).map(LogRecord::position).toList());
      assertEquals(
          List.of(6L), reader.read(query.entity("Pool|0")).map(LogRecord::position).toList());
    }
  }

  @Test
  void read_afterAPosition_goesOnWithWhatWasWrittenSince() throws Exception {
    write(1, 10);

    try (var reader = EventLogReader.open(folder)) {
      long last = reader.read(LogQuery.all()).toList().getLast().position();
      assertEquals(0, reader.read(LogQuery.all().after(last)).count());
      write(11, 12);
      assertEquals(
          List.of(11L, 12L),
          reader.read(LogQuery.all().after(last)).map(LogRecord::position).toList());
    }
  }

  @Test
  void open_withoutAJournal_saysWhere() {
    Path nowhere = folder.resolve("nowhere");

    var thrown =
        assertThrows(JournalUnavailableException.class, () -> EventLogReader.open(nowhere).close());

    assertEquals(
        "there is no journal at "
            + nowhere.resolve("journal.db")
            + "; name the folder that a controller keeps its data in",
        thrown.getMessage());
  }

  @Test
  void read_ofAForeignEvent_namesIt() throws Exception {
    try (var connection = connect()) {
      insert(connection, 1, 17);
    }

    try (var reader = EventLogReader.open(folder)) {
      var thrown =
          assertThrows(
              JournalUnavailableException.class, () -> reader.read(LogQuery.all()).toList());
      assertTrue(
          String.valueOf(thrown.getMessage())
              .contains("damaged (event at position 1 is of unknown serializer 17)"));
    }
  }

  /** Positions {@code from} to {@code to}, to two entities in turn, a second apart. */
  private void write(int from, int to) throws SQLException {
    try (var connection = connect()) {
      connection.setAutoCommit(false);
      for (int i = from; i <= to; i++) {
        insert(connection, i, SERIALIZER);
      }
      connection.commit();
    }
  }

  private Connection connect() throws SQLException {
    return DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("journal.db"));
  }

  private static void insert(Connection connection, int i, int serializer) throws SQLException {
    long number = (i + 1L) / 2;
    try (var statement =
        connection.prepareStatement(
            "INSERT INTO event_journal (persistence_id, sequence_number, writer, write_timestamp,"
                + " adapter_manifest, event_payload, event_ser_id, event_ser_manifest)"
                + " VALUES (?, ?, '', 0, '', CAST(? AS BLOB), ?, 'pool.retired:1')")) {
      statement.setString(1, "Pool|" + i % 2);
      statement.setLong(2, number);
      statement.setString(3, "{\"n\":" + number + ",\"at\":\"" + START.plusSeconds(i) + "\"}");
      statement.setInt(4, serializer);
      statement.executeUpdate();
    }
  }
}
