package io.fairlead.k8s.watch;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.KubernetesResourceList;
import io.fabric8.kubernetes.api.model.ListOptionsBuilder;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.FilterWatchListDeletable;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.net.HttpURLConnection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * One kind of object and its informer. The kind is asked for first: one that the server does not
 * know (its CRD is not there yet) counts as empty and is asked for again until it is known.
 */
final class WatchedKind<T extends HasMetadata> implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(WatchedKind.class);
  private static final long PROBE_INTERVAL_MILLIS = 1_000;
  private static final String INDEX = "key";

  /** Each page is slimmed before the next one comes: ten thousand objects as sent are 100 MiB. */
  private static final long PAGE = 500;

  /** How the kind is listed, for example with a field selector. */
  interface Listing<T extends HasMetadata> {
    FilterWatchListDeletable<T, ? extends KubernetesResourceList<T>, ?> select();
  }

  private final String name;
  private final List<Listing<T>> listings;
  private final Function<T, List<String>> index;
  private final Consumer<T> onTouched;
  private int listing;
  private boolean failureLogged;
  private volatile boolean absent;
  private volatile boolean closed;
  private volatile @Nullable SharedIndexInformer<T> informer;
  private volatile @Nullable SharedIndexInformer<T> replacement;

  /**
   * @param listings the first that the server accepts is used
   * @param index keys by which {@link #indexed} finds an object
   * @param onTouched called with the old and the new form of what changed, after the store has it
   */
  WatchedKind(
      String name,
      List<Listing<T>> listings,
      Function<T, List<String>> index,
      Consumer<T> onTouched) {
    this.name = name;
    this.listings = listings;
    this.index = index;
    this.onTouched = onTouched;
  }

  /** Asks for the kind and starts its informer; tries again until that works. */
  void start(ScheduledExecutorService scheduler) {
    if (closed) {
      return;
    }
    try {
      listings
          .get(listing)
          .select()
          .list(new ListOptionsBuilder().withLimit(1L).withResourceVersion("0").build());
      startInformer();
      return;
    } catch (KubernetesClientException e) {
      onProbeFailed(e);
    }
    if (!scheduler.isShutdown()) {
      var _ =
          scheduler.schedule(() -> start(scheduler), PROBE_INTERVAL_MILLIS, TimeUnit.MILLISECONDS);
    }
  }

  private void onProbeFailed(KubernetesClientException e) {
    if (e.getCode() == HttpURLConnection.HTTP_BAD_REQUEST && listing + 1 < listings.size()) {
      listing++;
    } else if (e.getCode() == HttpURLConnection.HTTP_NOT_FOUND) {
      absent = true;
      tellOnce(Level.INFO, name + " is not known to the API server; waiting for its CRD", e);
    } else {
      tellOnce(Level.WARN, "cannot list " + name + " (" + e.getMessage() + "); trying again", e);
    }
  }

  private void tellOnce(Level level, String text, Exception cause) {
    if (!failureLogged) {
      failureLogged = true;
      LOG.atLevel(level).log(text);
      LOG.debug(text, cause);
    }
  }

  private void startInformer() {
    var fresh = newInformer();
    informer = fresh;
    // The informer is set before the kind stops to count as empty: the gate must see one of both.
    absent = false;
    failureLogged = false;
    var _ = fresh.start();
  }

  private SharedIndexInformer<T> newInformer() {
    var fresh = listings.get(listing).select().withLimit(PAGE).runnableInformer(0);
    fresh.itemStore(new SlimStore<>());
    fresh.addIndexers(Map.of(INDEX, index));
    fresh.addEventHandler(new Touching());
    fresh.exceptionHandler((_, cause) -> retryAfter(cause));
    return fresh;
  }

  /**
   * Asks the server how far it is, and watches anew when the watch is silent. To be called by one
   * thread.
   *
   * @throws KubernetesClientException the server does not answer; then nothing is known
   */
  void look(WatchProgress progress, long nowNanos) {
    var current = informer;
    if (closed || current == null || !current.hasSynced() || replacement != null) {
      return;
    }
    var version =
        listings
            .get(listing)
            .select()
            .list(new ListOptionsBuilder().withLimit(1L).build())
            .getMetadata()
            .getResourceVersion();
    if (progress.isSilent(version, current.lastSyncResourceVersion(), nowNanos)) {
      LOG.warn(
          "the watch of {} is silent: the server is at version {}, the watch at {}; watching anew",
          name,
          version,
          current.lastSyncResourceVersion());
      replace(current, progress);
    }
  }

  /** The old one is asked until the new one has everything. */
  private void replace(SharedIndexInformer<T> old, WatchProgress progress) {
    var fresh = newInformer();
    replacement = fresh;
    var _ =
        fresh
            .start()
            .whenComplete(
                (_, failure) -> {
                  replacement = null;
                  if (failure != null || closed) {
                    fresh.stop();
                    return;
                  }
                  informer = fresh;
                  old.stop();
                  progress.renewed(!versions(old).equals(versions(fresh)));
                  old.getStore().list().forEach(onTouched);
                  fresh.getStore().list().forEach(onTouched);
                });
  }

  private static Map<String, String> versions(SharedIndexInformer<? extends HasMetadata> informer) {
    return informer.getStore().list().stream()
        .map(HasMetadata::getMetadata)
        .collect(Collectors.toMap(ObjectMeta::getUid, ObjectMeta::getResourceVersion, (a, _) -> a));
  }

  private boolean retryAfter(Throwable cause) {
    if (!closed) {
      LOG.info("watch of {} interrupted: {}", name, cause.getMessage());
    }
    return !closed;
  }

  /** True when all that exists is in the store, or when the server does not know the kind. */
  boolean isSettled() {
    var current = informer;
    return current == null ? absent : current.hasSynced();
  }

  /** True when all that exists is in the store; false also while the server lacks the kind. */
  boolean isListed() {
    var current = informer;
    return current != null && current.hasSynced();
  }

  boolean isWatching() {
    var current = informer;
    return current == null ? absent : current.isWatching();
  }

  Optional<T> get(String key) {
    var current = informer;
    return current == null
        ? Optional.empty()
        : Optional.ofNullable(current.getStore().getByKey(key));
  }

  List<T> list() {
    var current = informer;
    return current == null ? List.of() : current.getStore().list();
  }

  List<T> indexed(String key) {
    var current = informer;
    return current == null ? List.of() : current.getIndexer().byIndex(INDEX, key);
  }

  @Override
  public void close() {
    closed = true;
    var current = informer;
    if (current != null) {
      current.stop();
    }
    var next = replacement;
    if (next != null) {
      next.stop();
    }
  }

  private final class Touching implements ResourceEventHandler<T> {
    @Override
    public void onAdd(T object) {
      onTouched.accept(object);
    }

    @Override
    public void onUpdate(T before, T after) {
      onTouched.accept(before);
      onTouched.accept(after);
    }

    @Override
    public void onDelete(T object, boolean finalStateUnknown) {
      onTouched.accept(object);
    }
  }
}
