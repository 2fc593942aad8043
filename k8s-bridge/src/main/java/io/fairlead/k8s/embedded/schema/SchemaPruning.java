package io.fairlead.k8s.embedded.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;

/** Removes what a schema does not know, and nulls where the schema does not want them. */
public final class SchemaPruning {
  private static final String PRESERVE = "x-kubernetes-preserve-unknown-fields";

  private SchemaPruning() {}

  /** Prunes in place; the answer names every unknown field that was removed. */
  public static List<String> prune(JsonNode schema, ObjectNode object) {
    List<String> unknown = new ArrayList<>();
    prune(schema, object, "", unknown);
    return unknown;
  }

  private static void prune(JsonNode schema, JsonNode value, String path, List<String> unknown) {
    if (value instanceof ObjectNode object) {
      pruneObject(schema, object, path, unknown);
    } else if (value.isArray()) {
      for (int i = 0; i < value.size(); i++) {
        prune(schema.path("items"), value.get(i), path + "[" + i + "]", unknown);
      }
    }
  }

  private static void pruneObject(
      JsonNode schema, ObjectNode object, String path, List<String> unknown) {
    if (schema.path("x-kubernetes-embedded-resource").asBoolean()) {
      return;
    }
    for (String name : names(object)) {
      String at = path.isEmpty() ? name : path + "." + name;
      JsonNode value = object.path(name);
      JsonNode known = schema.path("properties").path(name);
      if (known.isMissingNode() && schema.path("additionalProperties").isObject()) {
        known = schema.path("additionalProperties");
      }
      if (!known.isMissingNode()) {
        if (value.isNull() && !known.path("nullable").asBoolean()) {
          object.remove(name);
        } else {
          prune(known, value, at, unknown);
        }
      } else if (!schema.path(PRESERVE).asBoolean()
          && !schema.path("additionalProperties").asBoolean()
          && !schema.isMissingNode()) {
        object.remove(name);
        unknown.add(at);
      }
    }
  }

  private static List<String> names(ObjectNode object) {
    List<String> names = new ArrayList<>();
    object.fieldNames().forEachRemaining(names::add);
    return names;
  }
}
