package io.fairlead.k8s.embedded.routes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fairlead.k8s.embedded.http.ApiFault;
import io.fairlead.k8s.embedded.json.Json;
import io.fairlead.k8s.embedded.kinds.KindRegistry;
import io.fairlead.k8s.embedded.kinds.ServedKind;
import io.fairlead.k8s.embedded.store.ObjectName;
import io.fairlead.k8s.embedded.store.ObjectStore;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.function.Predicate;

/**
 * How objects go away: at once, or when their last finalizer is gone. A namespace takes what is in
 * it along, a definition the objects of its kind. Runs inside the store's lock.
 */
final class Removal {
  private static final String NAMESPACES = "namespaces.";

  private final ObjectStore store;
  private final KindRegistry registry;
  private final Clock clock;

  Removal(ObjectStore store, KindRegistry registry, Clock clock) {
    this.store = store;
    this.registry = registry;
    this.clock = clock;
  }

  /** Nothing can be made in a namespace that is not there, or that is going away. */
  void requireActive(String namespace, ServedKind kind) {
    ObjectNode home = store.find(NAMESPACES, new ObjectName("", namespace));
    if (home == null) {
      throw ApiFault.notFound("", "namespaces", namespace);
    }
    if (home.path("metadata").has("deletionTimestamp")) {
      throw ApiFault.forbidden(
          kind.group(),
          kind.plural(),
          "",
          "unable to create new content in namespace "
              + namespace
              + " because it is being terminated");
    }
  }

  /** Deletes the object; the answer is its last state, or its state while finalizers hold it. */
  ObjectNode delete(ServedKind kind, ObjectName name, ObjectNode object) {
    if (kind.resource().equals(KindRegistry.CRDS)) {
      removeAll(
          Json.text(object, "spec", "names", "plural") + "." + Json.text(object, "spec", "group"));
    }
    if (kind.resource().equals(NAMESPACES)) {
      return deleteNamespace(kind, name, object);
    }
    if (Json.at(object, "metadata", "finalizers").isEmpty()) {
      ObjectNode last = store.remove(kind.resource(), name);
      afterRemoval(name.namespace());
      return last == null ? object : last;
    }
    return mark(kind, name, object);
  }

  /** After a write: an object that waited for its last finalizer goes now. */
  ObjectNode finish(ServedKind kind, ObjectName name, ObjectNode object) {
    boolean waits = Json.at(object, "metadata", "deletionTimestamp").isTextual();
    if (waits
        && Json.at(object, "metadata", "finalizers").isEmpty()
        && !kind.resource().equals(NAMESPACES)) {
      store.remove(kind.resource(), name);
      afterRemoval(name.namespace());
    }
    return object;
  }

  private ObjectNode mark(ServedKind kind, ObjectName name, ObjectNode object) {
    if (object.path("metadata").has("deletionTimestamp")) {
      return object;
    }
    ObjectNode marked = object.deepCopy();
    Json.metadata(marked)
        .put("deletionTimestamp", clock.instant().truncatedTo(ChronoUnit.SECONDS).toString())
        .put("deletionGracePeriodSeconds", 0);
    return store.put(kind.resource(), name, marked);
  }

  private ObjectNode deleteNamespace(ServedKind kind, ObjectName name, ObjectNode object) {
    if (List.of("default", "kube-system").contains(name.name())) {
      throw ApiFault.forbidden("", "namespaces", name.name(), "this namespace may not be deleted");
    }
    ObjectNode marked = mark(kind, name, object).deepCopy();
    Json.child(marked, "status").put("phase", "Terminating");
    store.put(NAMESPACES, name, marked);
    Predicate<ObjectName> inside = content -> content.namespace().equals(name.name());
    for (ServedKind content : contents()) {
      List<ObjectName> names =
          store.snapshot(content.resource()).objects().keySet().stream().filter(inside).toList();
      for (ObjectName victim : names) {
        ObjectNode found = store.find(content.resource(), victim);
        if (found != null) {
          delete(content, victim, found);
        }
      }
    }
    afterRemoval(name.name());
    return marked;
  }

  /** A namespace that is going away goes with the last object in it. */
  private void afterRemoval(String namespace) {
    ObjectName name = new ObjectName("", namespace);
    ObjectNode home = store.find(NAMESPACES, name);
    if (home == null || !home.path("metadata").has("deletionTimestamp")) {
      return;
    }
    boolean empty =
        contents().stream()
            .flatMap(kind -> store.snapshot(kind.resource()).objects().keySet().stream())
            .noneMatch(content -> content.namespace().equals(namespace));
    JsonNode finalizers = Json.at(home, "metadata", "finalizers");
    if (empty && finalizers.isEmpty()) {
      store.remove(NAMESPACES, name);
    }
  }

  private void removeAll(String resource) {
    List.copyOf(store.snapshot(resource).objects().keySet())
        .forEach(name -> store.remove(resource, name));
  }

  private List<ServedKind> contents() {
    return registry.kinds().filter(ServedKind::namespaced).toList();
  }
}
