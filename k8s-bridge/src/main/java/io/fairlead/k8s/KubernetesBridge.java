package io.fairlead.k8s;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fairlead.cluster.ClusterSnapshot;
import io.fairlead.cluster.NodeView;
import io.fairlead.k8s.lastgood.LastGoodStore;
import io.fairlead.k8s.translate.ConfigInput;
import io.fairlead.k8s.translate.NodeTranslator;
import io.fairlead.k8s.watch.ClusterWatcher;
import io.fairlead.k8s.watch.WatchSettings;
import io.fairlead.k8s.watch.WatchStats;
import io.fairlead.k8s.webhook.WebhookTrust;
import io.fairlead.k8s.write.ConfigStateWriter;
import io.fairlead.k8s.write.EventRecorder;
import io.fairlead.k8s.write.NodeStatusWriter;
import io.fairlead.k8s.write.PoolStatusWriter;
import io.fairlead.k8s.write.ServiceStatusWriter;
import io.fairlead.k8s.write.WriteStats;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One connection to Kubernetes with all that the controller does over it: a watcher, and the
 * writers that compare with what the watcher shows. Keeps the client's types inside this module.
 */
public final class KubernetesBridge implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(KubernetesBridge.class);

  private final KubernetesClient client;
  private final PauseFence fence;
  private final ClusterWatcher watcher;
  private final ServiceStatusWriter serviceStatus;
  private final PoolStatusWriter poolStatus;
  private final EventRecorder events;
  private final ConfigStateWriter configState;
  private final NodeStatusWriter nodeStatus;
  private final List<AutoCloseable> companions = new CopyOnWriteArrayList<>();

  private KubernetesBridge(
      KubernetesClient client,
      PauseFence fence,
      ClusterWatcher watcher,
      String namespace,
      Clock clock) {
    this.client = client;
    this.fence = fence;
    this.watcher = watcher;
    this.serviceStatus = new ServiceStatusWriter(client, watcher, clock);
    this.poolStatus = new PoolStatusWriter(client, watcher);
    this.events = new EventRecorder(client, watcher, clock, serviceStatus);
    this.configState = new ConfigStateWriter(client, watcher, namespace, clock);
    this.nodeStatus = new NodeStatusWriter(client, watcher, namespace, clock, events::nodeAssigned);
  }

  /**
   * Starts to watch. Returns at once, also while the API server is away.
   *
   * @param kubeconfig empty: the service account of the pod, or what KUBECONFIG names
   * @param keep where the last good configuration outlives the process
   * @param consumer is called with every snapshot, on the watcher's own thread
   * @throws IllegalArgumentException when the kubeconfig is missing or cannot be used
   */
  public static KubernetesBridge start(
      Optional<Path> kubeconfig,
      WatchSettings settings,
      LastGoodStore keep,
      Clock clock,
      Consumer<ClusterSnapshot> consumer) {
    var fence = new PauseFence(PauseFence.PAUSE_MAX);
    var client = KubernetesClients.create(kubeconfig, fence);
    var watcher = ClusterWatcher.start(client, settings, keep, consumer);
    return new KubernetesBridge(client, fence, watcher, settings.namespace(), clock);
  }

  /**
   * The nodes as the API server lists them now, or none when it does not answer in a few seconds:
   * for a controller that must know whom to ask before it has anything else.
   *
   * @throws IllegalArgumentException when the kubeconfig is missing or cannot be used
   */
  public static List<NodeView> nodes(Optional<Path> kubeconfig) {
    try (var client = KubernetesClients.create(kubeconfig)) {
      return client.nodes().list().getItems().stream().map(NodeTranslator::translate).toList();
    } catch (KubernetesClientException e) {
      LOG.warn("the API server does not list the nodes yet: {}", e.getMessage());
      return List.of();
    }
  }

  /**
   * Looks at what a person has set, without asking the API server.
   *
   * @throws IllegalArgumentException when the kubeconfig is missing or cannot be used
   */
  public static void require(Optional<Path> kubeconfig) {
    KubernetesClients.require(kubeconfig);
  }

  public ServiceStatusWriter serviceStatus() {
    return serviceStatus;
  }

  public PoolStatusWriter poolStatus() {
    return poolStatus;
  }

  public EventRecorder events() {
    return events;
  }

  public ConfigStateWriter configState() {
    return configState;
  }

  public NodeStatusWriter nodeStatus() {
    return nodeStatus;
  }

  /**
   * All configuration objects as they are stored now.
   *
   * @throws IllegalStateException while not everything that exists has been listed
   */
  public ConfigInput storedConfiguration() {
    return watcher.storedConfiguration();
  }

  /**
   * Makes the API server trust the webhook; writes only what differs.
   *
   * @param configuration name of the ValidatingWebhookConfiguration
   */
  public void trustWebhook(String configuration, List<X509Certificate> authorities) {
    if (new WebhookTrust(client, configuration).trust(authorities)) {
      LOG.info("{} trusts the webhook's authority", configuration);
    }
  }

  /**
   * What to do when this process has stood still so long that another may be the bridge now: from
   * then on this one writes nothing, and a new one must be started in its place. Called once, from
   * another thread.
   */
  public void whenPaused(Runnable action) {
    fence.whenPaused(action);
  }

  /** Something that lives as long as the bridge; closed before it. */
  public void accompany(AutoCloseable other) {
    companions.add(other);
  }

  /** True while every kind has a live watch: what the snapshots show is current. */
  public boolean isWatching() {
    return watcher.isWatching();
  }

  /** What was written so far, writer by writer; may be called from any thread. */
  public List<WriteStats> writes() {
    var all =
        new ArrayList<>(
            List.of(
                serviceStatus.stats(), poolStatus.stats(), events.stats(), configState.stats()));
    all.addAll(nodeStatus.stats());
    return List.copyOf(all);
  }

  /** What was taken in so far; may be called from any thread. */
  public WatchStats stats() {
    return watcher.stats();
  }

  @Override
  public void close() {
    companions.forEach(KubernetesBridge::closeQuietly);
    fence.close();
    watcher.close();
    serviceStatus.close();
    poolStatus.close();
    nodeStatus.close();
    events.close();
    configState.close();
    client.close();
  }

  private static void closeQuietly(AutoCloseable companion) {
    try {
      companion.close();
    } catch (Exception e) {
      LOG.warn("could not be closed: {}", e.toString());
    }
  }
}
