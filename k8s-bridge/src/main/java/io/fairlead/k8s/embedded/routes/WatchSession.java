package io.fairlead.k8s.embedded.routes;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fairlead.k8s.embedded.http.ApiFault;
import io.fairlead.k8s.embedded.http.EventSink;
import io.fairlead.k8s.embedded.http.EventSource;
import io.fairlead.k8s.embedded.json.Json;
import io.fairlead.k8s.embedded.kinds.ServedKind;
import io.fairlead.k8s.embedded.store.Change;
import io.fairlead.k8s.embedded.store.ObjectStore;
import io.fairlead.k8s.embedded.store.RevisionGoneException;
import io.fairlead.k8s.embedded.store.Selection;
import io.fairlead.k8s.embedded.store.Snapshot;
import io.fairlead.k8s.embedded.view.Representation;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One watch. All its sending happens inside the store's lock, so events keep their order. */
final class WatchSession implements EventSource {
  private final ObjectStore store;
  private final ServedKind kind;
  private final Selection selection;
  private final Options options;
  private final Representation representation;
  private final Consumer<Change> listener = this::onChange;
  private @Nullable EventSink sink;
  private boolean stopped;

  /**
   * @param afterRevision 0 to begin with the present state as ADDED events
   * @param bookmarks whether the client wants them
   * @param initialEvents the client streams its list: state first, then a marked bookmark
   */
  record Options(long afterRevision, boolean bookmarks, boolean initialEvents) {}

  WatchSession(
      ObjectStore store,
      ServedKind kind,
      Selection selection,
      Options options,
      Representation representation) {
    this.store = store;
    this.kind = kind;
    this.selection = selection;
    this.options = options;
    this.representation = representation;
  }

  @Override
  public void start(EventSink target) {
    store.locked(
        () -> {
          if (!stopped) {
            sink = target;
            replay(target);
          }
          return stopped;
        });
  }

  @Override
  public void bookmark() {
    store.locked(
        () -> {
          if (options.bookmarks() && sink != null && !stopped) {
            sendBookmark(sink, false);
          }
          return stopped;
        });
  }

  @Override
  public void stop() {
    store.locked(
        () -> {
          stopped = true;
          store.unlisten(listener);
          return stopped;
        });
  }

  private void replay(EventSink target) {
    try {
      if (options.afterRevision() == 0 || options.initialEvents()) {
        Snapshot now = store.snapshot(kind.resource());
        now.objects()
            .forEach(
                (name, object) -> {
                  if (selection.matches(name, object)) {
                    send(target, "ADDED", object);
                  }
                });
        if (options.initialEvents()) {
          sendBookmark(target, true);
        }
      } else {
        store.changesAfter(kind.resource(), options.afterRevision()).forEach(this::onChange);
      }
      store.listen(listener);
    } catch (RevisionGoneException e) {
      // As in a real API server the stream opens and its only event is the error.
      ObjectNode event = Json.object().put("type", "ERROR");
      event.set("object", ApiFault.expired(String.valueOf(e.getMessage())).status());
      target.send(event);
      target.end();
    }
  }

  /** A change of labels can move an object into the selection, or out of it. */
  private void onChange(Change change) {
    EventSink target = sink;
    if (target == null || !change.resource().equals(kind.resource())) {
      return;
    }
    ObjectNode before = change.before();
    ObjectNode after = change.after();
    boolean was = before != null && selection.matches(change.name(), before);
    boolean is = after != null && selection.matches(change.name(), after);
    if (after != null && is) {
      send(target, was ? "MODIFIED" : "ADDED", after);
    } else if (was) {
      send(target, "DELETED", change.lastState());
    }
  }

  private void send(EventSink target, String type, ObjectNode object) {
    ObjectNode event = Json.object().put("type", type);
    event.set("object", representation.event(kind, kind.view(object)));
    target.send(event);
  }

  private void sendBookmark(EventSink target, boolean endOfInitialEvents) {
    ObjectNode object = Json.object().put("kind", kind.kind()).put("apiVersion", kind.apiVersion());
    ObjectNode metadata = object.putObject("metadata");
    metadata.put("resourceVersion", Long.toString(store.revision())).putNull("creationTimestamp");
    if (endOfInitialEvents) {
      metadata.putObject("annotations").put("k8s.io/initial-events-end", "true");
    }
    ObjectNode event = Json.object().put("type", "BOOKMARK");
    event.set("object", representation.bookmark(object));
    target.send(event);
  }
}
