package io.fairlead.k8s.embedded.view;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fairlead.k8s.embedded.http.ApiFault;
import io.fairlead.k8s.embedded.json.Json;
import io.fairlead.k8s.embedded.kinds.KindRegistry;
import io.fairlead.k8s.embedded.kinds.ServedKind;
import java.util.List;

/**
 * OpenAPI v3 documents, one for each group version: schemas for {@code kubectl explain}, and of the
 * operations what kubectl asks for, which is the query parameters that a write understands.
 */
public final class OpenApiV3 {
  private static final String GVK = "x-kubernetes-group-version-kind";

  private final KindRegistry registry;

  public OpenApiV3(KindRegistry registry) {
    this.registry = registry;
  }

  public ObjectNode index() {
    ObjectNode index = Json.object();
    ObjectNode paths = index.putObject("paths");
    addPath(paths, "api/v1");
    for (String group : registry.groups()) {
      registry.versions(group).forEach(version -> addPath(paths, "apis/" + group + "/" + version));
    }
    return index;
  }

  private void addPath(ObjectNode paths, String path) {
    // The hash lets kubectl cache the document: it changes with the content.
    String hash = Integer.toHexString(document(List.of(path.split("/"))).hashCode());
    paths.putObject(path).put("serverRelativeURL", "/openapi/v3/" + path + "?hash=" + hash);
  }

  /**
   * @param path {@code api, v1} or {@code apis, GROUP, VERSION}
   */
  public ObjectNode document(List<String> path) {
    boolean core = path.size() == 2 && path.getFirst().equals("api");
    if (!core && path.size() != 3) {
      throw ApiFault.noSuchPath();
    }
    String group = core ? "" : path.get(1);
    List<ServedKind> kinds = registry.inVersion(group, path.getLast()).toList();
    if (kinds.isEmpty()) {
      throw ApiFault.noSuchPath();
    }
    ObjectNode document = Json.object().put("openapi", "3.0.0");
    document.putObject("info").put("title", "Fairlead embedded API").put("version", "v1.32.0");
    ObjectNode paths = document.putObject("paths");
    ObjectNode schemas = document.putObject("components").putObject("schemas");
    for (ServedKind kind : kinds) {
      String root =
          "/" + String.join("/", path) + (kind.namespaced() ? "/namespaces/{namespace}/" : "/");
      addOperations(paths, root + kind.plural(), kind);
      ObjectNode schema = kind.schema().deepCopy();
      schema.putArray(GVK).add(gvk(kind));
      schemas.set(schemaName(kind), schema);
    }
    return document;
  }

  private static void addOperations(ObjectNode paths, String path, ServedKind kind) {
    ObjectNode collection = paths.putObject(path);
    operation(collection, "get", "list", kind, List.of("labelSelector", "fieldSelector"));
    List<String> ofWrites = List.of("dryRun", "fieldManager", "fieldValidation");
    operation(collection, "post", "post", kind, ofWrites);
    ObjectNode item = paths.putObject(path + "/{name}");
    operation(item, "get", "get", kind, List.of());
    operation(item, "put", "put", kind, ofWrites);
    operation(
        item,
        "patch",
        "patch",
        kind,
        List.of("dryRun", "fieldManager", "fieldValidation", "force"));
    operation(item, "delete", "delete", kind, List.of("dryRun"));
  }

  private static void operation(
      ObjectNode path, String method, String action, ServedKind kind, List<String> parameters) {
    ObjectNode operation = path.putObject(method);
    operation.put("x-kubernetes-action", action);
    operation.set(GVK, gvk(kind));
    ArrayNode list = operation.putArray("parameters");
    for (String name : parameters) {
      ObjectNode parameter = list.addObject().put("name", name).put("in", "query");
      parameter.putObject("schema").put("type", name.equals("force") ? "boolean" : "string");
    }
    ObjectNode content = operation.putObject("responses").putObject("200").put("description", "OK");
    content
        .putObject("content")
        .putObject("application/json")
        .putObject("schema")
        .put("$ref", "#/components/schemas/" + schemaName(kind));
  }

  private static ObjectNode gvk(ServedKind kind) {
    return Json.object()
        .put("group", kind.group())
        .put("version", kind.version())
        .put("kind", kind.kind());
  }

  private static String schemaName(ServedKind kind) {
    String group = kind.group().isEmpty() ? "core" : kind.group();
    return "io.k8s." + group + "." + kind.version() + "." + kind.kind();
  }
}
