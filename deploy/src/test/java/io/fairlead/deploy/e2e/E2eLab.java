package io.fairlead.deploy.e2e;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fairlead.cluster.ServiceKey;
import io.fairlead.deploy.lab.kube.EmbeddedLabApi;
import io.fairlead.deploy.lab.kube.LabApi;
import io.fairlead.deploy.lab.net.LabName;
import io.fairlead.deploy.lab.net.LabNode;
import io.fairlead.deploy.lab.net.LabPlan;
import io.fairlead.deploy.lab.probe.HttpAnswer;
import io.fairlead.deploy.lab.probe.HttpQuestion;
import io.fairlead.deploy.lab.probe.Probe;
import io.fairlead.deploy.lab.process.LabFolder;
import io.fairlead.deploy.lab.process.LabSite;
import io.fairlead.deploy.lab.steps.Lab;
import io.fairlead.deploy.lab.steps.LabSettings;
import io.fairlead.deploy.lab.steps.Progress;
import io.fairlead.k8s.lab.LabServices;
import io.fairlead.k8s.lab.Manifests;
import io.fairlead.net.IpAddress;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.IntFunction;

/** A lab with three nodes and the real programs, and what an onlooker may ask of it. */
final class E2eLab implements AutoCloseable {
  /** The tutorial's pool first; the others are only for Services that name them. */
  private static final String POOLS =
      """
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
            addresses: [192.168.120.200-192.168.120.250]
          - name: batch
            protocol: layer2
            auto-assign: false
            addresses: [192.168.120.100-192.168.120.199]
          - name: both
            protocol: layer2
            auto-assign: false
            addresses: [192.168.120.80-192.168.120.89, fd00:120::200-fd00:120::2ff]
      """;

  private static final int NODES = 3;
  private static final int PORT = 80;
  private static final Duration QUESTION_LIMIT = Duration.ofSeconds(2);

  private final E2ePrograms programs;
  private final Progress progress =
      new Progress(new PrintWriter(System.out, true, StandardCharsets.UTF_8));
  private final LabSite site;
  private final Lab lab;
  private final LabApi api;
  private final KubernetesClient client;

  private E2eLab(LabName name, Path root, boolean patient, IntFunction<LabApi> source) {
    programs = new E2ePrograms(patient);
    var plan = new LabPlan(name, NODES);
    var folder = new LabFolder(root, name);
    site = new LabSite(plan, folder);
    var settings =
        new LabSettings(
            plan, folder, Optional.empty(), 0, plan.nodes(), List.of(), Eventually.LIMIT, false);
    lab = Lab.claim(settings, programs, progress);
    try {
      lab.networkUp();
      var started = new AtomicReference<LabApi>();
      lab.apiUp(
          wanted -> {
            started.set(source.apply(wanted.apiPort()));
            return started.get();
          });
      api = started.get();
      lab.clusterUp();
      lab.startPrograms();
      client =
          new KubernetesClientBuilder()
              .withConfig(Config.fromKubeconfig(api.access().kubeconfig()))
              .build();
      Manifests.parse("pools", POOLS).forEach(lab::apply);
      awaitAllUp();
    } catch (RuntimeException | Error e) {
      lab.close();
      throw e;
    }
    say("the lab is up");
  }

  static E2eLab start(String name, Path root) {
    return new E2eLab(new LabName(name), root, true, EmbeddedLabApi::start);
  }

  /** Speakers say hello as often as in the product. */
  static E2eLab startQuick(String name, Path root) {
    return new E2eLab(new LabName(name), root, false, EmbeddedLabApi::start);
  }

  /** The API server is the test's own. */
  static E2eLab start(String name, Path root, LabApi api) {
    return new E2eLab(new LabName(name), root, true, _ -> api);
  }

  Lab lab() {
    return lab;
  }

  LabSite site() {
    return site;
  }

  KubernetesClient client() {
    return client;
  }

  void say(String text) {
    progress.say(text);
  }

  /** The API server ends for good. */
  void endApi() {
    client.close();
    api.close();
  }

  void killController() {
    lab.programs().kill(LabSite.CONTROLLER);
  }

  void startController() {
    lab.programs().start(programs.controller(site));
  }

  void killSpeaker(LabNode node) {
    lab.programs().kill(LabSite.speaker(node));
  }

  void startSpeaker(LabNode node) {
    lab.programs().start(programs.speaker(site, node));
  }

  String log(String program) {
    try {
      return Files.readString(site.log(program));
    } catch (IOException e) {
      throw new IllegalStateException("no log of " + program, e);
    }
  }

  Path namespace(String place) {
    return lab.plan().name().namespaceFile(place);
  }

  /** The cluster as the program in this place sees it. */
  Optional<ClusterStatus> statusAt(String place) {
    return ClusterStatus.ask(namespace(place));
  }

  /** All three nodes and the controller, in the eyes of the controller. */
  ClusterStatus awaitAllUp() {
    return awaitUp(LabPlan.CONTROLLER, lab.plan().nodes());
  }

  /** Until the program in this place sees the controller and these nodes reachable and Up. */
  ClusterStatus awaitUp(String place, List<LabNode> nodes) {
    var hosts = new ArrayList<>(List.of(LabPlan.CONTROLLER_ADDRESS.toString()));
    nodes.forEach(node -> hosts.add(node.address().toString()));
    return Eventually.found(
        place + " sees " + hosts + " Up",
        () -> statusAt(place).filter(status -> hosts.stream().allMatch(status::isUp)),
        () -> statusAt(place));
  }

  static ServiceKey key(String name) {
    return new ServiceKey("default", name);
  }

