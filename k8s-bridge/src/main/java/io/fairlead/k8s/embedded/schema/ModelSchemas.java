package io.fairlead.k8s.embedded.schema;

import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.introspect.BeanPropertyDefinition;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.FieldsV1;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.MicroTime;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaProps;
import io.fairlead.k8s.embedded.json.Json;
import java.time.temporal.Temporal;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Schemas of the built-in kinds, derived from the client's model classes: names and types of all
 * fields. What a field may hold beyond its type is left to the kind's rules.
 */
public final class ModelSchemas {
  private static final Set<Class<?>> ANYTHING =
      Set.of(FieldsV1.class, JSONSchemaProps.class, Object.class);
  private static final ConcurrentHashMap<Class<?>, ObjectNode> KNOWN = new ConcurrentHashMap<>();

  private ModelSchemas() {}

  /** The schema of one model class; callers do not modify it. */
  public static ObjectNode of(Class<?> model) {
    ObjectNode known = KNOWN.get(model);
    if (known == null) {
      known = schema(Json.mapper().constructType(model));
      KNOWN.put(model, known);
    }
    return known;
  }

  /** The schema of every object's metadata. */
  public static ObjectNode metadata() {
    return of(ObjectMeta.class);
  }

  private static ObjectNode schema(JavaType type) {
    ObjectNode schema = Json.object();
    Class<?> raw = type.getRawClass();
    if (type.isMapLikeType()) {
      schema.put("type", "object");
      schema.set("additionalProperties", schema(type.getContentType()));
      return schema;
    }
    if (type.isCollectionLikeType()) {
      schema.put("type", "array");
      schema.set("items", schema(type.getContentType()));
      return schema;
    }
    if (raw == IntOrString.class || raw == Quantity.class) {
      return schema.put("x-kubernetes-int-or-string", true);
    }
    if (raw == String.class
        || raw == MicroTime.class
        || Temporal.class.isAssignableFrom(raw)
        || raw.isEnum()) {
      return schema.put("type", "string");
    }
    if (raw == Boolean.class || raw == boolean.class) {
      return schema.put("type", "boolean");
    }
    if (raw == Double.class || raw == Float.class) {
      return schema.put("type", "number");
    }
    if (raw == Integer.class || raw == int.class) {
      return schema.put("type", "integer").put("format", "int32");
    }
    if (raw == Long.class || raw == long.class) {
      return schema.put("type", "integer").put("format", "int64");
    }
    if (raw.isInterface() || ANYTHING.contains(raw)) {
      return schema.put("type", "object").put("x-kubernetes-preserve-unknown-fields", true);
    }
    schema.put("type", "object");
    ObjectNode properties = schema.putObject("properties");
    var bean = Json.mapper().getSerializationConfig().introspect(type);
    for (BeanPropertyDefinition property : bean.findProperties()) {
      properties.set(property.getName(), schema(property.getPrimaryType()));
    }
    return schema;
  }
}
