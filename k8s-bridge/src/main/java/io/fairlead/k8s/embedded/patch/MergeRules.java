package io.fairlead.k8s.embedded.patch;

import com.fasterxml.jackson.databind.JsonNode;
import io.fairlead.k8s.embedded.json.Json;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * How the lists and maps of one kind merge. Paths are field names joined by dots, without indexes;
 * a list that is not named is one value.
 */
public record MergeRules(Map<String, ListRule> lists, Set<String> atomicMaps) {
  private static final Map<String, ListRule> METADATA =
      Map.of("metadata.finalizers", ListRule.SET, "metadata.ownerReferences", ListRule.map("uid"));

  public MergeRules {
    Map<String, ListRule> all = new HashMap<>(METADATA);
    all.putAll(lists);
    lists = Map.copyOf(all);
    atomicMaps = Set.copyOf(atomicMaps);
  }

  public ListRule list(String path) {
    return lists.getOrDefault(path, ListRule.ATOMIC);
  }

  public boolean atomicMap(String path) {
    return atomicMaps.contains(path);
  }

  /** The rules written into a CRD's schema. */
  public static MergeRules ofSchema(JsonNode schema) {
    Map<String, ListRule> lists = new HashMap<>();
    Set<String> atomicMaps = new HashSet<>();
    collect(schema, "", lists, atomicMaps);
    return new MergeRules(lists, atomicMaps);
  }

  private static void collect(
      JsonNode schema, String path, Map<String, ListRule> lists, Set<String> atomicMaps) {
    if (Json.text(schema, "x-kubernetes-map-type").equals("atomic")) {
      atomicMaps.add(path);
    }
    switch (Json.text(schema, "x-kubernetes-list-type")) {
      case "set" -> lists.put(path, ListRule.SET);
      case "map" -> {
        List<String> keys = new ArrayList<>();
        schema.path("x-kubernetes-list-map-keys").forEach(key -> keys.add(key.asText()));
        lists.put(path, new ListRule(keys, "", false));
      }
      default -> {}
    }
    for (Map.Entry<String, JsonNode> property : schema.path("properties").properties()) {
      collect(property.getValue(), below(path, property.getKey()), lists, atomicMaps);
    }
    for (Map.Entry<String, JsonNode> property :
        schema.path("items").path("properties").properties()) {
      collect(property.getValue(), below(path, property.getKey()), lists, atomicMaps);
    }
  }

  static String below(String path, String name) {
    return path.isEmpty() ? name : path + "." + name;
  }
}
