package io.fairlead.k8s.embedded.routes;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fairlead.k8s.embedded.http.ApiReply;
import io.fairlead.k8s.embedded.http.ApiRequest;
import io.fairlead.k8s.embedded.json.Json;
import java.util.List;
import java.util.Map;

/** What a fresh cluster holds: its own namespaces and its own Service. */
public final class FirstObjects {
  private static final int CREATED = 201;
  private static final int HTTPS = 443;

  private FirstObjects() {}

  public static void create(ApiRoutes routes) {
    for (String name : List.of("default", "kube-system", "kube-public", "kube-node-lease")) {
      ObjectNode namespace = Json.object().put("kind", "Namespace").put("apiVersion", "v1");
      namespace.putObject("metadata").put("name", name);
      post(routes, List.of("api", "v1", "namespaces"), namespace);
    }
    ObjectNode service = Json.object().put("kind", "Service").put("apiVersion", "v1");
    service.putObject("metadata").put("name", "kubernetes");
    ObjectNode spec = service.putObject("spec").put("clusterIP", "10.96.0.1");
    spec.putArray("ports").addObject().put("name", "https").put("port", HTTPS);
    post(routes, List.of("api", "v1", "namespaces", "default", "services"), service);
  }

  private static void post(ApiRoutes routes, List<String> path, ObjectNode body) {
    var request =
        new ApiRequest(
            "POST", path, Map.of(), "", "application/json", "fairlead", "", body.toString());
    if (!(routes.apply(request) instanceof ApiReply.Whole whole) || whole.status() != CREATED) {
      throw new IllegalStateException("cannot create " + body);
    }
  }
}
