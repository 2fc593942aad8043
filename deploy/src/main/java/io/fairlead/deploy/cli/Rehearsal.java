package io.fairlead.deploy.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.fairlead.cluster.NodeName;
import io.fairlead.deploy.lab.kube.LabManifests;
import io.fairlead.deploy.pki.ClusterAuthority;
import io.fairlead.deploy.pki.ClusterRole;
import io.fairlead.deploy.pki.PemFolder;
import io.fairlead.k8s.embedded.EmbeddedApiServer;
import io.fairlead.k8s.embedded.EmbeddedApiSettings;
import io.fairlead.k8s.lab.LabClient;
import io.fairlead.k8s.lab.Manifest;
import io.fairlead.k8s.lab.StandInNode;
import io.fairlead.membership.KnownMembers;
import io.fairlead.membership.MemberAddress;
import io.fairlead.net.IpAddress;
import io.fairlead.net.IpPrefix;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/**
 * Starts what a controller and a speaker start, in one process and on the loopback interface alone,
 * and ends. The launcher has the Java machine record it, so that later starts need not load and
 * link their classes again (docs/adr/0032). Nothing of it reaches a network: the speaker has no
 * interface to announce on.
 */
final class Rehearsal {
  private static final String CONTROLLER = "127.0.0.1";
  private static final String SPEAKER = "127.0.0.2";
  private static final StandInNode NODE =
      new StandInNode(
          new NodeName("node-1"),
          List.of(IpAddress.parse(SPEAKER)),
          List.of(IpPrefix.parse("198.51.100.0/24")));
  private static final int SERVICES = 20;
  private static final Duration LIMIT = Duration.ofMinutes(5);
  private static final long LOOK_AGAIN_MILLIS = 100;

  private final Path folder;
  private final long deadline = System.nanoTime() + LIMIT.toNanos();
  private final HttpClient http = HttpClient.newHttpClient();
  private final int clusterPort = freePort();

  private Rehearsal(Path folder) throws IOException {
    this.folder = folder;
  }

  /** Takes one argument: an empty folder, which it fills. */
  public static void main(String[] arguments) throws Exception {
    try {
      new Rehearsal(Path.of(arguments[0])).run();
    } catch (IOException e) {
      System.err.println("fairlead: " + e.getMessage());
      // The threads of what did start would keep the process.
      Runtime.getRuntime().halt(ExitCodes.FAILED);
    }
    // Leaving in order would cost seconds and teach nothing.
    Runtime.getRuntime().halt(ExitCodes.OK);
  }

  private void run() throws IOException, InterruptedException {
    var loopback = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    var settings = EmbeddedApiSettings.defaults().withAddress(loopback);
    try (var server = EmbeddedApiServer.start(settings);
        var client = LabClient.connect(server.kubeconfig())) {
      Files.writeString(folder.resolve("kubeconfig"), server.kubeconfig());
      documents().forEach(document -> LabManifests.apply(client, document));
      client.nodes().register(NODE, Instant.now());
      certificates();
      foundAtOnce();

      int controllerStatus = freePort();
      var speaker = program(speakerArguments(freePort()));
      var controller = program(controllerArguments(controllerStatus));
      // Without the right to open raw sockets there is no speaker, and less is rehearsed.
      await(controller, () -> members(controllerStatus) == (speaker.isAlive() ? 2 : 1));
      await(
          controller,
          () ->
              client.services().all().stream()
                      .filter(service -> service.address().isPresent())
                      .count()
                  == SERVICES);
    }
  }

  private static List<Manifest> documents() {
    var documents = new ArrayList<Manifest>();
    for (String text : new LabProcesses().clusterDocuments()) {
      documents.addAll(LabManifests.parse("definitions", text));
    }
    documents.add(Manifest.namespace("rehearsal", "metallb-system"));
    documents.addAll(LabManifests.parse("rehearsal", POOL));
    IntStream.range(0, SERVICES)
        .forEach(i -> documents.addAll(LabManifests.parse("rehearsal", service(i))));
    return documents;
  }

