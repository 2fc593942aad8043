package io.fairlead.k8s.watch;

import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fairlead.cluster.ClusterSnapshot;
import io.fairlead.cluster.NodeName;
import io.fairlead.cluster.ServiceKey;
import io.fairlead.k8s.crd.ConfigurationState;
import io.fairlead.k8s.crd.IPAddressPool;
import io.fairlead.k8s.lastgood.LastGoodStore;
import io.fairlead.k8s.translate.ConfigInput;
import io.fairlead.k8s.translate.ConfigState;
import java.util.Iterator;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Watches the cluster and hands on {@link ClusterSnapshot}s, all from one thread, at most one in
 * {@value #COALESCE_MILLIS} ms (less often in a large cluster, where each costs more), and none
 * unless a view differs. The first comes when everything that exists has been listed. An outage of
 * the API server keeps the last state.
 */
public final class ClusterWatcher implements ObjectCache, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ClusterWatcher.class);
  private static final long COALESCE_MILLIS = 20;

  /** Making snapshots takes at most one part in this many of the thread's time. */
  private static final int EMIT_SHARE = 10;

  private static final long PAUSE_MILLIS_MAX = 200;

  private final WatchedObjects objects;
  private final LastGoodStore keep;
  private final ClusterViews views;
  private final Consumer<ClusterSnapshot> consumer;
  private final Set<Change> changes = ConcurrentHashMap.newKeySet();
  private final AtomicBoolean scheduled = new AtomicBoolean();
  private final ScheduledExecutorService prober = thread("bridge-probe");
  private final ScheduledExecutorService emitter = thread("bridge-snapshot");
  private final ScheduledExecutorService looker = thread("bridge-look");
  private final WatchPace pace;
  private volatile boolean synced;
  private volatile long pauseMillis = COALESCE_MILLIS;
  private final LongAdder updates = new LongAdder();
  private final LongAdder updateErrors = new LongAdder();
  private volatile boolean configStale;
  private long revision;

  private ClusterWatcher(
      KubernetesClient client,
      WatchSettings settings,
      WatchPace pace,
      LastGoodStore keep,
      Consumer<ClusterSnapshot> consumer) {
    this.pace = pace;
    this.keep = keep;
    this.consumer = consumer;
    views = new ClusterViews(settings.loadBalancerClass(), ConfigState.restored(keep.load()));
    objects = new WatchedObjects(client, settings.namespace(), this::onChange);
  }

  /**
   * Starts to watch. Returns at once, also while the API server is away.
   *
   * @param client stays the caller's, who closes it after the watcher
   * @param keep the configuration before a restart, to fall back on where an object is faulty now
   * @param consumer is called on the watcher's own thread; what it throws is logged
   */
  public static ClusterWatcher start(
      KubernetesClient client,
      WatchSettings settings,
      LastGoodStore keep,
      Consumer<ClusterSnapshot> consumer) {
    return start(client, settings, WatchPace.DEFAULT, keep, consumer);
  }

  /** The same, with another pace of noticing silent watches. */
  public static ClusterWatcher start(
      KubernetesClient client,
      WatchSettings settings,
      WatchPace pace,
      LastGoodStore keep,
      Consumer<ClusterSnapshot> consumer) {
    var watcher = new ClusterWatcher(client, settings, pace, keep, consumer);
    watcher.objects.start(watcher.prober);
    watcher.schedule();
    long look = pace.look().toMillis();
    var _ = watcher.looker.scheduleWithFixedDelay(watcher::look, look, look, TimeUnit.MILLISECONDS);
    return watcher;
  }

  private void look() {
    try {
      objects.look(pace);
    } catch (KubernetesClientException e) {
      // Away, as everybody else will notice; the watches that it cut come back by themselves.
      LOG.debug("the API server does not say how far it is", e);
    } catch (RuntimeException e) {
      LOG.error("cannot look after the watches", e);
    }
  }

  /** True once everything that exists has been listed; then there is a first snapshot. */
  public boolean hasSynced() {
    return synced;
  }

  /** True while every kind has a live watch: what the views show is current. */
  public boolean isWatching() {
    return objects.isWatching();
  }

  /** May be called from any thread. */
  public WatchStats stats() {
    return new WatchStats(updates.sum(), updateErrors.sum(), synced, configStale, isWatching());
  }

  /**
   * All configuration objects as the informers show them now.
   *
   * @throws IllegalStateException while not everything that exists has been listed
   */
  public ConfigInput storedConfiguration() {
    if (!synced || !objects.isConfigSettled()) {
      throw new IllegalStateException("the objects that exist are not all known yet");
    }
    return objects.config().on(objects.nodeLabels());
  }

  @Override
  public Optional<Service> service(ServiceKey key) {
    return objects.service(key);
  }

  @Override
  public Optional<IPAddressPool> pool(String name) {
    return objects.pool(name);
  }

  @Override
  public Optional<ConfigurationState> configurationState(String name) {
    return objects.configurationState(name);
  }

  @Override
  public Optional<Node> node(NodeName name) {
    return objects.node(name);
  }

  @Override
  public StatusObjects statuses() {
    return objects.statuses();
  }

  private void onChange(Change change) {
    changes.add(change);
    schedule();
  }

  private void schedule() {
    if (scheduled.compareAndSet(false, true)) {
      try {
        var _ = emitter.schedule(this::emit, pauseMillis, TimeUnit.MILLISECONDS);
      } catch (RejectedExecutionException e) {
        LOG.debug("closed", e);
      }
    }
  }

  private void emit() {
    scheduled.set(false);
    long began = System.nanoTime();
    try {
      boolean first = !synced;
      if (first && !objects.isSettled()) {
        schedule();
        return;
      }
      if (first) {
        objects.touchAll(changes::add);
      }
      boolean changed = applyChanges();
      if (first || changed) {
        revision++;
        synced = true;
        var snapshot = views.snapshot(revision);
        configStale = !snapshot.config().faults().isEmpty();
        consumer.accept(snapshot);
      }
    } catch (RuntimeException e) {
      updateErrors.increment();
      // A fault in one round must not end the thread; the next change tries again.
      LOG.error("cannot hand on a snapshot of the cluster", e);
    }
    long tookMillis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began);
    pauseMillis = Math.clamp(EMIT_SHARE * tookMillis, COALESCE_MILLIS, PAUSE_MILLIS_MAX);
  }

  private boolean applyChanges() {
    boolean changed = false;
    for (Iterator<Change> iterator = changes.iterator(); iterator.hasNext(); ) {
      Change change = iterator.next();
      if (change instanceof Change.OfConfig) {
        continue;
      }
      // Removed before it is read: a change that comes meanwhile is noted again.
      iterator.remove();
      updates.increment();
      if (views.apply(change, objects)) {
        changed = true;
        if (change instanceof Change.OfNode && views.configDependsOnNodes()) {
          changes.add(new Change.OfConfig());
        }
      }
    }
    boolean configChanged = applyConfig();
    return changed || configChanged;
  }

  /** The configuration comes last: it is judged against the nodes. */
  private boolean applyConfig() {
    var change = new Change.OfConfig();
    if (!changes.contains(change)) {
      return false;
    }
    if (!objects.isConfigSettled()) {
      schedule();
      return false;
    }
    changes.remove(change);
    updates.increment();
    boolean changed = views.apply(change, objects);
    if (changed) {
      keep.save(views.config());
    }
    return changed;
  }

  private static ScheduledExecutorService thread(String name) {
    return Executors.newSingleThreadScheduledExecutor(
        Thread.ofPlatform().daemon().name(name).factory());
  }

  /** Ends all watches; no snapshot is handed on after the one in progress. */
  @Override
  public void close() {
    prober.shutdownNow();
    looker.shutdownNow();
    objects.close();
    emitter.shutdownNow();
  }
}
