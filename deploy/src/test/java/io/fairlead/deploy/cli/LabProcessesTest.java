package io.fairlead.deploy.cli;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LabProcessesTest {
  @AfterEach
  void forget() {
    System.clearProperty(LabProcesses.START_CACHE);
  }

  @Test
  void self_handsTheStartCacheOn_soThatTheLabOfTheBackgroundHasItToo() {
    System.setProperty(LabProcesses.START_CACHE, "/somewhere/start.jsa");

    var command = new LabProcesses().self();

    assertTrue(command.contains("-XX:SharedArchiveFile=/somewhere/start.jsa"), command::toString);
    assertTrue(command.contains("-Dfairlead.start-cache=/somewhere/start.jsa"), command::toString);
  }

  @Test
  void self_withoutAStartCache_namesNone() {
    var command = new LabProcesses().self();

    assertFalse(
        command.stream().anyMatch(word -> word.contains("SharedArchiveFile")), command::toString);
  }
}
