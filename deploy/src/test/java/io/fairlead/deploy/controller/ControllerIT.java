package io.fairlead.deploy.controller;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fairlead.k8s.embedded.EmbeddedApiServer;
import io.fairlead.k8s.embedded.EmbeddedApiSettings;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A whole controller over a real journal and the lab's API server: manifests in, status out. Each
 * restart is a new ActorSystem over the same files.
 */
class ControllerIT {
  private static final long PATIENCE_MILLIS = 30_000;
  private static final String POOL = "metallb.io/ip-allocated-from-pool";

  @TempDir Path folder;

  private EmbeddedApiServer api;
  private KubernetesClient client;
  private InProcessController controller;
  private final ControllerBoard board = new ControllerBoard();

  @BeforeEach
  void start() throws Exception {
    api = EmbeddedApiServer.start(EmbeddedApiSettings.defaults());
    Files.writeString(folder.resolve("kubeconfig"), api.kubeconfig());
    client =
        new KubernetesClientBuilder()
            .withConfig(Config.fromKubeconfig(folder.resolve("kubeconfig").toFile()))
            .build();
    startController();
  }

  private void startController() {
    controller = InProcessController.start(folder, folder.resolve("kubeconfig"), board);
  }

  @AfterEach
  void stop() throws Exception {
    controller.stop();
    client.close();
    api.close();
  }

  @Test
  void theTutorialsServicesGetTheFirstAddressesInOrder_andKeepThemOverARestart() throws Exception {
    apply(service("nginx"));
    awaitEvent("nginx", "AllocationFailed", "no address pool is configured");

    apply(configMap("192.168.120.200-192.168.120.201"));
    awaitAddress("nginx", "192.168.120.200");
    awaitEvent("nginx", "IPAllocated", "Assigned IP [\"192.168.120.200\"]");
    apply(service("second"));
    awaitAddress("second", "192.168.120.201");
    apply(service("third"));
    awaitEvent("third", "AllocationFailed", "no available IPs in pool default");
    awaitSample("metallb_allocator_addresses_total default 2.0");
    awaitSample("fairlead_k8s_writes_waiting service_status 0.0");
    awaitSample("fairlead_k8s_writes_abandoned_total events 0.0");
    awaitSample("metallb_allocator_addresses_in_use_total default 2.0");
    awaitSample("fairlead_allocator_services_pending 1.0");
    awaitSample("fairlead_allocator_services_refused pool_exhausted 1.0");
    awaitSample("metallb_k8s_client_config_loaded_bool 1.0");

    controller.stop();
    client.services().inNamespace("default").withName("nginx").delete();
    startController();

    awaitAddress("third", "192.168.120.200");
    assertEquals("192.168.120.201", addressOf("second"));
  }

  @Test
  void anEditOfStatusByHandIsPutRight_andAPoolThatMovesTakesItsServicesAlong() {
    apply(configMap("10.0.42.0/24"));
    apply(service("coffee"));
    awaitAddress("coffee", "10.0.42.0");

    client
        .services()
        .inNamespace("default")
        .withName("coffee")
        .subresource("status")
        .patch(
            PatchContext.of(PatchType.JSON_MERGE),
            "{\"status\":{\"loadBalancer\":{\"ingress\":[{\"ip\":\"203.0.113.9\"}]}}}");
    awaitAddress("coffee", "10.0.42.0");

    apply(configMap("10.0.43.0/24"));
    awaitAddress("coffee", "10.0.43.0");
    awaitEvent("coffee", "ClearAssignment", "not allowed by config");
  }

  @Test
  void thePoolThatSomebodyTakesAwayOrEdits_isPutRight() {
    apply(configMap("10.0.42.0/24"));
    apply(service("coffee"));
    awaitAddress("coffee", "10.0.42.0");
    awaitPool("default");

    setPool(null);
    awaitPool("default");
    setPool("elsewhere");
    awaitPool("default");

    assertEquals("10.0.42.0", addressOf("coffee"));
  }

