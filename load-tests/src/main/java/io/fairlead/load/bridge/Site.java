package io.fairlead.load.bridge;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;

/** An API server of its own and a controller that may come and go, in a folder of their own. */
final class Site implements AutoCloseable {
  private static final String HOST = "127.0.0.1";
  private static final String SETTLED = "all Services are settled";
  private static final Pattern URI_LINE = Pattern.compile("(?m)^(http://\\S+)$");
  private static final long START_SECONDS = 60;
  private static final List<String> JVM =
      List.of("--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow");

  /** As in the lab. */
  private static final List<String> CONTROLLER_JVM =
      List.of("-Xmx192m", "-Xss512k", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1");

  /** Serial as in the lab, where it is a part of a process; with room for all objects. */
  private static final List<String> SERVER_JVM = List.of("-Xmx2g", "-XX:+UseSerialGC");

  private final Path folder;
  private final Path manifests;
  private final Program server;
  private final ApiClient api;
  private final int port;
  private int starts;
  private Optional<Program> controller = Optional.empty();

  private Site(Path folder, Path manifests, Program server, ApiClient api, int port) {
    this.folder = folder;
    this.manifests = manifests;
    this.server = server;
    this.api = api;
    this.port = port;
  }

  /** Starts the API server and fills it with the definitions and two nodes. */
  static Site start(Path folder, Path manifests)
      throws IOException, InterruptedException, TimeoutException {
    Files.createDirectories(folder);
    var output = folder.resolve("api.log");
    var options = new ArrayList<>(SERVER_JVM);
    options.addAll(more("fairlead.server.java"));
    var command = java(options, "io.fairlead.k8s.embedded.EmbeddedApiMain");
    command.add(HOST + ":0");
    command.add(folder.resolve("kubeconfig").toString());
    var server = Program.start("the API server", command, output);
    server.awaitLine("http://", START_SECONDS);
    var api = new ApiClient(URI.create(server.find(URI_LINE).orElseThrow()));
    var site = new Site(folder, manifests, server, api, freePort());
    site.prepare();
    return site;
  }

  private void prepare() throws IOException, InterruptedException {
    try (var files = Files.list(manifests.resolve("crds"))) {
      for (Path file : files.toList()) {
        api.createYaml(Objects.CRDS, Files.readString(file));
      }
    }
    api.create(Objects.NAMESPACES, Objects.namespace("metallb-system"));
    api.create(Objects.NODES, Objects.node("node-1"));
    api.create(Objects.NODES, Objects.node("node-2"));
    fairlead("certs", "authority", "--out", folder.resolve("ca").toString());
    fairlead(
        "certs",
        "issue",
        "--authority",
        folder.resolve("ca").toString(),
        "--role",
        "controller",
        "--host",
        HOST,
        "--out",
        folder.resolve("certs").toString());
  }

  private static void fairlead(String... arguments) throws IOException, InterruptedException {
    var command = java(List.of("-Xmx64m"), "io.fairlead.deploy.cli.FairleadMain");
    command.addAll(List.of(arguments));
    int code = new ProcessBuilder(command).redirectErrorStream(true).inheritIO().start().waitFor();
    if (code != 0) {
      throw new IOException("fairlead " + String.join(" ", arguments) + " ended with " + code);
    }
  }

  private static List<String> java(List<String> options, String main) {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(options);
    command.addAll(JVM);
    command.addAll(more("fairlead.start-cache.options"));
    command.add("-cp");
    command.add(System.getProperty("fairlead.libraries", ""));
    command.add(main);
    return command;
  }

  /** Further options of a process, such as those of a recording; none by default. */
  private static List<String> more(String property) {
    String options = System.getProperty(property, "").trim();
    return options.isEmpty() ? List.of() : List.of(options.split("\\s+"));
  }

  private static int freePort() throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  ApiClient api() {
    return api;
  }

  Program server() {
    return server;
  }

  /** The one that runs. */
  Program controller() {
    return controller.orElseThrow();
  }

  Path journal() {
    return folder.resolve("data").resolve("journal");
  }

  /** Starts the controller over the data that is there. */
  Program startController() throws IOException {
    starts++;
    var options = new ArrayList<>(CONTROLLER_JVM);
    options.addAll(more("fairlead.controller.java"));
    var command = java(options, "io.fairlead.deploy.cli.FairleadMain");
    command.addAll(
        List.of(
            "controller",
            "--cluster-host",
            HOST,
            "--cluster-port",
            Integer.toString(port),
            "--controllers",
            HOST,
            "--management-port",
            "0",
            "--certs",
            folder.resolve("certs").toString(),
            "--data",
            folder.resolve("data").toString(),
            "--kubeconfig",
            folder.resolve("kubeconfig").toString()));
    var program =
        Program.start("the controller", command, folder.resolve("controller-" + starts + ".log"));
    controller = Optional.of(program);
    return program;
  }

  /** Nanoseconds from the start of the process until the controller had decided on everything. */
  static long awaitSettled(Program controller)
      throws IOException, InterruptedException, TimeoutException {
    return controller.awaitLine(SETTLED, START_SECONDS);
  }

  void stopController() {
    controller.ifPresent(Program::close);
    controller = Optional.empty();
  }

  @Override
  public void close() {
    stopController();
    server.close();
  }
}
