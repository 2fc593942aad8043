package io.fairlead.deploy.cli;

import io.fairlead.deploy.config.ClusterOptions;
import io.fairlead.deploy.config.HttpLimits;
import io.fairlead.deploy.config.Management;
import io.fairlead.deploy.config.MemberConfig;
import io.fairlead.deploy.config.MetricsOptions;
import io.fairlead.deploy.config.WebhookOptions;
import io.fairlead.deploy.controller.ControllerBoard;
import io.fairlead.deploy.controller.ControllerGuardian;
import io.fairlead.deploy.controller.ControllerMetrics;
import io.fairlead.deploy.metrics.MetricsServer;
import io.fairlead.deploy.webhook.CertificateMount;
import io.fairlead.deploy.webhook.MountedWebhook;
import io.fairlead.deploy.webhook.Webhook;
import io.fairlead.deploy.webhook.WebhookFolder;
import io.fairlead.election.FlapDamping;
import io.fairlead.election.MoveSettings;
import io.fairlead.election.NodeRules;
import io.fairlead.election.PlacementPolicy;
import io.fairlead.election.actor.PlacementSettings;
import io.fairlead.k8s.KubernetesBridge;
import io.fairlead.k8s.lastgood.LastGoodFile;
import io.fairlead.k8s.watch.WatchSettings;
import io.fairlead.membership.MemberAddress;
import io.fairlead.membership.actor.FairleadMembership;
import io.fairlead.persistence.journal.EmbeddedJournal;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import org.apache.pekko.actor.typed.ActorSystem;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code fairlead controller}. */
@Command(
    name = "controller",
    mixinStandardHelpOptions = true,
    description = {
      "Run a controller: assigns addresses, places them on nodes, talks to Kubernetes.",
      "Ends with code 1 when the cluster downs it; whoever started it starts it again."
    })
public final class ControllerCommand implements Callable<Integer> {
  private static final Logger LOG = LoggerFactory.getLogger(ControllerCommand.class);

  @Mixin private ClusterOptions cluster = new ClusterOptions();
  @Mixin private WebhookOptions webhook = new WebhookOptions();
  @Mixin private MetricsOptions metrics = new MetricsOptions();

  @Option(
      names = "--kubeconfig",
      paramLabel = "FILE",
      description = "How to reach Kubernetes (default: the pod's service account, or KUBECONFIG).")
  private @Nullable Path kubeconfig;

  @Option(
      names = "--namespace",
      defaultValue = "${env:METALLB_NAMESPACE:-" + WatchSettings.DEFAULT_NAMESPACE + "}",
      paramLabel = "NAME",
      description = {
        "Where the configuration is (default: ${DEFAULT-VALUE}).",
        "(environment: METALLB_NAMESPACE)"
      })
  private String namespace = "";

  @Option(
      names = "--lb-class",
      paramLabel = "CLASS",
      description = "Serve only Services of this loadBalancerClass (default: only those without).")
  private @Nullable String loadBalancerClass;

  @Option(
      names = "--l2-subnet-check",
      description =
          "Announce an address only from nodes with an interface in its subnet (default: from any"
              + " node with a usable interface).")
  private boolean subnetCheck;

  @Option(
      names = "--l2-policy",
      paramLabel = "POLICY",
      defaultValue = "balanced",
      description = {
        "How the node of an address is chosen (default: ${DEFAULT-VALUE}).",
        "balanced: even load, and no address moves while its node lives.",
        "hash: the very node that MetalLB would choose, also when it comes back."
      })
  private PlacementPolicy policy = PlacementPolicy.BALANCED;

  @Option(
      names = "--l2-rebalance-per-minute",
      paramLabel = "MOVES",
      defaultValue = "0",
      description = {
        "So many addresses a minute move from nodes that have more than their share to others, and"
            + " to preferred nodes, while all is calm (default: ${DEFAULT-VALUE}, which is none)."
      })
  private int rebalancePerMinute;

  @Option(
      names = "--l2-revert-after",
      paramLabel = "SECONDS",
      description = {
        "An address goes back to the node it was chosen for once that has been well for so long"
            + " (default: it stays where it is)."
      })
  private @Nullable Long revertAfterSeconds;

  @Option(
      names = "--l2-flap-half-life",
      paramLabel = "SECONDS",
      defaultValue = "300",
      description = {
        "A node that is lost a third time within about so long is the last choice until it has been"
            + " calm for some of them; 0 for never (default: ${DEFAULT-VALUE})."
      })
  private long flapHalfLifeSeconds;

