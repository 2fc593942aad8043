package io.fairlead.k8s.embedded.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** Fills in the defaults of a structural schema. */
public final class SchemaDefaults {
  private SchemaDefaults() {}

  /** Completes the value in place. */
  public static void apply(JsonNode schema, JsonNode value) {
    if (value instanceof ObjectNode object) {
      schema
          .path("properties")
          .properties()
          .forEach(
              property -> {
                JsonNode fallback = property.getValue().path("default");
                if (!fallback.isMissingNode() && !object.has(property.getKey())) {
                  object.set(property.getKey(), fallback.deepCopy());
                }
                if (object.has(property.getKey())) {
                  apply(property.getValue(), object.path(property.getKey()));
                }
              });
      JsonNode others = schema.path("additionalProperties");
      if (others.isObject()) {
        object.properties().stream()
            .filter(entry -> !schema.path("properties").has(entry.getKey()))
            .forEach(entry -> apply(others, entry.getValue()));
      }
    } else if (value.isArray()) {
      value.forEach(item -> apply(schema.path("items"), item));
    }
  }
}
