package io.fairlead.k8s.embedded.patch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fairlead.k8s.embedded.json.Json;
import java.util.NavigableSet;
import java.util.TreeSet;

/**
 * One entry of {@code managedFields}: who owns which fields, by which operation.
 *
 * @param operation {@code Apply} or {@code Update}
 * @param subresource empty for the object itself
 * @param time RFC 3339, when the entry changed last
 */
record FieldOwner(
    String name,
    String operation,
    String subresource,
    String apiVersion,
    String time,
    NavigableSet<FieldPath> fields) {

  FieldOwner {
    fields = new TreeSet<>(fields);
  }

  boolean sameWriter(FieldOwner other) {
    return name.equals(other.name)
        && operation.equals(other.operation)
        && subresource.equals(other.subresource)
        && apiVersion.equals(other.apiVersion);
  }

  FieldOwner withFields(NavigableSet<FieldPath> changed, String now) {
    return changed.equals(fields)
        ? this
        : new FieldOwner(name, operation, subresource, apiVersion, now, changed);
  }

  static FieldOwner read(JsonNode entry) {
    NavigableSet<FieldPath> fields = new TreeSet<>();
    readFields(entry.path("fieldsV1"), FieldPath.ROOT, fields);
    return new FieldOwner(
        Json.text(entry, "manager"),
        Json.text(entry, "operation"),
        Json.text(entry, "subresource"),
        Json.text(entry, "apiVersion"),
        Json.text(entry, "time"),
        fields);
  }

  ObjectNode write() {
    ObjectNode entry = Json.object();
    entry.put("manager", name).put("operation", operation).put("apiVersion", apiVersion);
    entry.put("time", time).put("fieldsType", "FieldsV1");
    ObjectNode tree = entry.putObject("fieldsV1");
    for (FieldPath path : fields) {
      ObjectNode at = tree;
      for (String step : path.steps()) {
        at = Json.child(at, step);
      }
      if (path.steps().getLast().startsWith("k:")) {
        at.putObject(".");
      }
    }
    if (!subresource.isEmpty()) {
      entry.put("subresource", subresource);
    }
    return entry;
  }

  private static void readFields(JsonNode tree, FieldPath at, NavigableSet<FieldPath> fields) {
    if (tree.isEmpty() && !at.steps().isEmpty()) {
      fields.add(at);
    }
    tree.properties()
        .forEach(
            entry -> {
              if (entry.getKey().equals(".")) {
                fields.add(at);
              } else {
                readFields(entry.getValue(), at.below(entry.getKey()), fields);
              }
            });
  }
}
