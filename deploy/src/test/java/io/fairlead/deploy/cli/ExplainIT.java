package io.fairlead.deploy.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fairlead.deploy.controller.ControllerBoard;
import io.fairlead.deploy.controller.InProcessController;
import io.fairlead.k8s.embedded.EmbeddedApiServer;
import io.fairlead.k8s.embedded.EmbeddedApiSettings;
import java.io.ByteArrayInputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.apache.pekko.management.javadsl.PekkoManagement;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command {@code fairlead explain} against a whole controller over a real journal. */
class ExplainIT {
  private static final long PATIENCE_MILLIS = 30_000;

  private static String settings(int port, Path journal) {
    return """
      pekko.management.http { hostname = "127.0.0.1", bind-hostname = "127.0.0.1", port = %d }
      pekko.management.http.routes.fairlead-explain = "io.fairlead.deploy.query.ExplainRoutes"
      fairlead.journal.folder = "%s"
      """
        .formatted(port, journal);
  }

  private static final String POOL =
      """
      apiVersion: v1
      kind: Namespace
      metadata: {name: metallb-system}
      ---
      apiVersion: v1
      kind: ConfigMap
      metadata: {namespace: metallb-system, name: config}
      data:
        config: |
          address-pools:
          - name: default
            protocol: layer2
            addresses: [192.168.120.200/32]
      """;

  @TempDir Path folder;

  private EmbeddedApiServer api;
  private KubernetesClient client;
  private InProcessController controller;
  private int port;
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @BeforeEach
  void start() throws Exception {
    api = EmbeddedApiServer.start(EmbeddedApiSettings.defaults());
    var kubeconfig = folder.resolve("kubeconfig");
    Files.writeString(kubeconfig, api.kubeconfig());
    client =
        new KubernetesClientBuilder()
            .withConfig(Config.fromKubeconfig(kubeconfig.toFile()))
            .build();
    try (var free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }
    controller =
        InProcessController.start(
            folder,
            kubeconfig,
            new ControllerBoard(),
            _ -> {},
            settings(port, folder.resolve("journal")));
    PekkoManagement.get(controller.system())
        .start()
        .toCompletableFuture()
        .get(20, TimeUnit.SECONDS);
  }

  @AfterEach
  void stop() throws Exception {
    controller.stop();
    client.close();
    api.close();
  }

  private void apply(String manifests) {
    client
        .load(new ByteArrayInputStream(manifests.getBytes(StandardCharsets.UTF_8)))
        .serverSideApply();
  }

  private static String service(String name) {
    return """
    apiVersion: v1
    kind: Service
    metadata: {namespace: default, name: %s}
    spec:
      type: LoadBalancer
      selector: {app: web}
      ports: [{port: 80}]
    """
        .formatted(name);
  }

  private int explain(String... arguments) {
    out.getBuffer().setLength(0);
    err.getBuffer().setLength(0);
    return FairleadMain.commandLine()
        .setOut(new PrintWriter(out))
        .setErr(new PrintWriter(err, true))
        .execute(
            Stream.concat(Stream.of("explain"), withController(arguments)).toArray(String[]::new));
  }

  private Stream<String> withController(String... arguments) {
    var given = List.of(arguments);
    return given.contains("--controller")
        ? given.stream()
        : Stream.concat(Stream.of("--controller", "http://127.0.0.1:" + port), given.stream());
  }

  private void awaitText(String service, String text) {
    long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(PATIENCE_MILLIS);
    while (explain(service) != ExitCodes.OK || !out.toString().contains(text)) {
      assertTrue(System.nanoTime() < deadline, () -> text + " not in\n" + out + err);
      LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
    }
  }

  @Test
  void holderAndPendingService_areExplained_inTextAndJson() throws Exception {
    apply(POOL);
    apply(service("first"));
    awaitText("default/first", "default/first holds 192.168.120.200 of pool default");
    assertTrue(out.toString().contains("so since 20"), out::toString);
    apply(service("second"));
    awaitText("default/second", "pool default: no available IPs in pool default");
    assertTrue(out.toString().contains("default/second is pending"), out::toString);
    awaitText("default/second", "pool default, IPv4: 1 in use, 0 available");

    assertEquals(ExitCodes.OK, explain("--output", "json", "default/second"));
    var page = new ObjectMapper().readTree(out.toString());
    assertEquals("pending", page.path("state").asText());
    assertEquals("POOL_EXHAUSTED", page.path("refusals").path(0).path("reason").asText());
    assertEquals(1, page.path("pools").path(0).path("ipv4").path("assigned").asInt());
  }

  @Test
  void whatCannotBeExplained_isASentenceAndAnExitCode() {
    apply(POOL);
    apply(service("first"));
    awaitText("default/first", "holds");

    assertEquals(ExitCodes.FAILED, explain("default/nobody"));
    assertTrue(err.toString().contains("there is no Service default/nobody"), err::toString);
    assertEquals(ExitCodes.USAGE, explain("nobody"));
    assertTrue(err.toString().contains("write NAMESPACE/NAME"), err::toString);
    assertEquals(ExitCodes.USAGE, explain("default/../members"));
    assertEquals(ExitCodes.FAILED, explain("--controller", "http://127.0.0.1:1", "default/first"));
    assertTrue(err.toString().contains("no controller answers at"), err::toString);
    assertEquals(ExitCodes.FAILED, explain("--lab", "nosuchlab", "default/first"));
    assertTrue(err.toString().contains("no lab named"), err::toString);
  }
}
