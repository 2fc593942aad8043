package io.fairlead.persistence.journal;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The right to write a journal folder: a lock on a file in it, which holds the owner's process id
 * as text. The kernel drops the lock when the process ends, however it ends.
 */
final class WriterLock implements AutoCloseable {
  private static final String FILE_NAME = "writer.lock";
  private static final int PID_BYTES_MAX = 20;

  /**
   * Lock files that this process holds. A process loses its lock when it closes any channel on the
   * file (POSIX fcntl), so a second attempt in the same process must not even open it.
   */
  private static final Set<Path> HELD_HERE = ConcurrentHashMap.newKeySet();

  private final Path file;
  private final FileChannel channel;

  private WriterLock(Path file, FileChannel channel) {
    this.file = file;
    this.channel = channel;
  }

  /**
   * Takes the lock of an existing folder.
   *
   * @throws JournalUnavailableException when it is held, naming the file and the holder
   */
  static WriterLock take(Path folder) throws IOException {
    Path file = folder.toRealPath().resolve(FILE_NAME);
    if (!HELD_HERE.add(file)) {
      throw JournalUnavailableException.inUse(file, "this very process, " + ownPid() + ",");
    }
    WriterLock lock = null;
    try {
      lock = lock(file);
      return lock;
    } finally {
      if (lock == null) {
        HELD_HERE.remove(file);
      }
    }
  }

  private static WriterLock lock(Path file) throws IOException {
    FileChannel channel =
        FileChannel.open(
            file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
    WriterLock taken = null;
    try {
      @Nullable FileLock lock = channel.tryLock();
      if (lock == null) {
        throw JournalUnavailableException.inUse(file, "process " + pidIn(channel));
      }
      channel.truncate(0);
      channel.write(ByteBuffer.wrap((ownPid() + "\n").getBytes(US_ASCII)), 0);
      taken = new WriterLock(file, channel);
      return taken;
    } finally {
      if (taken == null) {
        channel.close();
      }
    }
  }

  private static long ownPid() {
    return ProcessHandle.current().pid();
  }

  private static String pidIn(FileChannel channel) throws IOException {
    var buffer = ByteBuffer.allocate(PID_BYTES_MAX);
    channel.read(buffer, 0);
    String pid = new String(buffer.array(), 0, buffer.position(), US_ASCII).strip();
    return pid.isEmpty() ? "(just starting)" : pid;
  }

  /** Gives the lock up. The file stays: removing it would let two processes lock two files. */
  @Override
  public void close() throws IOException {
    if (channel.isOpen()) {
      channel.close();
      HELD_HERE.remove(file);
    }
  }
}
