package io.fairlead.k8s.embedded.routes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fairlead.k8s.embedded.http.ApiFault;
import io.fairlead.k8s.embedded.http.ApiFault.Cause;
import io.fairlead.k8s.embedded.http.ApiRequest;
import io.fairlead.k8s.embedded.json.Json;
import io.fairlead.k8s.embedded.schema.SchemaCheck;
import io.fairlead.k8s.embedded.schema.SchemaPruning;
import java.io.IOException;
import java.util.List;

/** From the body of a request to an object that its kind's schema knows. */
final class Decoding {
  private static final String TYPE_FAULT = "FieldValueTypeInvalid";

  private Decoding() {}

  /** The body as JSON, whether it came as JSON or YAML. */
  static JsonNode body(ApiRequest request) {
    String type = request.contentType().split(";", 2)[0].trim();
    try {
      return switch (type) {
        case "application/yaml", "application/apply-patch+yaml" -> Json.parseYaml(request.body());
        case "",
            "application/json",
            "application/json-patch+json",
            "application/merge-patch+json",
            "application/strategic-merge-patch+json" ->
            Json.parse(request.body());
        default -> throw ApiFault.unsupportedMediaType(type);
      };
    } catch (IOException e) {
      throw ApiFault.badRequest("the body of the request cannot be read: " + e.getMessage());
    }
  }

  static ObjectNode object(JsonNode body) {
    if (body instanceof ObjectNode object) {
      return object;
    }
    throw ApiFault.badRequest("the body of the request must be an object");
  }

  /** The object must be of the kind, namespace and name that the path says. */
  static void checkIdentity(Write write, ObjectNode object) {
    String kind = Json.text(object, "kind");
    String apiVersion = Json.text(object, "apiVersion");
    if (kind.isEmpty() || apiVersion.isEmpty()) {
      throw ApiFault.badRequest("Object 'Kind' or 'apiVersion' is missing in '" + object + "'");
    }
    if (!kind.equals(write.kind().kind()) || !apiVersion.equals(write.kind().apiVersion())) {
      throw ApiFault.badRequest(
          apiVersion
              + ", Kind="
              + kind
              + " in the body does not match the path, which is about "
              + write.kind().apiVersion()
              + ", Kind="
              + write.kind().kind());
    }
    String namespace = Json.text(object, "metadata", "namespace");
    if (!namespace.isEmpty() && !namespace.equals(write.namespace())) {
      throw ApiFault.badRequest(
          "the namespace of the provided object does not match the namespace sent on the request");
    }
    String name = Json.text(object, "metadata", "name");
    if (!write.name().isEmpty() && !name.isEmpty() && !name.equals(write.name())) {
      throw ApiFault.badRequest(
          "the name of the object ("
              + name
              + ") does not match the name on the URL ("
              + write.name()
              + ")");
    }
  }

  /** Removes unknown fields, and says so or refuses them as the client wishes. */
  static void prune(Write write, ObjectNode object) {
    List<String> unknown = SchemaPruning.prune(write.kind().schema(), object);
    List<String> texts = unknown.stream().map(path -> "unknown field \"" + path + "\"").toList();
    switch (write.unknownFields()) {
      case IGNORE -> {}
      case WARN -> write.warnings().addAll(texts);
      case REFUSE -> {
        if (!texts.isEmpty()) {
          throw ApiFault.badRequest("strict decoding error: " + String.join(", ", texts));
        }
      }
    }
  }

  /** Checks types and limits; a built-in kind with a wrong type cannot be read at all. */
  static void checkSchema(Write write, ObjectNode object, List<Cause> causes) {
    List<Cause> found = SchemaCheck.check(write.kind().schema(), object, "");
    if (!write.kind().custom()) {
      for (Cause cause : found) {
        if (cause.reason().equals(TYPE_FAULT)) {
          String kind = write.kind().kind();
          throw ApiFault.badRequest(
              kind
                  + " in version \""
                  + write.kind().version()
                  + "\" cannot be handled as a "
                  + kind
                  + ": "
                  + cause.message());
        }
      }
    }
    causes.addAll(found);
  }
}
