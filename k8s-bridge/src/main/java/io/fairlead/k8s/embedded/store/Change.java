package io.fairlead.k8s.embedded.store;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fairlead.k8s.embedded.json.Json;
import org.jspecify.annotations.Nullable;

/**
 * One committed change. {@code before} is null for a new object, {@code after} for a removed one.
 *
 * @param resource the plural name with its group, as in {@code services.} or {@code x.example.org}
 */
public record Change(
    long revision,
    String resource,
    ObjectName name,
    @Nullable ObjectNode before,
    @Nullable ObjectNode after) {

  /** What a watcher for whom the object is gone is shown: its old state under this revision. */
  public ObjectNode lastState() {
    ObjectNode last = before == null ? Json.object() : before.deepCopy();
    Json.metadata(last).put("resourceVersion", Long.toString(revision));
    return last;
  }
}
