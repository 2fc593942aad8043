package io.fairlead.deploy.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fairlead.deploy.lab.net.HostTools;
import io.fairlead.deploy.lab.net.LabName;
import io.fairlead.deploy.lab.net.LabNetwork;
import io.fairlead.deploy.lab.process.LabFolder;
import io.fairlead.deploy.lab.process.Leftovers;
import io.fairlead.testing.Require;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole lab as its user meets it, with the simplest controller and speakers there can be. */
final class LabCommandIT {
  private static final LabName NAME = new LabName("itcmd");
  private static final long LIMIT_SECONDS = 120;

  @TempDir private Path root;

  private record Ran(int exitCode, String output) {}

  @BeforeEach
  void nothingIsThere() {
    Require.netns();
    LabNetwork.remove(NAME);
  }

  @AfterEach
  void removeAll() {
    if (HostTools.find("ip").isPresent()) {
      Leftovers.remove(folder(), folder().read());
    }
  }

  @Test
  void lab_showsAFailOverAndLeavesNothing() throws Exception {
    Ran ran = lab("--nodes", "2");

    assertEquals(0, ran.exitCode(), ran.output());
    assertTrue(
        ran.output().contains("default/nginx has EXTERNAL-IP 192.168.120.200"), ran.output());
    assertTrue(
        ran.output().contains("default/second has EXTERNAL-IP 192.168.120.201"), ran.output());
    assertTrue(ran.output().contains("is at 02:00:00:00:00:11, which is node-1"), ran.output());
    assertTrue(ran.output().contains("node-2 took over 192.168.120.200"), ran.output());
    assertNothingIsLeft();
  }

  @Test
  void keep_leavesALabThatOtherShellsUse() throws Exception {
    Ran up = lab("--nodes", "2", "--keep");
    assertEquals(0, up.exitCode(), up.output());
    assertTrue(up.output().contains("export KUBECONFIG="), up.output());

    Ran status = lab("status");
    assertEquals(0, status.exitCode(), status.output());
    assertTrue(status.output().contains("default/nginx"), status.output());
    assertTrue(status.output().contains("node-2"), status.output());

    assertEquals(0, lab("kill", "node-2").exitCode());
    assertTrue(lab("status").output().contains("not running"));
    assertEquals(0, lab("heal", "node-2").exitCode());
    assertFalse(lab("status").output().contains("not running"));

    Ran exec = lab("exec", "client", "--", "ip", "-o", "-4", "addr", "show", "dev", "eth0");
    assertTrue(exec.output().contains("192.168.120.50"), exec.output());
    assertEquals(7, lab("exec", "node-1", "--", "sh", "-c", "exit 7").exitCode());

    Ran noSuchProgram = lab("exec", "client", "--", "no-such-program");
    assertEquals(127, noSuchProgram.exitCode());
    assertTrue(noSuchProgram.output().contains("no-such-program"), noSuchProgram.output());

    Ran second = lab("--nodes", "1");
    assertEquals(3, second.exitCode(), second.output());
    assertTrue(second.output().contains("already running"), second.output());

    Ran down = lab("down");
    assertEquals(0, down.exitCode(), down.output());
    assertNothingIsLeft();
    assertEquals(3, lab("status").exitCode());
  }

