package io.fairlead.k8s.embedded;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A part of the contract: every case has a namespace of its own. */
abstract class ContractCase {
  private static final AtomicInteger NUMBER = new AtomicInteger((int) (System.nanoTime() % 90_000));

  protected ApiProbe api = ContractTarget.plain(URI.create("http://127.0.0.1")).probe();
  protected String namespace = "";
  protected String services = "";

  abstract ContractTarget target();

  @BeforeEach
  void makeNamespace() {
    ContractTarget target = target();
    api.close();
    api = target.probe();
    namespace = "contract-" + NUMBER.incrementAndGet();
    services = "/api/v1/namespaces/" + namespace + "/services";
    api.post(
            "/api/v1/namespaces",
            "{apiVersion: v1, kind: Namespace, metadata: {name: " + namespace + "}}")
        .ok();
  }

  @AfterEach
  void removeNamespace() {
    if (!namespace.isEmpty()) {
      api.delete(services);
      api.delete("/api/v1/namespaces/" + namespace);
    }
    api.close();
  }

  static String service(String name, String type) {
    return "{apiVersion: v1, kind: Service, metadata: {name: "
        + name
        + ", labels: {app: web}}, spec: {type: "
        + type
        + ", selector: {app: web}, ports: [{name: http, port: 80}]}}";
  }

  static ObjectNode copy(JsonNode object) {
    return (ObjectNode) object.deepCopy();
  }

  JsonNode create(String name, String type) {
    return api.post(services, service(name, type)).ok();
  }
}
