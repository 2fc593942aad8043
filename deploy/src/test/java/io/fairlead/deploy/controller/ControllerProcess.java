package io.fairlead.deploy.controller;

import io.fairlead.deploy.cli.FairleadMain;
import io.fairlead.deploy.pki.ClusterAuthority;
import io.fairlead.deploy.pki.ClusterRole;
import io.fairlead.deploy.pki.PemFolder;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The real controller in a process of its own on the loopback address; it can be frozen. */
final class ControllerProcess implements AutoCloseable {
  private static final int LOG_CHARS = 200_000;
  private static final String HOST = "127.0.0.1";

  /** As in the lab. */
  private static final List<String> JVM =
      List.of(
          "-Xmx192m",
          "-Xss512k",
          "-XX:+UseSerialGC",
          "-XX:TieredStopAtLevel=1",
          "--enable-native-access=ALL-UNNAMED",
          "--sun-misc-unsafe-memory-access=allow",
          "-Dlogback.configurationFile=logback.xml");

  private final Process process;
  private final Path output;

  private ControllerProcess(Process process, Path output) {
    this.process = process;
    this.output = output;
  }

  /**
   * Starts the program.
   *
   * @param more of its options
   */
  static ControllerProcess start(Path folder, Path kubeconfig, String... more) throws IOException {
    var home = Files.createDirectories(folder.resolve("process"));
    var now = Instant.now();
    var authority = ClusterAuthority.create("test", now);
    new PemFolder(home.resolve("certs"))
        .writeLeaf(
            authority.issue(ClusterRole.CONTROLLER, List.of(HOST), now), authority.certificate());
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(JVM);
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.addAll(List.of(FairleadMain.class.getName(), "controller"));
    command.addAll(List.of("--cluster-host", HOST, "--controllers", HOST));
    command.addAll(List.of("--cluster-port", Integer.toString(freePort())));
    command.addAll(List.of("--management-port", "0", "--port", "0"));
    command.addAll(List.of("--certs", home.resolve("certs").toString()));
    command.addAll(List.of("--data", home.resolve("data").toString()));
    command.addAll(List.of("--kubeconfig", kubeconfig.toString()));
    command.addAll(List.of(more));
    var output = home.resolve("log");
    return new ControllerProcess(
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start(),
        output);
  }

  static int freePort() throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  /** What it said last. */
  String log() {
    try {
      String all = Files.readString(output);
      return all.substring(Math.max(0, all.length() - LOG_CHARS));
    } catch (IOException e) {
      return "no log: " + e;
    }
  }

  void freeze() throws IOException, InterruptedException {
    signal("STOP");
  }

  void thaw() throws IOException, InterruptedException {
    signal("CONT");
  }

  private void signal(String name) throws IOException, InterruptedException {
    var kill = new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start();
    if (kill.waitFor() != 0) {
      throw new IOException("the controller cannot be sent " + name + ":\n" + log());
    }
  }

  @Override
  public void close() {
    // Kills also what stands still.
    process.destroyForcibly();
    try {
      process.waitFor(10, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