  @Test
  void signal_endsALabThatIsComingUpAndLeavesNothing() throws Exception {
    Process process = start(List.of("--nodes", "2"));
    awaitNamespaces();

    process.destroy();

    assertTrue(process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS));
    assertNothingIsLeft();
  }

  @Test
  void brokenDocument_endsTheLabBeforeAnythingIsMade() throws Exception {
    Path file = root.resolve("broken.yaml");
    Files.writeString(file, "apiVersion: v1\nmetadata: {name: x}\n");

    Ran ran = lab("-f", file.toString());

    assertEquals(2, ran.exitCode(), ran.output());
    assertTrue(ran.output().contains("broken.yaml, document 1 has no 'kind'"), ran.output());
    assertNothingIsLeft();
  }

  @Test
  void refusedDocument_endsTheLabAndLeavesNothing() throws Exception {
    Path file = root.resolve("refused.yaml");
    Files.writeString(
        file,
        "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: x, namespace: nowhere}\ndata: {}\n");

    Ran ran = lab("--nodes", "1", "-f", file.toString());

    assertEquals(2, ran.exitCode(), ran.output());
    assertTrue(ran.output().contains("ConfigMap nowhere/x"), ran.output());
    assertNothingIsLeft();
  }

  @Test
  void ordinaryUser_getsALabInAUserNamespace() throws Exception {
    List<String> command = new ArrayList<>(List.of("setpriv", "--reuid=65534", "--regid=65534"));
    command.addAll(List.of("--clear-groups", "--"));
    Path home =
        Files.createDirectory(Path.of("/tmp", "fairleadit" + ProcessHandle.current().pid()));
    try {
      Files.setPosixFilePermissions(home, PosixFilePermissions.fromString("rwxrwxrwx"));
      Process probe =
          new ProcessBuilder(
                  "setpriv", "--reuid=65534", "--clear-groups", "unshare", "-Urnm", "true")
              .start();
      if (probe.waitFor() != 0) {
        Require.missing("userns", "a kernel that gives users their own namespaces");
      }
      for (String word : whole(home.resolve("labs"), List.of("--nodes", "2"))) {
        boolean classPath = word.equals(System.getProperty("java.class.path"));
        command.add(classPath ? readableCopy(word, home) : word);
      }
      Ran ran = finish(run(command));

      assertEquals(0, ran.exitCode(), ran.output());
      assertTrue(ran.output().contains("node-2 took over 192.168.120.200"), ran.output());
      assertEquals(List.of(), LabNetwork.namespacesOf(NAME));
    } finally {
      new LabFolder(Path.of("/tmp"), new LabName(String.valueOf(home.getFileName()))).delete();
    }
  }

  /** The class path may lie in a folder that is closed to other users; this copy is not. */
  private static String readableCopy(String classPath, Path home) throws IOException {
    Path folder = Files.createDirectory(home.resolve("classes"));
    var copies = new ArrayList<String>();
    for (String entry : classPath.split(":")) {
      Path source = Path.of(entry);
      Path copy = folder.resolve(copies.size() + "-" + source.getFileName());
      try (Stream<Path> tree = Files.walk(source)) {
        for (Path file : tree.toList()) {
          Files.copy(file, copy.resolve(source.relativize(file).toString()));
        }
      }
      copies.add(copy.toString());
    }
    return String.join(":", copies);
  }

  private void assertNothingIsLeft() {
    assertEquals(List.of(), LabNetwork.namespacesOf(NAME));
    assertFalse(Files.exists(folder().path()));
  }

  private static void awaitNamespaces() throws InterruptedException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(LIMIT_SECONDS);
    while (LabNetwork.namespacesOf(NAME).isEmpty()) {
      assertTrue(System.nanoTime() < deadline, "no namespaces appear");
      TimeUnit.MILLISECONDS.sleep(20);
    }
  }

  private Ran lab(String... arguments) throws IOException, InterruptedException {
    return finish(start(List.of(arguments)));
  }

  private Process start(List<String> arguments) throws IOException {
    return run(whole(root, arguments));
  }

  private Process run(List<String> command) throws IOException {
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(root.resolve("output").toFile())
        .start();
  }

  private static List<String> whole(Path stateDir, List<String> arguments) {
    List<String> command = new ArrayList<>(new SimplePrograms().self());
    command.add("lab");
    boolean subcommand = !arguments.getFirst().startsWith("-");
    List<String> where = List.of("--name", NAME.value(), "--state-dir", stateDir.toString());
    if (subcommand) {
      command.add(arguments.getFirst());
    }
    command.addAll(where);
    command.addAll(subcommand ? arguments.subList(1, arguments.size()) : arguments);
    return command;
  }

  private Ran finish(Process process) throws IOException, InterruptedException {
    boolean ended = process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS);
    if (!ended) {
      process.destroyForcibly();
    }
    String output = Files.readString(root.resolve("output"));
    assertTrue(ended, output);
    return new Ran(process.exitValue(), output);
  }

  private LabFolder folder() {
    return new LabFolder(root, NAME);
  }
}
