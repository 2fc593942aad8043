package io.fairlead.persistence.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The writer's lock between processes. */
class WriterLockIT {
  private static final Duration START_WITHIN = Duration.ofSeconds(60);

  @TempDir Path folder;

  @Test
  void open_isRefusedWhileAnotherProcessWrites_andNamesIt() throws Exception {
    try (var child = ChildJvm.start("hold", folder)) {
      child.await(0, 1, line -> line.startsWith("open "), START_WITHIN);

      var thrown =
          assertThrows(JournalUnavailableException.class, () -> EmbeddedJournal.open(folder));

      assertEquals(
          "the journal is in use: process "
              + child.pid()
              + " holds "
              + folder.toRealPath().resolve("writer.lock")
              + "; stop it first, or use another folder",
          thrown.getMessage());
      child.release();
      EmbeddedJournal.open(folder).close();
    }
  }

  @Test
  void open_worksAfterTheWriterWasKilled() throws Exception {
    try (var child = ChildJvm.start("hold", folder)) {
      child.await(0, 1, line -> line.startsWith("open "), START_WITHIN);
      child.kill();
    }

    EmbeddedJournal.open(folder).close();
  }

  @Test
  void aRefusedAttemptInThisProcess_doesNotLoseTheLock() throws Exception {
    try (var journal = EmbeddedJournal.open(folder)) {
      assertThrows(JournalUnavailableException.class, () -> EmbeddedJournal.open(folder));

      try (var child = ChildJvm.start("hold", folder)) {
        child.await(0, 1, line -> true, START_WITHIN);
        List<String> lines = child.lines();
        assertTrue(
            lines.getFirst().startsWith("refused the journal is in use: process "),
            () -> journal.file() + ": " + lines);
      }
    }
  }
}
