package io.fairlead.k8s.embedded.patch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fairlead.k8s.embedded.json.Json;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;

/** An object taken apart into the fields that can be owned, each with its value. */
final class FieldValues {
  private static final Set<String> NOBODYS_METADATA =
      Set.of(
          "name",
          "namespace",
          "uid",
          "resourceVersion",
          "generation",
          "creationTimestamp",
          "deletionTimestamp",
          "deletionGracePeriodSeconds",
          "generateName",
          "selfLink",
          "managedFields");

  private final MergeRules rules;
  private final NavigableMap<FieldPath, JsonNode> values = new TreeMap<>();

  private FieldValues(MergeRules rules) {
    this.rules = rules;
  }

  /** All ownable fields; those that identify the object, and versions, belong to nobody. */
  static NavigableMap<FieldPath, JsonNode> of(ObjectNode object, MergeRules rules) {
    var fields = new FieldValues(rules);
    for (Map.Entry<String, JsonNode> entry : object.properties()) {
      if (entry.getKey().equals("metadata") && entry.getValue() instanceof ObjectNode metadata) {
        ObjectNode ownable = metadata.deepCopy();
        ownable.remove(NOBODYS_METADATA);
        if (!ownable.isEmpty()) {
          fields.value(ownable, FieldPath.ROOT.below("f:metadata"), "metadata");
        }
      } else if (!entry.getKey().equals("apiVersion") && !entry.getKey().equals("kind")) {
        fields.value(entry.getValue(), FieldPath.ROOT.below("f:" + entry.getKey()), entry.getKey());
      }
    }
    return fields.values;
  }

  /** The identity of a list item as a step of a path. */
  static String itemStep(JsonNode item, ListRule rule) {
    if (rule.set()) {
      return "v:" + item;
    }
    Map<String, JsonNode> keys = new TreeMap<>();
    for (String key : rule.applyKeys()) {
      JsonNode value = item.path(key);
      if (value.isMissingNode() && key.equals("protocol")) {
        keys.put(key, Json.mapper().getNodeFactory().textNode("TCP"));
      } else if (!value.isMissingNode()) {
        keys.put(key, value);
      }
    }
    ObjectNode identity = Json.object();
    identity.setAll(keys);
    return "k:" + identity;
  }

  private void value(JsonNode value, FieldPath at, String path) {
    if (value instanceof ObjectNode object && !object.isEmpty() && !rules.atomicMap(path)) {
      object
          .properties()
          .forEach(
              entry ->
                  value(
                      entry.getValue(),
                      at.below("f:" + entry.getKey()),
                      MergeRules.below(path, entry.getKey())));
    } else if (value instanceof ArrayNode list && mergeable(path)) {
      ListRule rule = rules.list(path);
      for (JsonNode item : list) {
        FieldPath itemPath = at.below(itemStep(item, rule));
        values.put(itemPath, BooleanNode.TRUE);
        if (rule.keyed()) {
          value(item, itemPath, path);
        }
      }
    } else {
      values.put(at, value);
    }
  }

  private boolean mergeable(String path) {
    return rules.list(path).set() || rules.list(path).keyed();
  }
}
