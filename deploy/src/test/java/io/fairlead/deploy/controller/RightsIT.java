package io.fairlead.deploy.controller;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.typesafe.config.ConfigFactory;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.rbac.PolicyRule;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fairlead.cluster.NodeName;
import io.fairlead.cluster.ServiceKey;
import io.fairlead.deploy.webhook.Webhook;
import io.fairlead.deploy.webhook.WebhookFolder;
import io.fairlead.election.actor.PlacementSettings;
import io.fairlead.k8s.KubernetesBridge;
import io.fairlead.k8s.crd.BGPSessionState;
import io.fairlead.k8s.crd.ConfigurationState;
import io.fairlead.k8s.crd.IPAddressPool;
import io.fairlead.k8s.crd.ServiceBGPStatus;
import io.fairlead.k8s.crd.ServiceL2Status;
import io.fairlead.k8s.embedded.EmbeddedApiServer;
import io.fairlead.k8s.embedded.EmbeddedApiSettings;
import io.fairlead.k8s.embedded.rbac.ApiUser;
import io.fairlead.k8s.lastgood.LastGoodFile;
import io.fairlead.k8s.watch.WatchSettings;
import io.fairlead.net.IpAddress;
import io.fairlead.persistence.journal.EmbeddedJournal;
import io.fairlead.report.Observation;
import io.fairlead.report.Observation.AdvertisedService;
import io.fairlead.report.Observation.AnnouncedAddress;
import io.fairlead.report.Observation.BfdStatus;
import io.fairlead.report.Observation.BgpSession;
import io.fairlead.report.Observation.BgpStatus;
import io.fairlead.report.ReportStream;
import io.fairlead.report.actor.ReportProtocol;
import io.fairlead.report.actor.ReportProtocol.Tell;
import io.fairlead.report.actor.ReportProtocol.ToDesk;
import io.fairlead.table.TableRevision;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.AskPattern;
import org.apache.pekko.actor.typed.receptionist.Receptionist;
import org.apache.pekko.cluster.typed.Cluster;
import org.apache.pekko.cluster.typed.Join;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The rights in {@code deploy/manifests/rbac} are enough for all that a controller does, and none
 * of them is too many: a controller with a token of exactly that role does everything once.
 */
class RightsIT {
  private static final Path MANIFESTS =
      Path.of(System.getProperty("fairlead.root", ".."), "deploy", "manifests");
  private static final String NAMESPACE = "metallb-system";
  private static final String TOKEN = "of-the-controller";
  private static final long PATIENCE_MILLIS = 40_000;
  private static final ServiceKey WEB = new ServiceKey("default", "web");

  private static final String CONFIG =
      """
      pekko {
        actor.provider = cluster
        remote.artery.canonical { hostname = "127.0.0.1", port = 0 }
        cluster.roles = [controller]
        cluster.jmx.multi-mbeans-in-same-jvm = on
        cluster.sharding.distributed-data.durable.keys = []
        coordinated-shutdown.exit-jvm = off
        loglevel = WARNING
      }
      """;

  @TempDir Path folder;

