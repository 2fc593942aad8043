package io.fairlead.k8s.embedded.rbac;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fairlead.k8s.embedded.json.Json;
import io.fairlead.k8s.embedded.store.ObjectName;
import io.fairlead.k8s.embedded.store.ObjectStore;
import java.util.Map;

/** Decides by the roles and bindings that the store holds now, as Kubernetes' RBAC does. */
final class Roles {
  private static final String GROUP = ".rbac.authorization.k8s.io";

  private final ObjectStore store;

  Roles(ObjectStore store) {
    this.store = store;
  }

  boolean allow(ApiUser user, AccessRequest request) {
    for (ObjectNode binding : all("clusterrolebindings").values()) {
      if (binds(binding, user, "") && anyRule(role(binding, ""), request)) {
        return true;
      }
    }
    for (Map.Entry<ObjectName, ObjectNode> entry : all("rolebindings").entrySet()) {
      String namespace = entry.getKey().namespace();
      if (namespace.equals(request.namespace())
          && binds(entry.getValue(), user, namespace)
          && anyRule(role(entry.getValue(), namespace), request)) {
        return true;
      }
    }
    return false;
  }

  private Map<ObjectName, ObjectNode> all(String plural) {
    return store.snapshot(plural + GROUP).objects();
  }

  private JsonNode role(JsonNode binding, String namespace) {
    String name = Json.text(binding, "roleRef", "name");
    boolean cluster = Json.text(binding, "roleRef", "kind").equals("ClusterRole");
    var found =
        cluster
            ? store.find("clusterroles" + GROUP, new ObjectName("", name))
            : store.find("roles" + GROUP, new ObjectName(namespace, name));
    return found == null ? Json.object() : found;
  }

  private static boolean binds(JsonNode binding, ApiUser user, String namespace) {
    for (JsonNode subject : binding.path("subjects")) {
      String name = Json.text(subject, "name");
      boolean matches =
          switch (Json.text(subject, "kind")) {
            case "User" -> user.name().equals(name);
            case "Group" -> user.groups().contains(name);
            default -> {
              String of = Json.text(subject, "namespace");
              yield user.name()
                  .equals(ApiUser.serviceAccount(of.isEmpty() ? namespace : of, name).name());
            }
          };
      if (matches) {
        return true;
      }
    }
    return false;
  }

  private static boolean anyRule(JsonNode role, AccessRequest request) {
    for (JsonNode rule : role.path("rules")) {
      if (lists(rule, "verbs", request.verb())
          && lists(rule, "apiGroups", request.group())
          && lists(rule, "resources", request.resource())
          && (rule.path("resourceNames").isEmpty()
              || lists(rule, "resourceNames", request.name()))) {
        return true;
      }
    }
    return false;
  }

  private static boolean lists(JsonNode rule, String field, String wanted) {
    for (JsonNode each : rule.path(field)) {
      if (each.asText().equals(wanted)
          || (each.asText().equals("*") && !field.equals("resourceNames"))) {
        return true;
      }
    }
    return false;
  }
}
