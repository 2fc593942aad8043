package io.fairlead.k8s.write;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import io.fairlead.k8s.watch.ObjectCache;
import io.fairlead.k8s.watch.StatusObjects.Shown;
import java.net.HttpURLConnection;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Brings the objects of one kind to what they should say: makes, changes and removes them, one
 * write at a time for each, and not more in a second than {@link #PER_SECOND_MAX} in all. The owner
 * of each object is its Node, so that Kubernetes removes what says something of a Node that is
 * gone, even while no controller runs.
 */
final class NodeObjectWriter<T extends CustomResource<Void, S>, S> implements AutoCloseable {
  /** Status is for people: ten thousand of them may take minutes, and must not starve the rest. */
  static final int PER_SECOND_MAX = 100;

  private static final WriteQueue.Pace PACE = new WriteQueue.Pace(500, 200, 4, PER_SECOND_MAX);

  /** What was written shows in the informer within milliseconds; so long it is trusted blindly. */
  private static final long ECHO_NANOS_MAX = TimeUnit.SECONDS.toNanos(2);

  /** Carries over what a status keeps from the one before it, such as a time. */
  interface Continuation<S> {
    S continued(S wanted, Optional<S> before);
  }

  /** Is told of each object that says something for the first time. */
  interface FirstWord<S> {
    void said(S status);
  }

  private record Echo(Optional<? extends NodeObject<?>> written, long atNanos) {}

  private final KubernetesClient client;
  private final ObjectCache cache;
  private final String namespace;
  private final Class<T> kind;
  private final Shown<T> shown;
  private final Continuation<S> continuation;
  private final FirstWord<S> firstWord;
  private final WriteQueue queue;
  private final ConcurrentHashMap<String, Echo> echoes = new ConcurrentHashMap<>();
  private volatile Map<String, NodeObject<S>> wanted = Map.of();

  NodeObjectWriter(
      KubernetesClient client,
      ObjectCache cache,
      String namespace,
      Class<T> kind,
      Shown<T> shown,
      Continuation<S> continuation,
      FirstWord<S> firstWord) {
    this.client = client;
    this.cache = cache;
    this.namespace = namespace;
    this.kind = kind;
    this.shown = shown;
    this.continuation = continuation;
    this.firstWord = firstWord;
    this.queue = new WriteQueue(kind.getSimpleName(), PACE);
  }

  /**
   * Makes the kind show these objects. Returns at once; does nothing where they are shown, or while
   * it is not known what is shown.
   *
   * @param isLeftover of an object that is not wanted: whether to remove it
   */
  void show(Map<String, NodeObject<S>> objects, Predicate<T> isLeftover) {
    wanted = Map.copyOf(objects);
    var all = shown.all();
    if (all.isEmpty()) {
      return;
    }
    var due = new ArrayList<String>();
    for (T object : all.get()) {
      var want = objects.get(name(object));
      boolean isRight = want == null ? !isLeftover.test(object) : says(object, want);
      if (!isRight) {
        due.add(name(object));
      }
    }
    objects.keySet().stream().filter(name -> shown.get(name).isEmpty()).forEach(due::add);
    // What is new comes first: on a fail-over the new node is shown before the old one goes.
    due.sort(
        (one, other) -> Boolean.compare(!objects.containsKey(one), !objects.containsKey(other)));
    due.stream()
        .filter(name -> !isEchoed(name))
        .forEach(name -> queue.submitCompared(name, () -> converge(name)));
    echoes.keySet().removeIf(name -> !isEchoed(name));
  }

  /**
   * What was written so far; from any thread.
   *
   * @param writer name of the kind's writer
   */
  WriteStats stats(String writer) {
    return queue.stats(writer);
  }

  boolean isIdle() {
    return queue.isIdle();
  }

  private WriteOutcome converge(String name) {
    var want = wanted.get(name);
    var now = shown.get(name);
    if (want == null) {
      if (now.isEmpty()) {
        return WriteOutcome.UNCHANGED;
      }
      delete(name);
      echo(name);
      return WriteOutcome.WRITTEN;
    }
    var owner = cache.node(want.node());
    if (owner.isEmpty() || (now.isPresent() && says(now.get(), want))) {
      return WriteOutcome.UNCHANGED;
    }
    if (now.isEmpty() || !isOwned(now.get(), want)) {
      apply(metadata(want, owner.get()), Optional.empty());
    }
    apply(
        Map.of("name", name, "namespace", namespace),
        Optional.of(continuation.continued(want.status(), status(now))));
    echo(name);
    if (status(now).isEmpty()) {
      firstWord.said(want.status());
    }
    return WriteOutcome.WRITTEN;
  }

  private Map<String, Object> metadata(NodeObject<S> want, Node owner) {
    return Map.of(
        "name", want.name(),
        "namespace", namespace,
        "labels", want.labels(),
        "ownerReferences",
            List.of(
                Map.of(
                    "apiVersion",
                    "v1",
                    "kind",
                    "Node",
                    "name",
                    want.node().value(),
                    "uid",
                    owner.getMetadata().getUid())));
  }

  private void apply(Map<String, Object> metadata, Optional<S> status) {
    var json = client.getKubernetesSerialization();
    var context = ResourceDefinitionContext.fromResourceType(kind);
    var body = new GenericKubernetesResource();
    body.setApiVersion(context.getGroup() + "/" + context.getVersion());
    body.setKind(context.getKind());
    body.setMetadata(json.convertValue(metadata, ObjectMeta.class));
    status.ifPresent(
        says -> body.setAdditionalProperty("status", json.convertValue(says, Map.class)));
    var resource = client.genericKubernetesResources(context).resource(body);
    if (status.isPresent()) {
      resource.subresource("status").patch(StatusPatch.APPLY);
    } else {
      resource.patch(StatusPatch.APPLY);
    }
  }

  private void delete(String name) {
    try {
      client.resources(kind).inNamespace(namespace).withName(name).delete();
    } catch (KubernetesClientException e) {
      if (e.getCode() != HttpURLConnection.HTTP_NOT_FOUND) {
        throw e;
      }
    }
  }

  private boolean says(T object, NodeObject<S> want) {
    var before = status(Optional.of(object));
    return isOwned(object, want)
        && before.equals(Optional.of(continuation.continued(want.status(), before)));
  }

  private boolean isOwned(T object, NodeObject<S> want) {
    var labels = Objects.requireNonNullElse(object.getMetadata().getLabels(), Map.of());
    var uid = cache.node(want.node()).map(node -> node.getMetadata().getUid());
    return labels.entrySet().containsAll(want.labels().entrySet())
        && object.getMetadata().getOwnerReferences().stream()
            .map(OwnerReference::getUid)
            .anyMatch(owner -> Optional.of(owner).equals(uid));
  }

  private Optional<S> status(Optional<T> object) {
    return object.flatMap(each -> Optional.ofNullable(each.getStatus()));
  }

  private void echo(String name) {
    var written = Optional.ofNullable(wanted.get(name));
    echoes.put(name, new Echo(written, System.nanoTime()));
  }

  /** True while the informer may not show the last write yet, and nothing else is wanted since. */
  private boolean isEchoed(String name) {
    @Nullable Echo echo = echoes.get(name);
    return echo != null
        && echo.written().equals(Optional.ofNullable(wanted.get(name)))
        && System.nanoTime() - echo.atNanos() < ECHO_NANOS_MAX;
  }

  private static String name(CustomResource<?, ?> object) {
    return object.getMetadata().getName();
  }

  @Override
  public void close() {
    queue.close();
  }
}