  /** A Service as {@code kubectl expose} makes it, with pods behind it. */
  static Service service(String name) {
    return bare(name).editSpec().withSelector(Map.of("app", name)).endSpec().build();
  }

  /** A Service without pods that takes its address from the pool for batches. */
  static Service batchService(String name) {
    return bare(name)
        .editMetadata()
        .addToLabels("batch", "yes")
        .addToAnnotations("metallb.universe.tf/address-pool", "batch")
        .endMetadata()
        .build();
  }

  /** A Service with pods that takes its addresses, of these families, from the pool of both. */
  static Service serviceOf(String name, String... families) {
    return new ServiceBuilder(service(name))
        .editMetadata()
        .addToAnnotations("metallb.universe.tf/address-pool", "both")
        .endMetadata()
        .editSpec()
        .withIpFamilyPolicy(families.length == 1 ? "SingleStack" : "RequireDualStack")
        .withIpFamilies(families)
        .endSpec()
        .build();
  }

  private static ServiceBuilder bare(String name) {
    return new ServiceBuilder()
        .withNewMetadata()
        .withNamespace("default")
        .withName(name)
        .endMetadata()
        .withNewSpec()
        .withType("LoadBalancer")
        .addNewPort()
        .withProtocol("TCP")
        .withPort(PORT)
        .withTargetPort(new IntOrString(PORT))
        .endPort()
        .endSpec();
  }

  void create(Service service) {
    var _ = client.resource(service).create();
  }

  Optional<IpAddress> addressOf(String name) {
    return lab.services().find(key(name)).flatMap(LabServices.Balanced::address);
  }

  IpAddress awaitAddress(String name) {
    return Eventually.found(
        name + " gets an address",
        () -> addressOf(name),
        () -> lab.services().events(key(name), NODES));
  }

  /** One request from the client; empty when no good answer came. */
  Optional<HttpAnswer> ask(IpAddress address) {
    try {
      var question = new HttpQuestion(address, PORT, QUESTION_LIMIT);
      return Optional.of(Probe.askOnce(namespace(LabPlan.CLIENT), question))
          .filter(HttpAnswer::succeeded);
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  void awaitAnswer(IpAddress address) {
    var _ =
        Eventually.found(
            "the client gets an answer from " + address, () -> ask(address), () -> whoHas(address));
  }

  /** A Service that is there, has an address and answers. */
  IpAddress reach(String name) {
    if (lab.services().find(key(name)).isEmpty()) {
      create(service(name));
    }
    IpAddress address = awaitAddress(name);
    awaitAnswer(address);
    return address;
  }

  Probe probe(IpAddress address) {
    var probe = Probe.start(namespace(LabPlan.CLIENT), address, PORT);
    awaitMoreAnswers(probe);
    return probe;
  }

  void awaitMoreAnswers(Probe probe) {
    long enough = probe.answers() + 50;
    Eventually.holds(
        "the probe gets answers", () -> probe.answers() >= enough, () -> probe.answers());
  }

  /** The MACs of all that answer for the address at present. */
  SortedSet<String> whoHas(IpAddress address) {
    return Arping.twice(lab.network(), address).macs();
  }

  /** The one node that answers for the address. */
  LabNode awaitOwner(IpAddress address) {
    return awaitOwner(address, lab.plan().nodes());
  }

  /** The one that answers for the address, once it is among these nodes. */
  LabNode awaitOwner(IpAddress address, List<LabNode> candidates) {
    return Eventually.found(
        address + " is answered for by one of " + candidates,
        () -> ownerAmong(whoHas(address), candidates),
        () -> whoHas(address));
  }

  private static Optional<LabNode> ownerAmong(SortedSet<String> macs, List<LabNode> candidates) {
    return candidates.stream()
        .filter(node -> macs.size() == 1 && macs.contains(node.mac().toString()))
        .findFirst();
  }

  List<LabNode> others(LabNode node) {
    return lab.plan().nodes().stream().filter(other -> !other.equals(node)).toList();
  }

  /**
   * The node whose MAC the client's neighbour table has for the address, once it is one of these.
   */
  LabNode awaitUsed(IpAddress address, List<LabNode> candidates) {
    return Eventually.found(
        "the client's neighbour table has one of " + candidates + " for " + address,
        () ->
            lab.network()
                .neighbour(address)
                .flatMap(lab.plan()::nodeOf)
                .filter(candidates::contains),
        () -> lab.network().neighbour(address));
  }

  /** Waits until the neighbour table of the client has this node for the address. */
  void assertClientUses(IpAddress address, LabNode owner) {
    Eventually.holds(
        "the client's neighbour table has " + owner + " for " + address,
        () -> lab.network().neighbour(address).filter(owner.mac()::equals).isPresent(),
        () -> lab.network().neighbour(address));
  }

  /** The process number of a running program. */
  long pid(String program) {
    var pid = lab.programs().pid(program);
    assertTrue(pid.isPresent(), program + " does not run");
    return pid.get();
  }

  @Override
  public void close() {
    client.close();
    keepLogs();
    lab.close();
  }

  /** The lab removes its folder; who looks into a failure needs what the programs said. */
  private void keepLogs() {
    Path kept = Path.of("target", "e2e-logs", lab.plan().name().value());
    try (var logs = Files.list(site.folder().path().resolve("logs"))) {
      Files.createDirectories(kept);
      for (Path log : logs.toList()) {
        Files.copy(log, kept.resolve(log.getFileName()), StandardCopyOption.REPLACE_EXISTING);
      }
    } catch (IOException e) {
      say("the logs were not kept: " + e.getMessage());
    }
  }
}
