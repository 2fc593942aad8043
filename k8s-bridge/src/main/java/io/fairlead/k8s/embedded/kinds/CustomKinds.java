package io.fairlead.k8s.embedded.kinds;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fairlead.k8s.embedded.json.Json;
import io.fairlead.k8s.embedded.patch.MergeRules;
import io.fairlead.k8s.embedded.rules.KindRules;
import io.fairlead.k8s.embedded.schema.ModelSchemas;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** From a CustomResourceDefinition to the kinds that it makes, one for each served version. */
final class CustomKinds {
  private CustomKinds() {}

  static List<ServedKind> of(ObjectNode crd) {
    List<ServedKind> kinds = new ArrayList<>();
    for (JsonNode version : Json.at(crd, "spec", "versions")) {
      if (version.path("served").asBoolean()) {
        kinds.add(kind(crd.path("spec"), version));
      }
    }
    return kinds;
  }

  private static ServedKind kind(JsonNode spec, JsonNode version) {
    JsonNode names = spec.path("names");
    ObjectNode schema = schema(version);
    String kind = Json.text(names, "kind");
    String apiVersion = Json.text(spec, "group") + "/" + Json.text(version, "name");
    String deprecation = "";
    if (version.path("deprecated").asBoolean()) {
      deprecation = Json.text(version, "deprecationWarning");
      deprecation =
          deprecation.isEmpty() ? apiVersion + " " + kind + " is deprecated" : deprecation;
    }
    return new ServedKind(
        Json.text(spec, "group"),
        Json.text(version, "name"),
        kind,
        Json.text(names, "plural"),
        Json.text(names, "singular"),
        texts(names.path("shortNames")),
        texts(names.path("categories")),
        Json.text(spec, "scope").equals("Namespaced"),
        Json.at(version, "subresources", "status").isObject(),
        true,
        true,
        schema,
        MergeRules.ofSchema(schema),
        selectable(version),
        columns(version),
        deprecation,
        KindRules.NONE);
  }

  /** The CRD's schema with what every object has. */
  private static ObjectNode schema(JsonNode version) {
    ObjectNode schema =
        Json.at(version, "schema", "openAPIV3Schema") instanceof ObjectNode given
            ? given.deepCopy()
            : Json.object().put("type", "object");
    ObjectNode properties = Json.child(schema, "properties");
    properties.putObject("apiVersion").put("type", "string");
    properties.putObject("kind").put("type", "string");
    properties.set("metadata", ModelSchemas.metadata());
    return schema;
  }

  private static Set<String> selectable(JsonNode version) {
    Set<String> fields = new HashSet<>();
    version
        .path("selectableFields")
        .forEach(field -> fields.add(Json.text(field, "jsonPath").replaceFirst("^\\.", "")));
    return fields;
  }

  private static List<PrinterColumn> columns(JsonNode version) {
    List<PrinterColumn> columns = new ArrayList<>();
    for (JsonNode column : version.path("additionalPrinterColumns")) {
      columns.add(
          new PrinterColumn(
              Json.text(column, "name"),
              Json.text(column, "type"),
              Json.text(column, "format"),
              Json.text(column, "description"),
              column.path("priority").asInt(),
              Json.text(column, "jsonPath")));
    }
    return columns;
  }

  private static List<String> texts(JsonNode list) {
    List<String> texts = new ArrayList<>();
    list.forEach(item -> texts.add(item.asText()));
    return texts;
  }
}
