package io.fairlead.persistence.journal;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/** The SQLite file: where it lies, how it is opened for writing, and its tables. */
final class JournalFile {
  static final String NAME = "journal.db";

  /** Grows when the tables change; the file keeps the one that it was made with. */
  static final int LAYOUT = 1;

  private static final String OK = "ok";

  /** Column names are those that pekko-persistence-jdbc expects. */
  private static final List<String> TABLES =
      List.of(
          """
          CREATE TABLE IF NOT EXISTS "event_journal" (
            "ordering" INTEGER PRIMARY KEY AUTOINCREMENT,
            "deleted" BOOLEAN DEFAULT 0 NOT NULL,
            "persistence_id" VARCHAR(255) NOT NULL,
            "sequence_number" BIGINT NOT NULL,
            "writer" VARCHAR NOT NULL,
            "write_timestamp" BIGINT NOT NULL,
            "adapter_manifest" VARCHAR NOT NULL,
            "event_payload" BLOB NOT NULL,
            "event_ser_id" INTEGER NOT NULL,
            "event_ser_manifest" VARCHAR NOT NULL,
            "meta_payload" BLOB,
            "meta_ser_id" INTEGER,
            "meta_ser_manifest" VARCHAR,
            UNIQUE ("persistence_id", "sequence_number"))
          """,
          """
          CREATE TABLE IF NOT EXISTS "event_tag" (
            "event_id" BIGINT NOT NULL,
            "tag" VARCHAR NOT NULL,
            PRIMARY KEY ("event_id", "tag"),
            FOREIGN KEY ("event_id") REFERENCES "event_journal" ("ordering") ON DELETE CASCADE)
          """,
          """
          CREATE TABLE IF NOT EXISTS "snapshot" (
            "persistence_id" VARCHAR(255) NOT NULL,
            "sequence_number" BIGINT NOT NULL,
            "created" BIGINT NOT NULL,
            "snapshot_ser_id" INTEGER NOT NULL,
            "snapshot_ser_manifest" VARCHAR NOT NULL,
            "snapshot_payload" BLOB NOT NULL,
            "meta_ser_id" INTEGER,
            "meta_ser_manifest" VARCHAR,
            "meta_payload" BLOB,
            PRIMARY KEY ("persistence_id", "sequence_number"))
          """);

  private JournalFile() {}

  /** Every commit waits for the disk; a reader never blocks the writer. */
  static String url(Path file) {
    return "jdbc:sqlite:" + file + "?journal_mode=WAL&synchronous=FULL&busy_timeout=5000";
  }

  /**
   * Makes the file ready to be written: checks it, and creates what tables it lacks. Also proves,
   * by a commit, that it can be written.
   *
   * @throws JournalUnavailableException when it is damaged, newer than this build or not writable
   */
  static void prepare(Path file) {
    try (Connection connection = DriverManager.getConnection(url(file));
        Statement statement = connection.createStatement()) {
      check(file, statement);
      statement.execute("BEGIN IMMEDIATE");
      for (String table : TABLES) {
        statement.execute(table);
      }
      statement.execute("PRAGMA user_version = " + LAYOUT);
      statement.execute("COMMIT");
    } catch (SQLException e) {
      throw JournalUnavailableException.database(file, e);
    }
  }

  private static void check(Path file, Statement statement) throws SQLException {
    String verdict = first(statement, "PRAGMA quick_check(1)");
    if (!verdict.equals(OK)) {
      throw JournalUnavailableException.damaged(file, verdict);
    }
    int layout = Integer.parseInt(first(statement, "PRAGMA user_version"));
    if (layout > LAYOUT) {
      throw new JournalUnavailableException(
          "the journal file "
              + file
              + " has layout "
              + layout
              + ", newer than this build (knows up to "
              + LAYOUT
              + "); run the newer version again, or restore a backup made before the upgrade");
    }
  }

  private static String first(Statement statement, String query) throws SQLException {
    try (ResultSet rows = statement.executeQuery(query)) {
      return rows.next() ? rows.getString(1) : "no answer";
    }
  }
}
