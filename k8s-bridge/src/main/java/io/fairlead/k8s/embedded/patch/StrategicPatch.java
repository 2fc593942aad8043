package io.fairlead.k8s.embedded.patch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fairlead.k8s.embedded.json.Json;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Kubernetes' strategic merge patch: a merge patch that knows the keys of lists. */
public final class StrategicPatch {
  private static final String DIRECTIVE = "$patch";
  private static final String RETAIN_KEYS = "$retainKeys";
  private static final String ORDER = "$setElementOrder/";
  private static final String DELETE_VALUES = "$deleteFromPrimitiveList/";

  private final MergeRules rules;

  private StrategicPatch(MergeRules rules) {
    this.rules = rules;
  }

  /**
   * Changes the target in place. A list item of the patch without its key is an {@link
   * IllegalArgumentException}.
   */
  public static void apply(ObjectNode target, ObjectNode patch, MergeRules rules) {
    new StrategicPatch(rules).object(target, patch, "");
  }

  private void object(ObjectNode target, ObjectNode patch, String path) {
    String directive = Json.text(patch, DIRECTIVE);
    if (!directive.isEmpty() && !directive.equals("merge")) {
      target.removeAll();
      if (directive.equals("replace")) {
        target.setAll(patch.deepCopy());
        target.remove(DIRECTIVE);
      }
      return;
    }
    if (patch.path(RETAIN_KEYS) instanceof ArrayNode retained) {
      List<String> keep = texts(retained);
      target.retain(keep);
    }
    for (Map.Entry<String, JsonNode> entry : patch.properties()) {
      field(target, entry.getKey(), entry.getValue(), path);
    }
    for (Map.Entry<String, JsonNode> entry : patch.properties()) {
      if (entry.getKey().startsWith(ORDER)) {
        String name = entry.getKey().substring(ORDER.length());
        order(target.path(name), entry.getValue(), rules.list(MergeRules.below(path, name)));
      }
    }
  }

  private void field(ObjectNode target, String name, JsonNode value, String path) {
    if (name.startsWith(DELETE_VALUES)) {
      removeValues(target.path(name.substring(DELETE_VALUES.length())), value);
    } else if (!name.startsWith("$")) {
      String at = MergeRules.below(path, name);
      if (value.isNull()) {
        target.remove(name);
      } else if (value instanceof ObjectNode object) {
        object(Json.child(target, name), object, at);
        if (Json.text(object, DIRECTIVE).equals("delete")) {
          target.remove(name);
        }
      } else if (value instanceof ArrayNode items) {
        list(target, name, items, at);
      } else {
        target.set(name, value);
      }
    }
  }

  private void list(ObjectNode target, String name, ArrayNode items, String path) {
    ListRule rule = rules.list(path);
    ArrayNode list =
        target.path(name) instanceof ArrayNode existing ? existing : target.putArray(name);
    if (rule.set()) {
      for (JsonNode item : items) {
        if (indexOf(list, item) < 0) {
          list.add(item);
        }
      }
    } else if (rule.strategicKey().isEmpty()) {
      list.removeAll();
      list.addAll(items.deepCopy());
    } else {
      keyed(list, items, rule.strategicKey(), path);
    }
  }

  private void keyed(ArrayNode list, ArrayNode items, String key, String path) {
    for (JsonNode item : items) {
      if (Json.text(item, DIRECTIVE).equals("replace")) {
        list.removeAll();
      }
    }
    for (JsonNode item : items) {
      if (!(item instanceof ObjectNode object)) {
        throw new IllegalArgumentException("the items of " + path + " must be objects");
      }
      if (object.has(DIRECTIVE) && object.size() == 1) {
        continue;
      }
      if (!object.has(key)) {
        throw new IllegalArgumentException(
            "map: " + object + " does not contain declared merge key: " + key);
      }
      ObjectNode match = find(list, key, object.path(key));
      if (Json.text(object, DIRECTIVE).equals("delete")) {
        removeMatches(list, key, object.path(key));
      } else {
        ObjectNode merged = match == null ? list.addObject() : match;
        object(merged, object, path);
      }
    }
  }

  /** Puts the named items in the given order; the others follow, in the order they had. */
  private static void order(JsonNode list, JsonNode wanted, ListRule rule) {
    if (!(list instanceof ArrayNode items)) {
      return;
    }
    List<JsonNode> ranks = new ArrayList<>();
    wanted.forEach(item -> ranks.add(item.isObject() ? item.path(rule.strategicKey()) : item));
    List<JsonNode> sorted = new ArrayList<>();
    items.forEach(sorted::add);
    sorted.sort(
        Comparator.comparingInt(
            item -> {
              int rank = ranks.indexOf(item.isObject() ? item.path(rule.strategicKey()) : item);
              return rank < 0 ? Integer.MAX_VALUE : rank;
            }));
    items.removeAll();
    items.addAll(sorted);
  }

  private static void removeValues(JsonNode list, JsonNode values) {
    if (list instanceof ArrayNode items) {
      values.forEach(
          value -> {
            int at = indexOf(items, value);
            if (at >= 0) {
              items.remove(at);
            }
          });
    }
  }

  private static void removeMatches(ArrayNode list, String key, JsonNode value) {
    for (int i = list.size() - 1; i >= 0; i--) {
      if (list.get(i).path(key).equals(value)) {
        list.remove(i);
      }
    }
  }

  private static @Nullable ObjectNode find(ArrayNode list, String key, JsonNode value) {
    for (JsonNode item : list) {
      if (item instanceof ObjectNode object && object.path(key).equals(value)) {
        return object;
      }
    }
    return null;
  }

  private static int indexOf(ArrayNode list, JsonNode value) {
    for (int i = 0; i < list.size(); i++) {
      if (list.get(i).equals(value)) {
        return i;
      }
    }
    return -1;
  }

  private static List<String> texts(ArrayNode list) {
    List<String> texts = new ArrayList<>();
    list.forEach(item -> texts.add(item.asText()));
    return texts;
  }
}