  private static String service(int number) {
    return """
    apiVersion: v1
    kind: Service
    metadata: {name: web-%d, namespace: default}
    spec:
      type: LoadBalancer
      selector: {app: web}
      ports: [{name: http, port: 80}]
    """
        .formatted(number);
  }

  private void certificates() throws IOException {
    var now = Instant.now();
    var authority = ClusterAuthority.create("rehearsal", now);
    for (var role : List.of(ClusterRole.CONTROLLER, ClusterRole.SPEAKER)) {
      var host = role == ClusterRole.CONTROLLER ? CONTROLLER : SPEAKER;
      var leaf = authority.issue(role, List.of(host), now);
      new PemFolder(folder.resolve(host)).writeLeaf(leaf, authority.certificate());
    }
  }

  /** A controller that remembers itself alone, as after a restart, waits for nobody's answer. */
  private void foundAtOnce() throws IOException {
    var self = List.of(new MemberAddress(CONTROLLER, clusterPort));
    var data = Files.createDirectories(data(CONTROLLER));
    Files.writeString(data.resolve("members"), KnownMembers.NONE.seen(self, Instant.now()).text());
  }

  private Path data(String host) {
    return folder.resolve(host).resolve("data");
  }

  private List<String> controllerArguments(int statusPort) throws IOException {
    var arguments = memberArguments("controller", CONTROLLER, statusPort);
    arguments.addAll(List.of("--kubeconfig", folder.resolve("kubeconfig").toString()));
    return arguments;
  }

  private List<String> speakerArguments(int statusPort) throws IOException {
    var arguments = memberArguments("speaker", SPEAKER, statusPort);
    arguments.addAll(List.of("--node-name", NODE.name().value(), "--exclude-interface", ".*"));
    arguments.addAll(List.of("--hello-port", Integer.toString(freePort())));
    return arguments;
  }

  private List<String> memberArguments(String command, String host, int statusPort)
      throws IOException {
    return new ArrayList<>(
        List.of(
            command,
            "--cluster-host",
            host,
            "--cluster-port",
            Integer.toString(clusterPort),
            "--controllers",
            CONTROLLER,
            "--management-port",
            Integer.toString(statusPort),
            "--host",
            host,
            "--port",
            Integer.toString(freePort()),
            "--certs",
            folder.resolve(host).toString(),
            "--data",
            data(host).toString()));
  }

  /** Runs it as the command line would, but in this process. */
  private static Thread program(List<String> arguments) {
    var err = new PrintWriter(System.err, true, UTF_8);
    return Thread.ofPlatform()
        .daemon()
        .name(arguments.getFirst())
        .start(() -> FairleadMain.run(arguments, Map.of(), err));
  }

  /** How many members the controller sees up; 0 while it does not answer. */
  private long members(int statusPort) throws InterruptedException {
    var uri = URI.create("http://127.0.0.1:" + statusPort + "/cluster/members");
    var question = HttpRequest.newBuilder(uri).timeout(Duration.ofSeconds(1)).build();
    try {
      var answer = http.send(question, BodyHandlers.ofString()).body();
      return Arrays.stream(answer.split("\"status\":\"Up\"", -1)).count() - 1;
    } catch (IOException e) {
      return 0;
    }
  }

  private interface Condition {
    boolean holds() throws InterruptedException;
  }

  private void await(Thread controller, Condition condition)
      throws IOException, InterruptedException {
    while (!condition.holds()) {
      if (!controller.isAlive()) {
        throw new IOException("the controller ended");
      }
      if (System.nanoTime() > deadline) {
        throw new IOException("the programs were not ready within " + LIMIT);
      }
      TimeUnit.MILLISECONDS.sleep(LOOK_AGAIN_MILLIS);
    }
  }

  private static int freePort() throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private static final String POOL =
      """
      apiVersion: metallb.io/v1beta1
      kind: IPAddressPool
      metadata: {name: rehearsal, namespace: metallb-system}
      spec: {addresses: [192.0.2.0/24]}
      ---
      apiVersion: metallb.io/v1beta1
      kind: L2Advertisement
      metadata: {name: rehearsal, namespace: metallb-system}
      """;
}
