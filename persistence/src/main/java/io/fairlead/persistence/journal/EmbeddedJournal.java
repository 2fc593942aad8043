package io.fairlead.persistence.journal;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * The embedded journal, opened for writing by this process.
 *
 * <p>Open it before the actor system, start the system with {@link #config()} merged in, and close
 * it after the system has ended: closing gives the folder to the next writer.
 */
public final class EmbeddedJournal implements AutoCloseable {
  private static final String SETTINGS = "fairlead-embedded-journal.conf";
  private static final String URL_SETTING = "fairlead.embedded-journal.url";

  private final Path file;
  private final WriterLock lock;

  private EmbeddedJournal(Path file, WriterLock lock) {
    this.file = file;
    this.lock = lock;
  }

  /**
   * Makes the folder if it is missing, takes the writer's lock, checks the file and creates its
   * tables. Reads the whole file once (SQLite {@code quick_check}).
   *
   * @throws JournalUnavailableException when the journal is in use, damaged or cannot be written
   */
  public static EmbeddedJournal open(Path folder) {
    try {
      Files.createDirectories(folder);
      Path file = fileIn(folder.toRealPath());
      WriterLock lock = WriterLock.take(folder);
      boolean ready = false;
      try {
        JournalFile.prepare(file);
        ready = true;
        return new EmbeddedJournal(file, lock);
      } finally {
        if (!ready) {
          lock.close();
        }
      }
    } catch (IOException e) {
      throw JournalUnavailableException.folder(folder, e);
    }
  }

  /** The journal's file in a journal folder, there or not. */
  public static Path fileIn(Path folder) {
    if (folder.toString().indexOf('?') >= 0) {
      throw new JournalUnavailableException(
          "cannot keep a journal in " + folder + ": the path must not contain a question mark");
    }
    return folder.resolve(JournalFile.NAME);
  }

  public Path file() {
    return file;
  }

  /** Journal, snapshot store and read journal of this file, for the actor system's settings. */
  public Config config() {
    return ConfigFactory.parseResources(EmbeddedJournal.class.getClassLoader(), SETTINGS)
        .resolveWith(ConfigFactory.parseMap(Map.of(URL_SETTING, JournalFile.url(file))));
  }

  /** Gives up the writer's lock. */
  @Override
  public void close() {
    try {
      lock.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
