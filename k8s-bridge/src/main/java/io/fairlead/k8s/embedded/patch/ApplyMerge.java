package io.fairlead.k8s.embedded.patch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fairlead.k8s.embedded.json.Json;
import java.util.List;
import java.util.Map;

/** Merging an applied configuration into the live object, and taking fields out of it again. */
final class ApplyMerge {
  private final MergeRules rules;

  ApplyMerge(MergeRules rules) {
    this.rules = rules;
  }

  void merge(ObjectNode live, ObjectNode applied) {
    object(live, applied, "");
  }

  /**
   * Removes these fields, with every container that is empty then. A list item goes before the
   * fields in it: without its key fields it could not be found.
   */
  void remove(ObjectNode object, Iterable<FieldPath> outermostFirst) {
    for (FieldPath path : outermostFirst) {
      remove(object, path.steps(), "");
    }
  }

  private void object(ObjectNode live, ObjectNode applied, String path) {
    for (Map.Entry<String, JsonNode> entry : applied.properties()) {
      String name = entry.getKey();
      String at = MergeRules.below(path, name);
      JsonNode value = entry.getValue();
      if (value instanceof ObjectNode object && !rules.atomicMap(at)) {
        object(Json.child(live, name), object, at);
      } else if (value instanceof ArrayNode items && live.path(name) instanceof ArrayNode list) {
        list(live, name, list, items, at);
      } else if (!at.equals("metadata.resourceVersion") && !at.equals("metadata.uid")) {
        live.set(name, value.deepCopy());
      }
    }
  }

  private void list(ObjectNode live, String name, ArrayNode list, ArrayNode items, String path) {
    ListRule rule = rules.list(path);
    if (!rule.set() && !rule.keyed()) {
      live.set(name, items.deepCopy());
      return;
    }
    for (JsonNode item : items) {
      int at = indexOf(list, FieldValues.itemStep(item, rule), rule);
      if (at < 0) {
        list.add(item.deepCopy());
      } else if (list.get(at) instanceof ObjectNode known && item instanceof ObjectNode object) {
        object(known, object, path);
      }
    }
  }

  private void remove(JsonNode at, List<String> steps, String path) {
    String step = steps.getFirst();
    List<String> rest = steps.subList(1, steps.size());
    if (at instanceof ObjectNode object && step.startsWith("f:")) {
      String name = step.substring(2);
      JsonNode value = object.path(name);
      String below = MergeRules.below(path, name);
      if (!rest.isEmpty()) {
        remove(value, rest, below);
      }
      // A container was owned as such while it was empty; what came into it since stays.
      boolean leaf = rest.isEmpty() && (value.isEmpty() || !merges(value, below));
      if (leaf || emptied(value)) {
        object.remove(name);
      }
    } else if (at instanceof ArrayNode list) {
      int index = indexOf(list, step, rules.list(path));
      if (index >= 0 && rest.isEmpty()) {
        list.remove(index);
      } else if (index >= 0) {
        remove(list.get(index), rest, path);
      }
    }
  }

  private boolean merges(JsonNode value, String path) {
    ListRule rule = rules.list(path);
    return value.isObject() ? !rules.atomicMap(path) : rule.set() || rule.keyed();
  }

  private static boolean emptied(JsonNode node) {
    return node.isContainerNode() && node.isEmpty();
  }

  private static int indexOf(ArrayNode list, String step, ListRule rule) {
    for (int i = 0; i < list.size(); i++) {
      if (FieldValues.itemStep(list.get(i), rule).equals(step)) {
        return i;
      }
    }
    return -1;
  }
}
