package io.fairlead.persistence.journal;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Path;
import java.sql.SQLException;
import org.sqlite.SQLiteErrorCode;

/** The journal cannot be used. The message is one line: what is wrong, where, what to do. */
public final class JournalUnavailableException extends IllegalStateException {
  private static final long serialVersionUID = 1L;
  private static final int PRIMARY_CODE_MASK = 0xFF;

  JournalUnavailableException(String message) {
    super(oneLine(message));
  }

  private JournalUnavailableException(String message, Throwable cause) {
    super(oneLine(message), cause);
  }

  static JournalUnavailableException inUse(Path lockFile, String holder) {
    return new JournalUnavailableException(
        "the journal is in use: "
            + holder
            + " holds "
            + lockFile
            + "; stop it first, or use another folder");
  }

  /** There is no journal to read. */
  public static JournalUnavailableException missing(Path file) {
    return new JournalUnavailableException(
        "there is no journal at " + file + "; name the folder that a controller keeps its data in");
  }

  /** A row that Fairlead did not write. */
  public static JournalUnavailableException foreignEvent(Path file, long position, int serializer) {
    return damaged(
        file, "event at position " + position + " is of unknown serializer " + serializer);
  }

  static JournalUnavailableException damaged(Path file, String what) {
    return new JournalUnavailableException(damagedText(file, what));
  }

  static JournalUnavailableException folder(Path folder, IOException e) {
    return new JournalUnavailableException(
        "cannot use the journal folder "
            + folder
            + ": "
            + reason(e)
            + "; it must be a folder that this user may write, on a disk with free space",
        e);
  }

  /** What a failed statement on a journal file means to the person who runs the program. */
  public static JournalUnavailableException database(Path file, SQLException e) {
    var code = SQLiteErrorCode.getErrorCode(e.getErrorCode() & PRIMARY_CODE_MASK);
    String text =
        switch (code) {
          case SQLITE_CORRUPT, SQLITE_NOTADB -> damagedText(file, String.valueOf(e.getMessage()));
          case SQLITE_FULL ->
              "no space left for the journal file " + file + "; free some space on its disk";
          case SQLITE_READONLY, SQLITE_CANTOPEN, SQLITE_PERM, SQLITE_AUTH ->
              "cannot open the journal file "
                  + file
                  + " for the use asked for; check its owner and access rights, and those of its"
                  + " folder";
          case SQLITE_BUSY, SQLITE_LOCKED ->
              "the journal file "
                  + file
                  + " is locked by another program; close what has it open for writing";
          default ->
              "cannot use the journal file "
                  + file
                  + ": "
                  + e.getMessage()
                  + "; check the disk and its free space";
        };
    return new JournalUnavailableException(text, e);
  }

  private static String damagedText(Path file, String what) {
    String name = file.getFileName().toString();
    return "the journal file "
        + file
        + " is damaged ("
        + what
        + "): keep a copy of its folder, then restore "
        + name
        + " from a backup, or remove "
        + String.join(", ", name, name + "-wal", name + "-shm")
        + " to have addresses adopted from Service status";
  }

  private static String reason(IOException e) {
    return switch (e) {
      case AccessDeniedException denied -> "access to " + denied.getFile() + " is denied";
      case FileAlreadyExistsException exists -> exists.getFile() + " is not a folder";
      default -> e.getMessage() == null ? e.toString() : e.getMessage();
    };
  }

  private static String oneLine(String message) {
    return message.lines().map(String::strip).reduce((a, b) -> a + " " + b).orElse(message);
  }
}