  private EmbeddedApiServer api;
  private KubernetesClient client;
  private EmbeddedJournal journal;
  private ActorSystem<Void> system;
  private final ReportStream stream = new ReportStream(new NodeName("n1"), 1);

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
    applyFile("webhook/webhook.yaml");
    for (String node : List.of("n1", "n2")) {
      apply("apiVersion: v1\nkind: Node\nmetadata: {name: " + node + "}");
    }
  }

  @AfterEach
  void stop() throws Exception {
    if (system != null) {
      system.terminate();
      system.getWhenTerminated().toCompletableFuture().get(20, TimeUnit.SECONDS);
      journal.close();
    }
    client.close();
    api.close();
  }

  @Test
  void rightsOfTheManifest_areEnoughAndNoneIsTooMany() throws Exception {
    startController();
    doEverything();

    assertEquals(List.of(), api.refusals(), "what the role lacks");
    var granted = granted();
    assertEquals(new TreeSet<>(granted).size(), granted.size(), "no right is granted twice");
    var unused = new TreeSet<>(granted);
    unused.removeAll(api.uses());
    assertEquals(Set.of(), unused, "rights that nothing needs");
  }

  @Test
  void missingRight_isRefusedAndTheRestGoesOn() throws Exception {
    var role = client.rbac().clusterRoles().withName("metallb-system:controller").get();
    role.getRules().removeIf(rule -> rule.getResources().contains("events"));
    client.resource(role).update();
    startController();

    apply(pool("10.0.42.0/24"));
    apply(service("web"));
    await("the address", () -> "10.0.42.0".equals(addressOf("web")));
    await("a refusal", () -> api.refusals().contains("create events in default"));
    assertTrue(client.v1().events().inNamespace("default").list().getItems().isEmpty());
  }

  @Test
  void secretsOfOtherNamespaces_andDefinitions_areOutOfReach() throws Exception {
    var config = Config.fromKubeconfig(folder.resolve("controller").toFile());
    try (var controller = new KubernetesClientBuilder().withConfig(config).build()) {
      refuses(() -> controller.secrets().inAnyNamespace().list());
      refuses(() -> controller.secrets().inNamespace("default").list());
      refuses(() -> controller.apiextensions().v1().customResourceDefinitions().list());
      refuses(() -> controller.rbac().roles().inNamespace(NAMESPACE).list());
      refuses(() -> controller.pods().inNamespace(NAMESPACE).list());
      assertFalse(controller.nodes().list().getItems().isEmpty());
    }
    var accounts = client.serviceAccounts().inAnyNamespace().list().getItems();
    assertEquals(
        List.of("controller"), accounts.stream().map(a -> a.getMetadata().getName()).toList());
  }

  private static void refuses(Supplier<?> request) {
    try {
      var _ = request.get();
    } catch (KubernetesClientException e) {
      assertEquals(403, e.getCode());
      return;
    }
    throw new AssertionError("it was not refused");
  }

  /** Everything that a controller writes, once. */
  private void doEverything() throws Exception {
    apply(
        """
        apiVersion: v1
        kind: ConfigMap
        metadata: {namespace: metallb-system, name: config}
        data:
          config: |
            address-pools: [{name: old, protocol: layer2, auto-assign: false, addresses: [10.0.9.0/24]}]
        """);
    apply(service("web"));
    await("why it is pending", () -> !conditions("web").isEmpty());
    apply(pool("10.0.42.0-10.0.42.0"));
    apply(
        """
        apiVersion: metallb.io/v1beta1
        kind: L2Advertisement
        metadata: {name: all, namespace: metallb-system}
        spec: {}
        """);
    await("the address", () -> "10.0.42.0".equals(addressOf("web")));
    await("no condition", () -> conditions("web").isEmpty());
    await("the counters", () -> pools().stream().anyMatch(p -> p.getStatus() != null));
    await("a state", () -> !all(ConfigurationState.class).isEmpty());
    await("the trust of the webhook", this::isWebhookTrusted);

    var announced =
        new AnnouncedAddress(IpAddress.parse("10.0.42.0"), 1, new TreeSet<>(Set.of("eth0")));
    var advertised = new AdvertisedService(WEB, new TreeSet<>(Set.of("tor")));
    var session = new BgpSession("tor", "", BgpStatus.ESTABLISHED, BfdStatus.UP);
    report(announced, advertised, session);
    await("the statuses", () -> all(ServiceL2Status.class).size() == 1);
    await("of BGP", () -> all(ServiceBGPStatus.class).size() == 1);
    await("of sessions", () -> all(BGPSessionState.class).size() == 1);
    await("of the speaker", () -> isShown("speaker-n1"));
    report();
    await("no statuses", () -> all(ServiceL2Status.class).isEmpty());
    await("none of BGP", () -> all(ServiceBGPStatus.class).isEmpty());
    await("none of sessions", () -> all(BGPSessionState.class).isEmpty());
    client.nodes().withName("n1").delete();
    await("no state of a node that is gone", () -> !isShown("speaker-n1"));
    retell();
    takeAwayTheType();
  }

  /** The same Event after another one: its count is raised. */
  private void retell() {
    apply(pool("10.0.43.0-10.0.43.0"));
    await("the other address", () -> "10.0.43.0".equals(addressOf("web")));
    apply(pool("10.0.42.0-10.0.42.0"));
    await("the address again", () -> "10.0.42.0".equals(addressOf("web")));
    await("an Event twice", () -> events().stream().anyMatch(count -> count > 1));
  }

  /** Only the server knows what has become of a Service that is no load balancer any more. */
  private void takeAwayTheType() {
    client
        .services()
        .inNamespace("default")
        .withName("web")
        .edit(
            service -> {
              service.getSpec().setType("ClusterIP");
              return service;
            });
    await("no address", () -> addressOf("web").isEmpty());
    await("no annotation", () -> annotationsOf("web").isEmpty());
  }

  private void startController() {
    journal = EmbeddedJournal.open(folder.resolve("journal"));
    var config =
        ConfigFactory.parseString(CONFIG)
            .withFallback(journal.config())
            .withFallback(ConfigFactory.load());
    system =
        ActorSystem.create(
            ControllerGuardian.create(
                Optional.of(folder.resolve("controller")),
                WatchSettings.DEFAULT,
                new LastGoodFile(folder.resolve("last-good")),
                this::serveWebhook,
                PlacementSettings.DEFAULT,
                new ControllerBoard(),
                Clock.systemUTC()),
            "fairlead",
            config);
    Cluster.get(system).manager().tell(Join.create(Cluster.get(system).selfMember().address()));
  }

  private void serveWebhook(KubernetesBridge bridge) {
    var keys = new WebhookFolder(folder.resolve("webhook"), List.of("webhook.test.svc"));
    try {
      bridge.accompany(
          Webhook.start(
              new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
              keys,
              NAMESPACE,
              bridge::storedConfiguration,
              Clock.systemUTC(),
              certificates -> bridge.trustWebhook("metallb-webhook-configuration", certificates)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What the speaker of node n1 says, over the cluster. */
  private void report(Observation... observations) throws Exception {
    var desk = desk();
    for (var part : stream.tell(TableRevision.NONE, List.of("eth0"), List.of(observations))) {
      desk.tell(new Tell(part, system.ignoreRef()));
    }
  }

  private ActorRef<ToDesk> desk() throws Exception {
    var listing =
        AskPattern.<Receptionist.Command, Receptionist.Listing>ask(
                system.receptionist(),
                to -> Receptionist.find(ReportProtocol.DESK_KEY, to),
                Duration.ofSeconds(10),
                system.scheduler())
            .toCompletableFuture()
            .get(10, TimeUnit.SECONDS);
    return listing.getServiceInstances(ReportProtocol.DESK_KEY).iterator().next();
  }

  /** Every right of the manifest, worded as the server words a request. */
  private List<String> granted() {
    var granted = new ArrayList<String>();
    var all = client.rbac().clusterRoles().withName("metallb-system:controller").get();
    all.getRules().forEach(rule -> granted.addAll(granted(rule, "")));
    var own = client.rbac().roles().inNamespace(NAMESPACE).withName("controller").get();
    own.getRules().forEach(rule -> granted.addAll(granted(rule, NAMESPACE)));
    return granted;
  }

  /** A right in all namespaces shows its need by a use in any. */
  private List<String> granted(PolicyRule rule, String namespace) {
    var granted = new ArrayList<String>();
    for (String group : rule.getApiGroups()) {
      for (String resource : rule.getResources()) {
        for (String verb : rule.getVerbs()) {
          String right = verb + " " + resource + (group.isEmpty() ? "" : "." + group);
          var used = api.uses().stream().filter(use -> isOf(use, right, namespace)).findFirst();
          granted.add(used.orElse(right));
        }
      }
    }
    return granted;
  }

  private static boolean isOf(String use, String right, String namespace) {
    return namespace.isEmpty()
        ? use.equals(right) || use.startsWith(right + " in ")
        : use.equals(right + " in " + namespace);
  }

  private boolean isWebhookTrusted() {
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

  private boolean isShown(String state) {
    return all(ConfigurationState.class).stream()
        .anyMatch(each -> each.getMetadata().getName().equals(state) && each.getStatus() != null);
  }

  private List<IPAddressPool> pools() {
    return all(IPAddressPool.class);
  }

  private <T extends CustomResource<?, ?>> List<T> all(Class<T> kind) {
    return client.resources(kind).inNamespace(NAMESPACE).list().getItems();
  }

  private List<Condition> conditions(String service) {
    return List.copyOf(find(service).getStatus().getConditions());
  }

  private Map<String, String> annotationsOf(String service) {
    return Objects.requireNonNullElse(find(service).getMetadata().getAnnotations(), Map.of());
  }

  private String addressOf(String service) {
    var ingress = find(service).getStatus().getLoadBalancer().getIngress();
    return ingress == null || ingress.isEmpty() ? "" : ingress.getFirst().getIp();
  }

  private Service find(String service) {
    return client.services().inNamespace("default").withName(service).require();
  }

  private List<Integer> events() {
    return client.v1().events().inNamespace("default").list().getItems().stream()
        .map(event -> Objects.requireNonNullElse(event.getCount(), 0))
        .toList();
  }

  private static String pool(String range) {
    return """
        apiVersion: metallb.io/v1beta1
        kind: IPAddressPool
        metadata: {name: main, namespace: metallb-system}
        spec: {addresses: [%s]}
        """
        .formatted(range);
  }

  private static String service(String name) {
    return """
        apiVersion: v1
        kind: Service
        metadata: {name: %s, namespace: default}
        spec: {type: LoadBalancer, selector: {app: x}, ports: [{port: 80}]}
        """
        .formatted(name);
  }

  private void applyFile(String name) throws IOException {
    apply(Files.readString(MANIFESTS.resolve(name)));
  }

  private void apply(String yaml) {
    client.load(new ByteArrayInputStream(yaml.getBytes(StandardCharsets.UTF_8))).serverSideApply();
  }

  private void await(String what, Supplier<Boolean> condition) {
    long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(PATIENCE_MILLIS);
    while (!condition.get()) {
      assertTrue(
          System.nanoTime() < deadline,
          () -> "waited in vain for " + what + "; refused: " + api.refusals());
      LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
    }
  }
}
