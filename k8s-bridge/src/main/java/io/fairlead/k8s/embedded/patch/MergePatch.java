package io.fairlead.k8s.embedded.patch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fairlead.k8s.embedded.json.Json;

/** JSON merge patch, RFC 7396. */
public final class MergePatch {
  private MergePatch() {}

  /** Changes the target in place. */
  public static void apply(ObjectNode target, ObjectNode patch) {
    patch
        .properties()
        .forEach(
            entry -> {
              JsonNode value = entry.getValue();
              if (value.isNull()) {
                target.remove(entry.getKey());
              } else if (value instanceof ObjectNode object) {
                // RFC 7396 section 2: a value that is no object is replaced by an empty one first.
                apply(Json.child(target, entry.getKey()), object);
              } else {
                target.set(entry.getKey(), value.deepCopy());
              }
            });
  }
}