  @Option(
      names = "--ignore-exclude-lb",
      description =
          "Announce also from nodes with the label "
              + "node.kubernetes.io/exclude-from-external-load-balancers.")
  private boolean ignoreExcludeLabel;

  @Option(
      names = "--heed-taint",
      paramLabel = "KEY[:EFFECT]",
      description =
          "Announce from a node with this taint only what no other node may announce. May be given"
              + " several times (default: no taint is looked at).")
  private List<String> heededTaints = new ArrayList<>();

  private final ControllerBoard board = new ControllerBoard();

  @Override
  public Integer call() throws IOException, InterruptedException {
    cluster.requireCertificates();
    KubernetesBridge.require(Optional.ofNullable(kubeconfig));
    HttpLimits.apply();
    var metricsAddress = metrics.address();
    try (var journal = EmbeddedJournal.open(MemberConfig.journalFolder(cluster))) {
      LOG.info("journal: {}", journal.file());
      FairleadMembership.remindOf(
          MemberConfig.knownMembersFile(cluster), this::speakersByKubernetes);
      var system =
          ActorSystem.create(
              ControllerGuardian.create(
                  Optional.ofNullable(kubeconfig),
                  new WatchSettings(namespace, Optional.ofNullable(loadBalancerClass)),
                  new LastGoodFile(cluster.data().resolve("last-good-configuration.json")),
                  this::startWebhook,
                  placementSettings(),
                  board,
                  Clock.systemUTC()),
              MemberConfig.SYSTEM_NAME,
              MemberConfig.controller(cluster, journal.config()));
      var asked = ShutdownSignal.terminates(system);
      var _ = FairleadMembership.start(system);
      Management.start(system, cluster);
      var _ = MetricsServer.startIfWanted(metricsAddress, ControllerMetrics.of(board));
      awaitEnd(system);
      return asked.isAsked() ? ExitCodes.OK : ExitCodes.FAILED;
    }
  }

  private PlacementSettings placementSettings() {
    return PlacementSettings.DEFAULT
        .withPolicy(policy)
        .withNodeRules(new NodeRules(ignoreExcludeLabel, new TreeSet<>(heededTaints)))
        .withSubnetCheck(subnetCheck)
        .withMoves(
            new MoveSettings(
                rebalancePerMinute,
                Optional.ofNullable(revertAfterSeconds).map(Duration::ofSeconds),
                MoveSettings.DEFAULT.calm()))
        .withDamping(FlapDamping.DEFAULT.withHalfLife(Duration.ofSeconds(flapHalfLifeSeconds)));
  }

  /** Speakers that live must be found before a cluster is founded, also with a lost disk. */
  private List<MemberAddress> speakersByKubernetes() {
    return KubernetesBridge.nodes(Optional.ofNullable(kubeconfig)).stream()
        .flatMap(node -> node.internalAddresses().stream().limit(1))
        .map(address -> new MemberAddress(address.toString(), cluster.port()))
        .toList();
  }

  /** A webhook that cannot be served is no reason not to serve anything. */
  private void startWebhook(KubernetesBridge started) {
    if (!webhook.isEnabled()) {
      return;
    }
    if (webhook.isCertificateMounted()) {
      var mount = new CertificateMount(webhook.certificates(), webhook.host(namespace));
      var serving =
          MountedWebhook.start(
              webhook.address(),
              mount,
              namespace,
              started::storedConfiguration,
              InstantSource.system(),
              MountedWebhook.CHECK_INTERVAL);
      started.accompany(serving);
      board.webhookServed(serving::report);
      return;
    }
    var folder =
        new WebhookFolder(cluster.data().resolve("webhook"), List.of(webhook.host(namespace)));
    var serving =
        Webhook.start(
            webhook.address(),
            folder,
            namespace,
            started::storedConfiguration,
            InstantSource.system(),
            authorities -> started.trustWebhook(webhook.configuration(), authorities));
    started.accompany(serving);
    board.webhookServed(serving::report);
  }

  private static void awaitEnd(ActorSystem<?> system) throws InterruptedException {
    try {
      var _ = system.getWhenTerminated().toCompletableFuture().get();
    } catch (ExecutionException e) {
      LOG.error("the actor system ended by a fault", e);
    }
  }
}
