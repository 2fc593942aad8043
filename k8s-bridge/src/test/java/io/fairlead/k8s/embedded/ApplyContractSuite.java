package io.fairlead.k8s.embedded;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.fairlead.k8s.embedded.json.Json;
import org.junit.jupiter.api.Test;

/** Server-side apply, as far as writers of status and people with manifests use it. */
abstract class ApplyContractSuite extends ContractCase {

  @Test
  void apply_createsWhatIsNotThereAndNamesTheOwner() {
    var answer = api.apply(services + "/a", "person", false, service("a", "LoadBalancer"));
    assertEquals(201, answer.code());
    JsonNode owner = Json.at(answer.ok(), "metadata", "managedFields").path(0);
    assertEquals("person", Json.text(owner, "manager"));
    assertEquals("Apply", Json.text(owner, "operation"));
    assertTrue(Json.at(owner, "fieldsV1", "f:spec").has("f:type"), owner::toString);
  }

  @Test
  void apply_twiceKeepsTheVersion() {
    String first =
        api.apply(services + "/a", "person", false, service("a", "LoadBalancer")).version();
    String second =
        api.apply(services + "/a", "person", false, service("a", "LoadBalancer")).version();
    assertEquals(first, second);
  }

  @Test
  void apply_withoutAManagerIs400() {
    String path = services + "/a?force=false";
    String type = "application/apply-patch+yaml";
    assertEquals(400, api.send("PATCH", path, type, service("a", "ClusterIP")).code());
  }

  @Test
  void apply_ofAnotherOwnersFieldIs409UnlessForced() {
    api.apply(services + "/a", "person", false, service("a", "LoadBalancer")).ok();
    String other = service("a", "ClusterIP");
    var refused = api.apply(services + "/a", "other", false, other);
    assertEquals(409, refused.code());
    JsonNode cause = Json.at(refused.body(), "details", "causes").path(0);
    assertEquals("FieldManagerConflict", Json.text(cause, "reason"));
    assertEquals(".spec.type", Json.text(cause, "field"));
    JsonNode forced = api.apply(services + "/a", "other", true, other).ok();
    assertEquals("ClusterIP", Json.text(forced, "spec", "type"));
  }

  @Test
  void apply_conflictsWithAnUpdateByAnotherToo() {
    create("a", "LoadBalancer");
    assertEquals(409, api.apply(services + "/a", "x", false, service("a", "ClusterIP")).code());
  }

  @Test
  void apply_ofTheSameValueSharesTheField() {
    api.apply(services + "/a", "person", false, service("a", "LoadBalancer")).ok();
    api.apply(services + "/a", "other", false, service("a", "LoadBalancer")).ok();
    String without = service("a", "LoadBalancer").replace(", labels: {app: web}", "");
    JsonNode kept = api.apply(services + "/a", "other", false, without).ok();
    assertEquals("web", Json.text(kept, "metadata", "labels", "app"));
  }

  @Test
  void apply_removesWhatItsOwnerNoLongerApplies() {
    api.apply(services + "/a", "person", false, service("a", "LoadBalancer")).ok();
    String without = service("a", "LoadBalancer").replace(", labels: {app: web}", "");
    JsonNode left = api.apply(services + "/a", "person", false, without).ok();
    assertFalse(Json.at(left, "metadata", "labels").has("app"), left::toString);
  }

  @Test
  void apply_mergesPortsByNumberAndProtocol() {
    api.apply(services + "/a", "person", false, service("a", "ClusterIP")).ok();
    String more =
        "{apiVersion: v1, kind: Service, metadata: {name: a},"
            + " spec: {ports: [{name: dns, port: 80, protocol: UDP}]}}";
    JsonNode merged = api.apply(services + "/a", "other", false, more).ok();
    assertEquals(2, Json.at(merged, "spec", "ports").size(), merged::toString);
  }

  @Test
  void apply_ofTheStatusOwnsTheIngressAsOneList() {
    create("a", "LoadBalancer");
    String status = services + "/a/status";
    JsonNode first = api.apply(status, "fairlead", false, ingress("203.0.113.1")).ok();
    JsonNode ingress = Json.at(first, "status", "loadBalancer", "ingress");
    assertEquals("203.0.113.1", Json.text(ingress.path(0), "ip"));
    var refused = api.apply(status, "other", false, ingress("203.0.113.2"));
    assertEquals(409, refused.code());
    JsonNode second = api.apply(status, "fairlead", false, ingress("203.0.113.3")).ok();
    assertEquals(1, Json.at(second, "status", "loadBalancer", "ingress").size());
    JsonNode cleared = api.apply(status, "fairlead", false, statusOnly("")).ok();
    assertTrue(Json.at(cleared, "status", "loadBalancer", "ingress").isEmpty());
  }

  @Test
  void apply_ofTheStatusLeavesTheSpecAlone() {
    create("a", "LoadBalancer");
    String body = ingress("203.0.113.1").replace("status:", "spec: {type: ClusterIP}, status:");
    JsonNode stored = api.apply(services + "/a/status", "fairlead", false, body).ok();
    assertEquals("LoadBalancer", Json.text(stored, "spec", "type"));
  }

  @Test
  void apply_ofTheStatusTakesAnnotationsAlong() {
    create("a", "LoadBalancer");
    String body =
        ingress("203.0.113.1").replace("{name: a}", "{name: a, annotations: {pool: lan}}");
    JsonNode stored = api.apply(services + "/a/status", "fairlead", false, body).ok();
    assertEquals("lan", Json.text(stored, "metadata", "annotations", "pool"));

    String without = ingress("203.0.113.1");
    JsonNode left = api.apply(services + "/a/status", "fairlead", false, without).ok();
    assertFalse(Json.at(left, "metadata", "annotations").has("pool"), left::toString);
  }

  @Test
  void apply_thatNamesAnOlderVersionIs409_alsoWhenForced() {
    String old = Json.text(create("a", "LoadBalancer"), "metadata", "resourceVersion");
    api.apply(services + "/a/status", "other", true, ingress("203.0.113.1")).ok();
    String stale =
        ingress("203.0.113.2").replace("{name: a}", "{name: a, resourceVersion: '" + old + "'}");
    assertEquals(409, api.apply(services + "/a/status", "fairlead", true, stale).code());
    JsonNode kept = api.get(services + "/a").ok();
    assertEquals(
        "203.0.113.1", Json.text(Json.at(kept, "status", "loadBalancer", "ingress").path(0), "ip"));
  }

  @Test
  void apply_thatNamesAnotherIncarnationIsRefused() {
    create("a", "LoadBalancer");
    String other = "{name: a, uid: 00000000-0000-0000-0000-000000000001}";
    String body = ingress("203.0.113.2").replace("{name: a}", other);
    int code = api.apply(services + "/a/status", "fairlead", true, body).code();
    assertTrue(code == 409 || code == 422, () -> "answered with " + code);
  }

  @Test
  void apply_withDryRunStoresNothing() {
    String path = services + "/a?dryRun=All&fieldManager=x";
    String type = "application/apply-patch+yaml";
    assertEquals(201, api.send("PATCH", path, type, service("a", "ClusterIP")).code());
    assertEquals(404, api.get(services + "/a").code());
  }

  private static String ingress(String ip) {
    return statusOnly("ingress: [{ip: " + ip + "}]");
  }

  private static String statusOnly(String balancer) {
    return "{apiVersion: v1, kind: Service, metadata: {name: a}, status: {loadBalancer: {"
        + balancer
        + "}}}";
  }
}
