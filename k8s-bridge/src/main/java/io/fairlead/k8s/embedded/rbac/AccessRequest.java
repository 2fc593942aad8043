package io.fairlead.k8s.embedded.rbac;

import io.fairlead.k8s.embedded.http.ApiRequest;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What a request wants to do, as RBAC sees it.
 *
 * @param resource with the subresource, as in {@code services/status}
 * @param namespace empty for all of them, and for kinds of the whole cluster
 * @param name empty for a collection
 */
record AccessRequest(String verb, String group, String resource, String namespace, String name) {
  private static final Set<String> NAMESPACE_SUBRESOURCES = Set.of("status", "finalize");
  private static final String NAME_SELECTOR = "metadata.name=";

  /** Empty for what is no resource: discovery and health are free to everyone. */
  static Optional<AccessRequest> of(ApiRequest request) {
    List<String> path = request.segments();
    if (path.isEmpty()) {
      return Optional.empty();
    }
    boolean core = path.getFirst().equals("api");
    int from = core ? 2 : 3;
    if ((!core && !path.getFirst().equals("apis")) || path.size() <= from) {
      return Optional.empty();
    }
    List<String> rest = path.subList(from, path.size());
    String namespace = "";
    if (rest.getFirst().equals("namespaces")
        && rest.size() > 2
        && !NAMESPACE_SUBRESOURCES.contains(rest.get(2))) {
      namespace = rest.get(1);
      rest = rest.subList(2, rest.size());
    }
    String resource = rest.size() > 2 ? rest.getFirst() + "/" + rest.get(2) : rest.getFirst();
    String name = rest.size() > 1 ? rest.get(1) : named(request);
    boolean collection = rest.size() == 1;
    return Optional.of(
        new AccessRequest(
            verb(request, collection), core ? "" : path.get(1), resource, namespace, name));
  }

  /** A list or watch of one object by its name may be granted by that name. */
  private static String named(ApiRequest request) {
    String selector = request.query("fieldSelector");
    return selector.startsWith(NAME_SELECTOR) && !selector.contains(",")
        ? selector.substring(NAME_SELECTOR.length())
        : "";
  }

  private static String verb(ApiRequest request, boolean collection) {
    return switch (request.method()) {
      case "GET", "HEAD" -> request.flag("watch") ? "watch" : collection ? "list" : "get";
      case "POST" -> "create";
      case "PUT" -> "update";
      case "PATCH" -> "patch";
      default -> collection ? "deletecollection" : "delete";
    };
  }

  /** The same object, to be made. */
  AccessRequest toCreate() {
    return new AccessRequest("create", group, resource, namespace, name);
  }

  @Override
  public String toString() {
    return verb
        + " "
        + resource
        + (group.isEmpty() ? "" : "." + group)
        + (namespace.isEmpty() ? "" : " in " + namespace);
  }
}
