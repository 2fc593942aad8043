package io.fairlead.deploy.lab.steps;

import io.fairlead.deploy.lab.kube.EndpointStandIn;
import io.fairlead.deploy.lab.kube.LabApi;
import io.fairlead.deploy.lab.kube.LabManifests;
import io.fairlead.deploy.lab.kube.TcpForwarder;
import io.fairlead.deploy.lab.net.LabException;
import io.fairlead.deploy.lab.net.LabExit;
import io.fairlead.deploy.lab.net.LabNetwork;
import io.fairlead.deploy.lab.net.LabNode;
import io.fairlead.deploy.lab.net.LabPlan;
import io.fairlead.deploy.lab.process.LabFolder;
import io.fairlead.deploy.lab.process.LabPrograms;
import io.fairlead.deploy.lab.process.LabSite;
import io.fairlead.deploy.lab.process.LabState;
import io.fairlead.deploy.lab.process.Leftovers;
import io.fairlead.deploy.lab.process.ProcessMark;
import io.fairlead.deploy.lab.process.RunningPrograms;
import io.fairlead.deploy.lab.proxy.NodeProxies;
import io.fairlead.k8s.lab.LabClient;
import io.fairlead.k8s.lab.LabServices;
import io.fairlead.k8s.lab.Manifest;
import io.fairlead.k8s.lab.NodeStandIn;
import io.fairlead.k8s.lab.StandInNode;
import io.fairlead.net.IpPrefix;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * One lab that is coming up, is up, or goes down. The steps of coming up are called in the order in
 * which they stand here; {@link #close} undoes whatever was done so far, from any thread.
 */
public final class Lab implements AutoCloseable {
  /** Where the address pools' ConfigMap lives. */
  public static final String SYSTEM_NAMESPACE = "metallb-system";

  /** After this time a cluster's node controller gives up a silent node (Kubernetes' default). */
  private static final Duration NODE_GRACE = Duration.ofSeconds(40);

  private static final int LOG_LINES = 15;

  private final LabSettings settings;
  private final LabPrograms described;
  private final LabSite site;
  private final LabNetwork network;
  private final RunningPrograms programs;
  private final TearDown tearDown = new TearDown();
  private final ScheduledExecutorService nodeController =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("lab-node-controller").factory());
  private final Map<LabNode, ScheduledFuture<?>> givingUp = new ConcurrentHashMap<>();
  private Optional<Cluster> cluster = Optional.empty();
  private Optional<LabApi> api = Optional.empty();

  private record Cluster(
      LabClient client, NodeStandIn nodes, EndpointStandIn endpoints, NodeProxies proxies) {}

  private Lab(LabSettings settings, LabPrograms described) {
    this.settings = settings;
    this.described = described;
    this.site = new LabSite(settings.plan(), settings.folder());
    this.network = new LabNetwork(settings.plan());
    LabFolder folder = settings.folder();
    folder.create();
    tearDown.add("folder", folder::delete);
    tearDown.add("network", network::down);
    this.programs =
        new RunningPrograms(
            network,
            folder,
            new LabState(
                settings.plan().name().value(),
                LabFolder.bootId(),
                ProcessMark.self(),
                settings.plan().nodeCount(),
                settings.rootless(),
                false,
                List.of()));
    tearDown.add("programs", programs::close);
  }

  /**
   * Takes the lab's name. Leftovers of an earlier run are cleaned first.
   *
   * @throws LabException if the name is in use
   */
  public static Lab claim(LabSettings settings, LabPrograms programs, Progress progress) {
    for (String cleaned : Leftovers.clean(settings.folder())) {
      progress.say("left over from an earlier run: " + cleaned);
    }
    return new Lab(settings, programs);
  }

  public LabSettings settings() {
    return settings;
  }

  public LabPlan plan() {
    return settings.plan();
  }

  public LabNetwork network() {
    return network;
  }

  public RunningPrograms programs() {
    return programs;
  }

  /** Step 1: namespaces and links. */
  public void networkUp() {
    network.up();
  }

  /** Step 2: the API, reachable on the machine and in the controller's namespace. */
  public void apiUp(Function<LabSettings, LabApi> source) {
    LabApi started = source.apply(settings);
    api = Optional.of(started);
    tearDown.add("API", started::close);
    InetSocketAddress server = started.access().server();
    if (!server.getAddress().isLoopbackAddress()) {
      String prefix = server.getAddress().getAddress().length == 4 ? "/32" : "/128";
      network.ipLines(
          LabPlan.CONTROLLER,
          List.of("addr add %s%s dev lo".formatted(server.getAddress().getHostAddress(), prefix)));
    }
    var forwarder =
        TcpForwarder.start(plan().name().namespaceFile(LabPlan.CONTROLLER), server, server);
    tearDown.add("API forwarder", forwarder::close);
    write(settings.folder().kubeconfig(), started.access().kubeconfig());
    write(settings.folder().controllerKubeconfig(), started.access().controllerKubeconfig());
  }

  /** Step 3: nodes, and the stand-ins for the parts of a cluster that the lab does not have. */
  public void clusterUp() {
    LabClient client = LabClient.connect(api().access().kubeconfig());
    tearDown.add("client", client::close);
    NodeStandIn nodes = client.nodes();
    if (!api().embedded()) {
      tearDown.add("nodes in the cluster", nodes::removeAll);
    }
    for (String documents : described.clusterDocuments()) {
      LabManifests.parse("the cluster's own documents", documents)
          .forEach(manifest -> LabManifests.apply(client, manifest));
    }
    LabManifests.apply(client, Manifest.namespace("the lab", SYSTEM_NAMESPACE));
    plan().nodes().forEach(node -> nodes.register(standIn(node), Instant.now()));
    var proxies = new NodeProxies(network);
    var endpoints = new EndpointStandIn(client, network, settings.backends());
    tearDown.add("pods", endpoints::close);
    var proxyWatch = client.watchTraffic(proxies::serve);
    tearDown.add("proxies", proxyWatch::close);
    tearDown.add("node controller", nodeController::shutdownNow);
    cluster = Optional.of(new Cluster(client, nodes, endpoints, proxies));
  }

  /** Step 4: the controller and one speaker per node. */
  public void startPrograms() {
    described.prepare(site);
    programs.start(described.controller(site));
    plan().nodes().forEach(node -> programs.start(described.speaker(site, node)));
  }

  /** What is missing until all programs work together; empty when nothing is. */
  public Optional<String> missing() {
    return described.missing(site);
  }

  /** Applies a document; an existing cluster is rid of it when the lab goes down. */
  public void apply(Manifest manifest) {
    LabClient client = cluster().client();
    LabManifests.apply(client, manifest);
    if (!api().embedded()) {
      tearDown.add(manifest.subject(), () -> client.delete(manifest));
    }
  }

  public LabServices services() {
    return cluster().client().services();
  }

  /** The node dies: its cable is pulled and its speaker killed, without a word to anybody. */
  public void kill(LabNode node) {
    network.cut(node);
    programs.kill(LabSite.speaker(node));
    cluster().proxies().nodeDied(node.name());
    ScheduledFuture<?> before =
        givingUp.put(
            node,
            nodeController.schedule(
                () -> giveUp(node), NODE_GRACE.toMillis(), TimeUnit.MILLISECONDS));
    if (before != null) {
      before.cancel(false);
    }
  }

  /** The node's speaker is asked to end, as in an upgrade; the node itself stays as it is. */
  public void stop(LabNode node) {
    programs.stop(LabSite.speaker(node));
  }

  /** The node comes back: cable and speaker. */
  public void heal(LabNode node) {
    ScheduledFuture<?> pending = givingUp.remove(node);
    if (pending != null) {
      pending.cancel(false);
    }
    network.heal(node);
    cluster().nodes().markReady(standIn(node), Instant.now());
    cluster().endpoints().nodeReturned(node);
    cluster().proxies().nodeReturned(node.name());
    programs.start(described.speaker(site, node));
  }

  private void giveUp(LabNode node) {
    cluster().nodes().markUnknown(standIn(node), Instant.now());
    cluster().endpoints().nodeLost(node);
  }

  /** Waits within the user's limit; a program that ended makes waiting pointless. */
  Await await() {
    return new Await(settings.stepLimit(), () -> programs.ended(LOG_LINES), this::lastWords);
  }

  private String lastWords() {
    return Stream.concat(
            Stream.of(LabSite.CONTROLLER), plan().nodes().stream().map(LabSite::speaker))
        .map(name -> "last lines of " + name + ":\n" + lines(settings.folder().log(name)))
        .collect(Collectors.joining("\n"));
  }

  private static String lines(Path log) {
    List<String> tail = LabFolder.tail(log, LOG_LINES);
    return tail.isEmpty() ? "  (it has printed nothing)" : "  " + String.join("\n  ", tail);
  }

  private static StandInNode standIn(LabNode node) {
    return new StandInNode(
        node.name(),
        List.of(node.address(), node.addressV6()),
        List.of(IpPrefix.parse(node.podPrefix()), IpPrefix.parse(node.podPrefixV6())));
  }

  private LabApi api() {
    return api.orElseThrow(() -> new IllegalStateException("the API is not up yet"));
  }

  private Cluster cluster() {
    return cluster.orElseThrow(() -> LabException.failed("the cluster is not up yet"));
  }

  private static void write(Path file, String text) {
    try {
      Files.writeString(file, text);
    } catch (IOException e) {
      throw new LabException(
          LabExit.SCENARIO_FAILED, "cannot write %s: %s".formatted(file, e.getMessage()), e);
    }
  }

  /** Adds a part of the lab's owner, undone before everything else. */
  public void alsoClose(String name, AutoCloseable part) {
    tearDown.add(
        name,
        () -> {
          try {
            part.close();
          } catch (Exception e) {
            throw new LabException(LabExit.SCENARIO_FAILED, String.valueOf(e.getMessage()), e);
          }
        });
  }

  /** Undoes everything and waits for it; a second call returns at once. */
  @Override
  public void close() {
    List<String> failures = tearDown.run();
    if (!failures.isEmpty()) {
      throw LabException.failed("not everything could be removed: " + failures);
    }
  }
}
