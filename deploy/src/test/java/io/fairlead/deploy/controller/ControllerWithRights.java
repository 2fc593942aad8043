package io.fairlead.deploy.controller;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fairlead.cluster.NodeName;
import io.fairlead.cluster.ServiceKey;
import io.fairlead.deploy.webhook.Webhook;
import io.fairlead.deploy.webhook.WebhookFolder;
import io.fairlead.k8s.KubernetesBridge;
import io.fairlead.k8s.crd.ConfigurationState;
import io.fairlead.k8s.crd.IPAddressPool;
import io.fairlead.k8s.embedded.EmbeddedApiServer;
import io.fairlead.k8s.embedded.EmbeddedApiSettings;
import io.fairlead.k8s.embedded.rbac.ApiUser;
import io.fairlead.report.Observation;
import io.fairlead.report.ReportStream;
import io.fairlead.report.actor.ReportProtocol;
import io.fairlead.report.actor.ReportProtocol.Tell;
import io.fairlead.report.actor.ReportProtocol.ToDesk;
import io.fairlead.table.TableRevision;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.AskPattern;
import org.apache.pekko.actor.typed.receptionist.Receptionist;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A controller whose token stands for exactly the role of the manifest. */
abstract class ControllerWithRights {
  static final Path MANIFESTS =
      Path.of(System.getProperty("fairlead.root", ".."), "deploy", "manifests");
  static final String NAMESPACE = "metallb-system";
  private static final String TOKEN = "of-the-controller";
  private static final long PATIENCE_MILLIS = 40_000;
  static final ServiceKey WEB = new ServiceKey("default", "web");

  @TempDir Path folder;

  EmbeddedApiServer api;
  KubernetesClient client;
  @Nullable InProcessController controller;
  final ReportStream stream = new ReportStream(new NodeName("n1"), 1);

  @BeforeEach
  void start() throws Exception {
    var user = ApiUser.serviceAccount(NAMESPACE, "controller");
    api = EmbeddedApiServer.start(EmbeddedApiSettings.defaults().withToken(TOKEN, user));
    Files.writeString(folder.resolve("admin"), api.kubeconfig());
    Files.writeString(folder.resolve("controller"), api.kubeconfigWithToken(TOKEN));
    client =
        new KubernetesClientBuilder()
            .withConfig(Config.fromKubeconfig(folder.resolve("admin").toFile()))
            .build();
    apply("apiVersion: v1\nkind: Namespace\nmetadata: {name: metallb-system}");
    try (var files = Files.list(MANIFESTS.resolve("crds"))) {
      for (Path file : files.sorted().toList()) {
        apply(Files.readString(file));
      }
    }
    applyFile("rbac/controller.yaml");
    applyWebhook();
    for (String node : List.of("n1", "n2")) {
      apply("apiVersion: v1\nkind: Node\nmetadata: {name: " + node + "}");
    }
  }

  @AfterEach
  void stop() throws Exception {
    if (controller != null) {
      controller.stop();
    }
    client.close();
    api.close();
  }

  /** The webhook as it is when the controller makes its certificate. */
  void applyWebhook() throws IOException {
    applyFile("webhook/rbac.yaml");
    applyFile("webhook/webhook.yaml");
  }

  void startController() {
    controller =
        InProcessController.start(
            folder, folder.resolve("controller"), new ControllerBoard(), this::serveWebhook, "");
  }

  void serveWebhook(KubernetesBridge bridge) {
    var keys = new WebhookFolder(folder.resolve("webhook"), List.of("webhook.test.svc"));
    bridge.accompany(
        Webhook.start(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
            keys,
            NAMESPACE,
            bridge::storedConfiguration,
            Clock.systemUTC(),
            authorities -> bridge.trustWebhook("metallb-webhook-configuration", authorities)));
  }

  /** What the speaker of node n1 says, over the cluster. */
  void report(Observation... observations) throws Exception {
    var running = Objects.requireNonNull(controller).system();
    var desk = desk(running);
    for (var part : stream.tell(TableRevision.NONE, List.of("eth0"), List.of(observations))) {
      desk.tell(new Tell(part, running.ignoreRef()));
    }
  }

  static ActorRef<ToDesk> desk(ActorSystem<Void> running) throws Exception {
    var listing =
        AskPattern.<Receptionist.Command, Receptionist.Listing>ask(
                running.receptionist(),
                to -> Receptionist.find(ReportProtocol.DESK_KEY, to),
                Duration.ofSeconds(10),
                running.scheduler())
            .toCompletableFuture()
            .get(10, TimeUnit.SECONDS);
    return listing.getServiceInstances(ReportProtocol.DESK_KEY).iterator().next();
  }

  boolean isWebhookTrusted() {
    var configuration =
        client
            .admissionRegistration()
            .v1()
            .validatingWebhookConfigurations()
            .withName("metallb-webhook-configuration")
            .get();
    return configuration.getWebhooks().stream()
        .allMatch(webhook -> webhook.getClientConfig().getCaBundle() != null);
  }

  boolean isShown(String state) {
    return all(ConfigurationState.class).stream()
        .anyMatch(each -> each.getMetadata().getName().equals(state) && each.getStatus() != null);
  }

  List<IPAddressPool> pools() {
    return all(IPAddressPool.class);
  }

  <T extends CustomResource<?, ?>> List<T> all(Class<T> kind) {
    return client.resources(kind).inNamespace(NAMESPACE).list().getItems();
  }

  List<Condition> conditions(String service) {
    return List.copyOf(find(service).getStatus().getConditions());
  }

  Map<String, String> annotationsOf(String service) {
    return Objects.requireNonNullElse(find(service).getMetadata().getAnnotations(), Map.of());
  }

  String addressOf(String service) {
    var ingress = find(service).getStatus().getLoadBalancer().getIngress();
    return ingress == null || ingress.isEmpty() ? "" : ingress.getFirst().getIp();
  }

  Service find(String service) {
    return client.services().inNamespace("default").withName(service).require();
  }

  List<Integer> events() {
    return client.v1().events().inNamespace("default").list().getItems().stream()
        .map(event -> Objects.requireNonNullElse(event.getCount(), 0))
        .toList();
  }

  static String pool(String range) {
    return """
        apiVersion: metallb.io/v1beta1
        kind: IPAddressPool
        metadata: {name: main, namespace: metallb-system}
        spec: {addresses: [%s]}
        """
        .formatted(range);
  }

  static String service(String name) {
    return """
        apiVersion: v1
        kind: Service
        metadata: {name: %s, namespace: default}
        spec: {type: LoadBalancer, selector: {app: x}, ports: [{port: 80}]}
        """
        .formatted(name);
  }

  void applyFile(String name) throws IOException {
    apply(Files.readString(MANIFESTS.resolve(name)));
  }

  void apply(String yaml) {
    client.load(new ByteArrayInputStream(yaml.getBytes(StandardCharsets.UTF_8))).serverSideApply();
  }

  /** How long to wait for this, for whoever knows better. */
  long patienceMillis(String what) {
    return PATIENCE_MILLIS;
  }

  void await(String what, Supplier<Boolean> condition) {
    long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(patienceMillis(what));
    while (!condition.get()) {
      assertTrue(
          System.nanoTime() < deadline,
          () -> "waited in vain for " + what + "; refused: " + api.refusals());
      LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
    }
  }
}