  @Test
  void thePendingCondition_saysTheReasonOfNow_alsoWhenSomebodyTakesItAway() {
    apply(service("coffee"));
    awaitReason("NoPoolsConfigured");
    apply(configMap("10.0.42.0/24").replace("protocol:", "auto-assign: false\n      protocol:"));
    awaitReason("NotAutoAssigned");

    client
        .services()
        .inNamespace("default")
        .withName("coffee")
        .subresource("status")
        .patch(PatchContext.of(PatchType.JSON_MERGE), "{\"status\":{\"conditions\":[]}}");
    awaitReason("NotAutoAssigned");
    apply(configMap("10.0.42.0/24"));
    awaitAddress("coffee", "10.0.42.0");
    assertEquals(List.of(), reasons());
  }

  private void awaitReason(String reason) {
    await(() -> reasons().equals(List.of(reason)), () -> reason + " in " + reasons());
  }

  private List<String> reasons() {
    var status = client.services().inNamespace("default").withName("coffee").require().getStatus();
    return status == null || status.getConditions() == null
        ? List.of()
        : status.getConditions().stream().map(Condition::getReason).toList();
  }

  private void setPool(@Nullable String pool) {
    String value = pool == null ? "null" : '"' + pool + '"';
    client
        .services()
        .inNamespace("default")
        .withName("coffee")
        .patch(
            PatchContext.of(PatchType.JSON_MERGE),
            "{\"metadata\":{\"annotations\":{\"" + POOL + "\":" + value + "}}}");
  }

  private void awaitPool(String pool) {
    await(
        () -> pool.equals(annotations().get(POOL)), () -> pool + " in " + annotations().toString());
  }

  private Map<String, String> annotations() {
    var service = client.services().inNamespace("default").withName("coffee").require();
    return Objects.requireNonNullElse(service.getMetadata().getAnnotations(), Map.of());
  }

  private static String configMap(String range) {
    return """
    apiVersion: v1
    kind: Namespace
    metadata:
      name: metallb-system
    ---
    apiVersion: v1
    kind: ConfigMap
    metadata:
      namespace: metallb-system
      name: config
    data:
      config: |
        address-pools:
        - name: default
          protocol: layer2
          addresses:
          - %s
    """
        .formatted(range);
  }

  private static String service(String name) {
    return """
    apiVersion: v1
    kind: Service
    metadata:
      namespace: default
      name: %s
    spec:
      type: LoadBalancer
      selector:
        app: %s
      ports:
      - port: 80
    """
        .formatted(name, name);
  }

  @Test
  void aRestartOnAFaultyPool_keepsEveryAddress() throws Exception {
    apply(configMap("10.0.42.0/24"));
    apply(service("coffee"));
    awaitAddress("coffee", "10.0.42.0");
    controller.stop();
    apply(configMap("10.0.42.9-10.0.42.1"));

    startController();
    apply(service("tea"));

    // The newcomer shows that the controller has decided; it is served from the same pool.
    awaitAddress("tea", "10.0.42.1");
    assertEquals("10.0.42.0", addressOf("coffee"));
  }

  private void apply(String manifests) {
    var bytes = new ByteArrayInputStream(manifests.getBytes(StandardCharsets.UTF_8));
    client.load(bytes).serverSideApply();
  }

  private String addressOf(String service) {
    var found = client.services().inNamespace("default").withName(service).get();
    var ingress = found.getStatus().getLoadBalancer().getIngress();
    return ingress == null || ingress.isEmpty() ? "" : ingress.getFirst().getIp();
  }

  private void awaitAddress(String service, String address) {
    await(() -> addressOf(service).equals(address), () -> service + " has " + addressOf(service));
  }

  private void awaitEvent(String service, String reason, String text) {
    Supplier<List<String>> events =
        () ->
            client.v1().events().inNamespace("default").list().getItems().stream()
                .filter(event -> service.equals(event.getInvolvedObject().getName()))
                .map(ControllerIT::line)
                .toList();
    await(
        () -> events.get().stream().anyMatch(e -> e.startsWith(reason) && e.contains(text)),
        () -> reason + " not among " + events.get());
  }

  private void awaitSample(String line) {
    await(() -> MetricLines.of(board).contains(line), () -> line + " in " + MetricLines.of(board));
  }

  private static String line(Event event) {
    return event.getReason() + ": " + Objects.requireNonNullElse(event.getMessage(), "");
  }

  private static void await(Supplier<Boolean> condition, Supplier<String> seen) {
    long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(PATIENCE_MILLIS);
    while (!condition.get()) {
      assertTrue(System.nanoTime() < deadline, seen);
      LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
    }
  }
}
