package io.fairlead.k8s.embedded.view;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fairlead.k8s.embedded.http.ApiFault;
import io.fairlead.k8s.embedded.json.Json;
import io.fairlead.k8s.embedded.kinds.KindRegistry;
import io.fairlead.k8s.embedded.kinds.ServedKind;
import java.util.List;

/** What is served where: the plain form of discovery, which old and new clients understand. */
public final class Discovery {
  private static final List<String> VERBS =
      List.of("create", "delete", "deletecollection", "get", "list", "patch", "update", "watch");

  private final KindRegistry registry;

  public Discovery(KindRegistry registry) {
    this.registry = registry;
  }

  /** The Kubernetes version whose behaviour is followed. */
  public static ObjectNode version() {
    return Json.object()
        .put("major", "1")
        .put("minor", "32")
        .put("gitVersion", "v1.32.0+fairlead")
        .put("gitCommit", "")
        .put("gitTreeState", "clean")
        .put("buildDate", "2026-01-01T00:00:00Z")
        .put("goVersion", "")
        .put("compiler", "")
        .put("platform", "linux/amd64");
  }

  public static ObjectNode coreVersions() {
    ObjectNode versions = Json.object().put("kind", "APIVersions");
    versions.putArray("versions").add("v1");
    versions.putArray("serverAddressByClientCIDRs");
    return versions;
  }

  public ObjectNode paths() {
    ObjectNode root = Json.object();
    ArrayNode paths = root.putArray("paths");
    paths.add("/api").add("/api/v1").add("/apis");
    for (String group : registry.groups()) {
      paths.add("/apis/" + group);
      registry.versions(group).forEach(version -> paths.add("/apis/" + group + "/" + version));
    }
    paths.add("/healthz").add("/openapi/v2").add("/openapi/v3").add("/readyz").add("/version");
    return root;
  }

  public ObjectNode groups() {
    ObjectNode list = Json.object().put("kind", "APIGroupList").put("apiVersion", "v1");
    ArrayNode groups = list.putArray("groups");
    registry.groups().forEach(group -> groups.add(describe(group)));
    return list;
  }

  public ObjectNode group(String name) {
    if (!registry.groups().contains(name)) {
      throw ApiFault.noSuchPath();
    }
    ObjectNode group = Json.object().put("kind", "APIGroup").put("apiVersion", "v1");
    group.setAll(describe(name));
    return group;
  }

  private ObjectNode describe(String name) {
    ObjectNode group = Json.object().put("name", name);
    ArrayNode versions = group.putArray("versions");
    for (String version : registry.versions(name)) {
      versions.addObject().put("groupVersion", name + "/" + version).put("version", version);
    }
    group.set("preferredVersion", versions.get(0).deepCopy());
    return group;
  }

  public ObjectNode resources(String group, String version) {
    List<ServedKind> kinds = registry.inVersion(group, version).toList();
    if (kinds.isEmpty()) {
      throw ApiFault.noSuchPath();
    }
    ObjectNode list = Json.object().put("kind", "APIResourceList").put("apiVersion", "v1");
    list.put("groupVersion", group.isEmpty() ? version : group + "/" + version);
    ArrayNode resources = list.putArray("resources");
    for (ServedKind kind : kinds) {
      ObjectNode resource = resources.addObject();
      resource.put("name", kind.plural()).put("singularName", kind.singular());
      resource.put("namespaced", kind.namespaced()).put("kind", kind.kind());
      addAll(resource.putArray("verbs"), VERBS);
      if (!kind.shortNames().isEmpty()) {
        addAll(resource.putArray("shortNames"), kind.shortNames());
      }
      if (!kind.categories().isEmpty()) {
        addAll(resource.putArray("categories"), kind.categories());
      }
      if (kind.status()) {
        ObjectNode status = resources.addObject();
        status.put("name", kind.plural() + "/status").put("singularName", "");
        status.put("namespaced", kind.namespaced()).put("kind", kind.kind());
        addAll(status.putArray("verbs"), List.of("get", "patch", "update"));
      }
    }
    return list;
  }

  private static void addAll(ArrayNode array, List<String> texts) {
    texts.forEach(array::add);
  }
}
