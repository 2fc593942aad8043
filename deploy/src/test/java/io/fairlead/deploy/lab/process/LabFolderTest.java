package io.fairlead.deploy.lab.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fairlead.deploy.lab.net.LabException;
import io.fairlead.deploy.lab.net.LabName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class LabFolderTest {
  @TempDir private Path root;

  private static final ProcessMark MARK = new ProcessMark(4711, 123_456);

  @Test
  void read_givesBackWhatWasWritten() {
    LabFolder folder = new LabFolder(root.resolve("labs"), LabName.DEFAULT);
    folder.create();
    LabState state =
        new LabState("lab", "boot", MARK, 3, true, false, List.of())
            .withProgram(new LabState.Started("controller", MARK))
            .nowReady();

    folder.write(state);

    assertEquals(Optional.of(state), folder.read());
  }

  @Test
  void withProgram_replacesTheProcessOfTheSameProgram() {
    var later = new ProcessMark(4712, 9);
    LabState state =
        new LabState("lab", "boot", MARK, 3, false, false, List.of())
            .withProgram(new LabState.Started("speaker", MARK))
            .withProgram(new LabState.Started("speaker", later));

    assertEquals(List.of(new LabState.Started("speaker", later)), state.programs());
  }

  @Test
  void read_isEmptyWithoutAFile() {
    assertEquals(Optional.empty(), new LabFolder(root, LabName.DEFAULT).read());
  }

  @Test
  void read_saysWhatToDoWhenTheFileIsNotAState() throws IOException {
    LabFolder folder = new LabFolder(root, LabName.DEFAULT);
    folder.create();
    Files.writeString(folder.stateFile(), "{ half of");

    var e = assertThrows(LabException.class, folder::read);

    assertTrue(e.explanation().contains("remove the folder"), e.explanation());
  }

  @Test
  void create_letsNobodyElseLookInside() throws IOException {
    LabFolder folder = new LabFolder(root.resolve("labs"), LabName.DEFAULT);
    folder.create();

    assertEquals(
        "rwx------", PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.path())));
  }

  @Test
  void delete_removesEverything() throws IOException {
    LabFolder folder = new LabFolder(root, LabName.DEFAULT);
    folder.create();
    Files.writeString(folder.log("controller"), "one\ntwo\nthree\n");
    assertEquals(List.of("two", "three"), LabFolder.tail(folder.log("controller"), 2));

    folder.delete();

    assertFalse(Files.exists(folder.path()));
    assertTrue(Files.exists(root));
  }

  @Test
  void processMark_readsTheStartTimeAlsoOfAProgramWithAnOddName() {
    String stat =
        "7 (a) b (c)) S 1 7 7 0 -1 4194560 1 2 3 4 5 6 7 8 20 0 1 0 987654 1000 10 18446744073709551615";

    assertEquals(Optional.of(new ProcessMark(7, 987_654)), ProcessMark.parse(7, stat));
  }

  @Test
  void processMark_regardsAZombieAsGone() {
    String stat = "7 (sh) Z 1 7 7 0 -1 4194560 1 2 3 4 5 6 7 8 20 0 1 0 987654 0 0";

    assertEquals(Optional.empty(), ProcessMark.parse(7, stat));
  }

  @Test
  void processMark_ofThisProcessIsAlive() {
    assertTrue(ProcessMark.self().stillRuns());
    var earlier = new ProcessMark(ProcessMark.self().pid(), ProcessMark.self().startTicks() - 1);
    assertFalse(earlier.stillRuns());
  }
}
