package io.fairlead.k8s.embedded.store;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fairlead.k8s.embedded.json.Json;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * All objects, with one revision that grows by one with every change, and the last changes.
 *
 * <p>Objects given to the store and got from it are never modified afterwards: whoever wants to
 * change one makes a deep copy first. A read-modify-write runs whole inside {@link #locked}.
 */
public final class ObjectStore {
  private final ReentrantLock lock = new ReentrantLock();
  private final Map<String, NavigableMap<ObjectName, ObjectNode>> objects = new TreeMap<>();
  private final ArrayDeque<Change> history = new ArrayDeque<>();
  private final List<Consumer<Change>> listeners = new ArrayList<>();
  private final int historyLimit;
  private long revision = 1;
  private long compactedRevision;

  /**
   * @param historyLimit how many changes are kept for watches and for pages of a list
   */
  public ObjectStore(int historyLimit) {
    this.historyLimit = historyLimit;
  }

  /** Runs the action while nothing else reads or writes. */
  public <T> T locked(Supplier<T> action) {
    lock.lock();
    try {
      return action.get();
    } finally {
      lock.unlock();
    }
  }

  public @Nullable ObjectNode find(String resource, ObjectName name) {
    return locked(() -> table(resource).get(name));
  }

  public long revision() {
    return locked(() -> revision);
  }

  /** Stores the object under the next revision, which is written into it. */
  public ObjectNode put(String resource, ObjectName name, ObjectNode object) {
    return locked(
        () -> {
          revision++;
          Json.metadata(object).put("resourceVersion", Long.toString(revision));
          ObjectNode before = table(resource).put(name, object);
          publish(new Change(revision, resource, name, before, object));
          return object;
        });
  }

  /** Removes the object; the answer is its last state, under the revision of the removal. */
  public @Nullable ObjectNode remove(String resource, ObjectName name) {
    return locked(
        () -> {
          ObjectNode before = table(resource).remove(name);
          if (before == null) {
            return null;
          }
          revision++;
          Change change = new Change(revision, resource, name, before, null);
          publish(change);
          return change.lastState();
        });
  }

  public Snapshot snapshot(String resource) {
    return locked(() -> new Snapshot(revision, new TreeMap<>(table(resource))));
  }

  /** The resource as it was, undoing what came later. */
  public Snapshot snapshotAt(String resource, long atRevision) throws RevisionGoneException {
    lock.lock();
    try {
      requireHistory(atRevision);
      NavigableMap<ObjectName, ObjectNode> past = new TreeMap<>(table(resource));
      Iterator<Change> newestFirst = history.descendingIterator();
      while (newestFirst.hasNext()) {
        Change change = newestFirst.next();
        if (change.revision() <= atRevision) {
          break;
        }
        if (change.resource().equals(resource)) {
          if (change.before() == null) {
            past.remove(change.name());
          } else {
            past.put(change.name(), change.before());
          }
        }
      }
      return new Snapshot(atRevision, past);
    } finally {
      lock.unlock();
    }
  }

  /** The changes of one resource after a revision, oldest first. */
  public List<Change> changesAfter(String resource, long afterRevision)
      throws RevisionGoneException {
    lock.lock();
    try {
      requireHistory(afterRevision);
      return history.stream()
          .filter(c -> c.revision() > afterRevision && c.resource().equals(resource))
          .toList();
    } finally {
      lock.unlock();
    }
  }

  /** The listener runs inside the lock, in the order of revisions: it must be quick. */
  public void listen(Consumer<Change> listener) {
    locked(() -> listeners.add(listener));
  }

  public void unlisten(Consumer<Change> listener) {
    locked(() -> listeners.remove(listener));
  }

  /** Forgets all history up to now, so that older revisions are gone. */
  public void compact() {
    locked(
        () -> {
          history.clear();
          compactedRevision = revision;
          return revision;
        });
  }

  private void publish(Change change) {
    history.addLast(change);
    while (history.size() > historyLimit) {
      compactedRevision = history.removeFirst().revision();
    }
    for (Consumer<Change> listener : List.copyOf(listeners)) {
      listener.accept(change);
    }
  }

  private void requireHistory(long asked) throws RevisionGoneException {
    if (asked < compactedRevision) {
      throw new RevisionGoneException(asked, compactedRevision);
    }
  }

  private NavigableMap<ObjectName, ObjectNode> table(String resource) {
    return objects.computeIfAbsent(resource, ignored -> new TreeMap<>());
  }
}
