package io.fairlead.persistence.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedJournalTest {
  @TempDir Path temp;

  @Test
  void open_createsTheFolderAndTheTables_andASecondTimeChangesNothing() throws Exception {
    Path folder = temp.resolve("a folder/with #1 50%/blanks");

    EmbeddedJournal.open(folder).close();
    List<String> tables = tables(folder);
    EmbeddedJournal.open(folder).close();

    assertEquals(List.of("event_journal", "event_tag", "snapshot"), tables);
    assertEquals(tables, tables(folder));
  }

  @Test
  void open_twiceInOneProcess_isRefused() {
    try (var journal = EmbeddedJournal.open(temp)) {
      String message = refusal(temp);

      assertTrue(message.startsWith("the journal is in use: this very process, "), message);
      assertTrue(message.contains("writer.lock"), () -> journal.file() + ": " + message);
    }
  }

  @Test
  void close_givesTheFolderToTheNextWriter_alsoWhenCalledTwice() {
    var first = EmbeddedJournal.open(temp);
    first.close();
    try (var second = EmbeddedJournal.open(temp)) {
      first.close();

      assertTrue(refusal(temp).startsWith("the journal is in use"), second.file()::toString);
    }
  }

  @Test
  void open_ofAFileThatIsNoDatabase_saysWhatToDo() throws Exception {
    Files.writeString(temp.resolve("journal.db"), "not a database ".repeat(500));

    assertDamaged(refusal(temp));
  }

  @Test
  void open_ofADamagedFile_saysWhatToDo_andGivesTheLockBack() throws Exception {
    EmbeddedJournal.open(temp).close();
    fillWithRows(temp);
    Path file = temp.resolve("journal.db");
    byte[] bytes = Files.readAllBytes(file);
    for (int i = bytes.length / 2; i < bytes.length / 2 + 8_192; i++) {
      bytes[i] = (byte) (bytes[i] ^ 0x5A);
    }
    Files.write(file, bytes);

    assertDamaged(refusal(temp));
    assertDamaged(refusal(temp));
  }

  private static void assertDamaged(String message) {
    assertTrue(message.contains("journal.db is damaged ("), message);
    assertTrue(
        message.endsWith(
            "): keep a copy of its folder, then restore journal.db from a backup, or remove"
                + " journal.db, journal.db-wal, journal.db-shm to have addresses adopted from"
                + " Service status"),
        message);
  }

  @Test
  void open_ofANewerLayout_isRefused() throws Exception {
    EmbeddedJournal.open(temp).close();
    execute(temp, "PRAGMA user_version = 2");

    String message = refusal(temp);

    assertTrue(message.contains("has layout 2, newer than this build (knows up to 1)"), message);
  }

  @Test
  void open_whereNoFolderCanBe_isOneLine() throws Exception {
    Path file = Files.writeString(temp.resolve("file"), "");

    assertEquals(
        "cannot use the journal folder "
            + file
            + ": "
            + file
            + " is not a folder; it must be a folder that this user may write, on a disk with free"
            + " space",
        refusal(file));
    assertTrue(refusal(file.resolve("below")).startsWith("cannot use the journal folder"));
  }

  @Test
  void open_whereTheJournalFileIsAFolder_isOneLine() throws Exception {
    Files.createDirectory(temp.resolve("journal.db"));

    String message = refusal(temp);

    assertTrue(message.startsWith("cannot open the journal file "), message);
  }

  @Test
  void open_refusesAPathThatTheDriverWouldCutShort() {
    assertTrue(refusal(temp.resolve("what?")).contains("question mark"));
  }

  @Test
  void config_isOneConnectionThatSyncsEveryCommit_withShortBreakers() {
    try (var journal = EmbeddedJournal.open(temp)) {
      var config = journal.config();

      String db = "pekko-persistence-jdbc.shared-databases.slick.db";
      assertEquals(1, config.getInt(db + ".maxConnections"));
      assertTrue(config.getString(db + ".url").contains("journal_mode=WAL&synchronous=FULL"));
      for (String plugin : List.of("jdbc-journal", "jdbc-snapshot-store")) {
        assertEquals(
            Duration.ofSeconds(5), config.getDuration(plugin + ".circuit-breaker.reset-timeout"));
      }
      assertFalse(config.getBoolean("pekko.actor.allow-java-serialization"));
    }
  }

  private static String refusal(Path folder) {
    var thrown =
        assertThrows(JournalUnavailableException.class, () -> EmbeddedJournal.open(folder).close());
    String message = String.valueOf(thrown.getMessage());
    assertEquals(1, message.lines().count(), message);
    return message;
  }

  private static List<String> tables(Path folder) throws SQLException {
    var names = new ArrayList<String>();
    try (var connection = DriverManager.getConnection("jdbc:sqlite:" + folder + "/journal.db");
        var statement = connection.createStatement();
        var rows =
            statement.executeQuery(
                "SELECT name FROM sqlite_master WHERE type = 'table'"
                    + " AND name NOT LIKE 'sqlite_%' ORDER BY name")) {
      while (rows.next()) {
        names.add(rows.getString(1));
      }
    }
    return names;
  }

  private static void fillWithRows(Path folder) throws SQLException {
    execute(
        folder,
        "WITH RECURSIVE k(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM k WHERE n < 2000)"
            + " INSERT INTO event_journal (persistence_id, sequence_number, writer,"
            + " write_timestamp, adapter_manifest, event_payload, event_ser_id,"
            + " event_ser_manifest) SELECT 'a', n, '', 0, '', 'payload of ' || n, 1, '' FROM k");
  }

  private static void execute(Path folder, String sql) throws SQLException {
    try (var connection = DriverManager.getConnection("jdbc:sqlite:" + folder + "/journal.db");
        var statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
