package io.fairlead.speaker.table;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the last table in one file. The file is replaced as a whole, and the new one is on the disk
 * before the old one goes. For one thread at a time.
 */
public final class TableStore {
  private static final Logger LOG = LoggerFactory.getLogger(TableStore.class);
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Path file;

  public TableStore(Path file) {
    this.file = file.toAbsolutePath();
  }

  /**
   * What was saved last, or {@link StoredTable#EMPTY}. A file that cannot be understood is moved
   * aside, to the same name with {@code .damaged}, and a warning says so: the controllers have the
   * table too, and a node without announcements is better than one that does not start.
   */
  public StoredTable load() {
    if (!Files.exists(file)) {
      return StoredTable.EMPTY;
    }
    try {
      var root = JSON.readTree(Files.readAllBytes(file));
      if (root == null) {
        throw new IllegalArgumentException("it is empty");
      }
      return StoredTableJson.read(root);
    } catch (IOException | IllegalArgumentException e) {
      setAside(e);
      return StoredTable.EMPTY;
    }
  }

  /**
   * Replaces what was saved; on return it is on the disk.
   *
   * @throws IOException when the disk refuses; the previous file is whole
   */
  public void save(StoredTable stored) throws IOException {
    var folder = file.getParent();
    if (folder == null) {
      throw new IOException(file + " names no file");
    }
    Files.createDirectories(folder);
    var draft = file.resolveSibling(file.getFileName() + ".new");
    try (var channel =
        FileChannel.open(
            draft,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE)) {
      var bytes = ByteBuffer.wrap(JSON.writeValueAsBytes(StoredTableJson.write(stored)));
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
      channel.force(true);
    }
    Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    // The new name itself is on the disk only when the folder is.
    try (var channel = FileChannel.open(folder, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  private void setAside(Exception why) {
    var aside = file.resolveSibling(file.getFileName() + ".damaged");
    LOG.warn(
        "the table kept in {} cannot be read ({}); it is moved to {}, and the table comes anew from"
            + " the controllers",
        file,
        why.getMessage(),
        aside);
    try {
      Files.move(file, aside, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      LOG.warn("{} could not be moved aside: {}", file, e.toString());
    }
  }
}
