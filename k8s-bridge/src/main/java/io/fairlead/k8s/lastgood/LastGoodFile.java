package io.fairlead.k8s.lastgood;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.fairlead.config.LbConfig;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the last good configuration in one file, which its owner alone may read: passwords of BGP
 * sessions are in it. The file is replaced as a whole, and the new one is on the disk before the
 * old one goes.
 */
public final class LastGoodFile implements LastGoodStore {
  private static final Logger LOG = LoggerFactory.getLogger(LastGoodFile.class);
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Path file;
  private @Nullable LbConfig saved;

  public LastGoodFile(Path file) {
    this.file = file.toAbsolutePath();
  }

  /**
   * What was saved last, or {@link LbConfig#EMPTY}. A file that cannot be understood is moved
   * aside, to the same name with {@code .damaged}, and a warning says so: the objects themselves
   * are the configuration, and this is only what to fall back on where one is faulty.
   */
  @Override
  public synchronized LbConfig load() {
    if (!Files.exists(file)) {
      return LbConfig.EMPTY;
    }
    try {
      var root = JSON.readTree(Files.readAllBytes(file));
      var config = LastGoodJson.read(root);
      saved = config;
      return config;
    } catch (IOException | IllegalArgumentException | ArithmeticException e) {
      setAside(e);
      return LbConfig.EMPTY;
    }
  }

  /** Replaces what was saved if it differs. A disk that refuses is a warning, not the end. */
  @Override
  public synchronized void save(LbConfig config) {
    var clean = withoutFaults(config);
    if (clean.equals(saved)) {
      return;
    }
    try {
      write(JSON.writeValueAsBytes(LastGoodJson.write(clean)));
      saved = clean;
    } catch (IOException e) {
      LOG.warn(
          "the configuration cannot be kept in {} ({}); a restart on a faulty configuration would"
              + " have nothing to fall back on",
          file,
          e.toString());
    }
  }

  private static LbConfig withoutFaults(LbConfig config) {
    return new LbConfig(
        config.pools(),
        config.l2Advertisements(),
        config.bgpAdvertisements(),
        config.peers(),
        config.nodePeers(),
        List.of());
  }

  private void write(byte[] bytes) throws IOException {
    var folder = file.getParent();
    if (folder == null) {
      throw new IOException(file + " names no file");
    }
    Files.createDirectories(folder);
    var draft = file.resolveSibling(file.getFileName() + ".new");
    Files.deleteIfExists(draft);
    var owner = PosixFilePermissions.fromString("rw-------");
    try (var channel =
        FileChannel.open(
            draft,
            Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
            PosixFilePermissions.asFileAttribute(owner))) {
      var buffer = ByteBuffer.wrap(bytes);
      while (buffer.hasRemaining()) {
        channel.write(buffer);
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
        "the last good configuration in {} cannot be read ({}); it is moved to {}",
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
