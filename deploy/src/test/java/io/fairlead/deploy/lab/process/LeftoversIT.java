package io.fairlead.deploy.lab.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fairlead.deploy.lab.net.HostTools;
import io.fairlead.deploy.lab.net.LabException;
import io.fairlead.deploy.lab.net.LabExit;
import io.fairlead.deploy.lab.net.LabName;
import io.fairlead.deploy.lab.net.LabNetwork;
import io.fairlead.deploy.lab.net.LabPlan;
import io.fairlead.testing.Require;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class LeftoversIT {
  private static final LabPlan PLAN = new LabPlan(new LabName("itleft"), 1);

  @TempDir private Path root;

  @BeforeEach
  void nothingIsThere() {
    Require.netns();
    LabNetwork.remove(PLAN.name());
  }

  @AfterEach
  void removeAll() {
    if (HostTools.find("ip").isPresent()) {
      Leftovers.remove(folder(), folder().read());
    }
  }

  /** A lab process of its own, so that it can be killed: see {@link #main}. */
  @Test
  void clean_removesNamespacesAndProcessesOfALabThatWasKilled() throws Exception {
    Process lab = startLab();
    long sleeper;
    try {
      sleeper = Long.parseLong(firstLine(lab));
      assertFalse(LabNetwork.namespacesOf(PLAN.name()).isEmpty());
      var running = assertThrows(LabException.class, () -> Leftovers.clean(folder()));
      assertEquals(LabExit.MISSING, running.exit());
      assertTrue(running.explanation().contains("already running"), running.explanation());
    } finally {
      lab.destroyForcibly().waitFor();
    }
    assertTrue(ProcessMark.of(sleeper).isPresent(), "the program outlives the killed lab");

    List<String> cleaned = Leftovers.clean(folder());

    assertTrue(cleaned.toString().contains("ended sleeper"), cleaned.toString());
    assertEquals(List.of(), LabNetwork.namespacesOf(PLAN.name()));
    assertFalse(Files.exists(folder().path()));
    assertTrue(goneSoon(sleeper));
  }

  @Test
  void clean_leavesAProcessAloneWhoseNumberIsTheSameButWhoseStartIsNot() throws IOException {
    Process innocent = new ProcessBuilder("sleep", "60").start();
    try {
      ProcessMark mark = ProcessMark.of(innocent.pid()).orElseThrow();
      var recorded = new ProcessMark(mark.pid(), mark.startTicks() - 1);
      writeState(List.of(new LabState.Started("speaker", recorded)));

      List<String> cleaned = Leftovers.clean(folder());

      assertEquals(List.of(), cleaned);
      assertTrue(innocent.isAlive());
    } finally {
      innocent.destroyForcibly();
    }
  }

  @Test
  void clean_refusesNamespacesThatOthersUse() throws Exception {
    new LabNetwork(PLAN).up();
    Process stranger =
        new ProcessBuilder(new LabNetwork(PLAN).inside("client", List.of("sleep", "60"))).start();
    try {
      assertTrue(appearsSoon(stranger.pid()));
      var e = assertThrows(LabException.class, () -> Leftovers.clean(folder()));
      assertTrue(e.explanation().contains(Long.toString(stranger.pid())), e.explanation());
      assertTrue(stranger.isAlive());
    } finally {
      stranger.destroyForcibly().waitFor();
    }
  }

  /** The part of the killed lab: makes a network and a program, says its number, and stays. */
  public static void main(String[] arguments) throws InterruptedException {
    var network = new LabNetwork(PLAN);
    var folder = new LabFolder(Path.of(arguments[0]), PLAN.name());
    folder.create();
    var state =
        new LabState(
            PLAN.name().value(),
            LabFolder.bootId(),
            ProcessMark.self(),
            1,
            false,
            false,
            List.of());
    try (var programs = new RunningPrograms(network, folder, state)) {
      network.up();
      programs.start(
          new LabProgram("sleeper", "n1", List.of("sleep", "60"), Map.of(), folder.log("sleeper")));
      System.out.println(programs.pid("sleeper").orElseThrow());
      TimeUnit.SECONDS.sleep(60);
    }
  }

  private Process startLab() throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            System.getProperty("java.class.path"),
            LeftoversIT.class.getName(),
            root.toString())
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }

  private static String firstLine(Process process) throws IOException {
    BufferedReader reader = process.inputReader();
    return Optional.ofNullable(reader.readLine()).orElseThrow();
  }

  private void writeState(List<LabState.Started> programs) {
    folder().create();
    folder()
        .write(
            new LabState(
                "itleft", LabFolder.bootId(), new ProcessMark(1, -1), 1, false, false, programs));
  }

  private static boolean goneSoon(long pid) throws InterruptedException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(5);
    while (ProcessMark.of(pid).isPresent() && System.nanoTime() < deadline) {
      TimeUnit.MILLISECONDS.sleep(10);
    }
    return ProcessMark.of(pid).isEmpty();
  }

  private static boolean appearsSoon(long pid) throws InterruptedException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(5);
    while (!LabNetwork.processesIn(PLAN.name()).contains(pid) && System.nanoTime() < deadline) {
      TimeUnit.MILLISECONDS.sleep(10);
    }
    return LabNetwork.processesIn(PLAN.name()).contains(pid);
  }

  private LabFolder folder() {
    return new LabFolder(root, PLAN.name());
  }
}
