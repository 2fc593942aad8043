package io.fairlead.persistence.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fairlead.testing.Require;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A full disk: a small tmpfs that only the child sees, in a mount namespace of its own. */
class FullDiskIT {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final int BLOCK_BYTES = 4096;

  @TempDir Path folder;

  @BeforeEach
  void needsMounts() {
    Require.netns();
    Require.onPath("netns", "nsenter");
  }

  @Test
  void writer_goesOnByItselfWhenThereIsSpaceAgain_andLosesNothing() throws Exception {
    try (var child = ChildJvm.start(onTmpfs("12m"), "storm", folder)) {
      child.await(0, 500, line -> line.startsWith("ack "), PATIENCE);
      // The child's view of the folder; ours is the empty one below its mount.
      Path ballast = Path.of("/proc", "" + child.pid(), "root" + folder, "ballast");
      fill(ballast);
      child.await(0, Storm.ENTITIES, line -> line.startsWith("unknown "), PATIENCE);
      int heard = child.lines().size();

      Files.delete(ballast);

      child.await(heard, 500, line -> line.startsWith("ack "), PATIENCE);
      NavigableMap<String, Long> acked = child.acked();
      NavigableMap<String, Long> stored = dump(child);
      acked.forEach(
          (entity, number) ->
              assertTrue(
                  stored.getOrDefault(entity, 0L) >= number,
                  () -> entity + ": acknowledged " + number + ", stored " + stored.get(entity)));
      child.kill();
    }
  }

  @Test
  void open_onAFullDisk_isOneReadableLine() throws Exception {
    try (var child = ChildJvm.start(onTmpfs("16k"), "hold", folder)) {
      child.awaitEnd();

      assertEquals(1, child.lines().size(), () -> "" + child.lines());
      String line = child.lines().getFirst();
      assertTrue(line.startsWith("refused "), line);
      assertTrue(line.contains(folder.toString()), line);
      assertTrue(line.contains("space"), line);
    }
  }

  private List<String> onTmpfs(String size) {
    String mount = "mount -t tmpfs -o size=" + size + " fairlead-test " + folder;
    return List.of("unshare", "--mount", "sh", "-c", mount + " && exec \"$@\"", "sh");
  }

  private static void fill(Path ballast) throws IOException {
    byte[] block = new byte[BLOCK_BYTES];
    boolean full = false;
    try (OutputStream out = Files.newOutputStream(ballast)) {
      while (!full) {
        try {
          out.write(block);
        } catch (IOException e) {
          full = true;
        }
      }
    }
  }

  /** The last number of each entity, read inside the child's mount namespace. */
  private NavigableMap<String, Long> dump(ChildJvm writer) throws Exception {
    var numbers = new TreeMap<String, Long>();
    var enter = List.of("nsenter", "--mount", "--target", "" + writer.pid());
    try (var child = ChildJvm.start(enter, "dump", folder)) {
      child.awaitEnd();
      for (String line : child.lines()) {
        String[] words = line.split(" ", -1);
        assertEquals("event", words[0], line);
        long number = Long.parseLong(words[2]);
        assertEquals(numbers.getOrDefault(words[1], 0L) + 1, number, line);
        numbers.put(words[1], number);
      }
    }
    assertFalse(numbers.isEmpty());
    return numbers;
  }
}
