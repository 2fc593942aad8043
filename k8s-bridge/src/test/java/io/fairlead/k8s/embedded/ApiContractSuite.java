package io.fairlead.k8s.embedded;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fairlead.k8s.embedded.json.Json;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * What the controller relies on in an API server, case by case. It runs against the embedded server
 * and, where there is one, against a real one: a case that only one of them fulfils is a fault.
 */
abstract class ApiContractSuite extends ContractCase {
  @Test
  void version_isThatOfAKubernetesServer() {
    assertEquals("1", Json.text(api.get("/version").ok(), "major"));
  }

  @Test
  void discovery_listsServicesWithTheirStatus() {
    Set<String> names = new HashSet<>();
    api.get("/api/v1").ok().path("resources").forEach(r -> names.add(Json.text(r, "name")));
    assertTrue(names.contains("services") && names.contains("services/status"), names::toString);
  }

  @Test
  void create_inAMissingNamespaceIs404() {
    var answer = api.post("/api/v1/namespaces/nowhere/services", service("a", "ClusterIP"));
    assertEquals(404, answer.code());
    assertEquals("Status", Json.text(answer.body(), "kind"));
    assertEquals("NotFound", Json.text(answer.body(), "reason"));
  }

  @Test
  void create_fillsDefaultsAndAllocatedValues() {
    JsonNode spec = create("a", "LoadBalancer").path("spec");
    assertTrue(Json.text(spec, "clusterIP").startsWith("10.96."), spec::toString);
    assertEquals(spec.path("clusterIP"), Json.at(spec, "clusterIPs").path(0));
    assertTrue(spec.path("ports").path(0).path("nodePort").asInt() >= 30_000);
    assertEquals("TCP", Json.text(spec.path("ports").path(0), "protocol"));
    assertEquals(80, spec.path("ports").path(0).path("targetPort").asInt());
    assertEquals("Cluster", Json.text(spec, "externalTrafficPolicy"));
    assertEquals("Cluster", Json.text(spec, "internalTrafficPolicy"));
    assertEquals("None", Json.text(spec, "sessionAffinity"));
    assertEquals("SingleStack", Json.text(spec, "ipFamilyPolicy"));
    assertEquals("[\"IPv4\"]", spec.path("ipFamilies").toString());
    assertTrue(spec.path("allocateLoadBalancerNodePorts").asBoolean());
  }

  @Test
  void create_ofAServiceSetsNoGeneration() {
    assertFalse(create("a", "ClusterIP").path("metadata").has("generation"));
  }

  @Test
  void create_dualStackAllocatesBothFamilies() {
    String body =
        service("a", "ClusterIP").replace("spec: {", "spec: {ipFamilyPolicy: PreferDualStack, ");
    JsonNode spec = api.post(services, body).ok().path("spec");
    assertEquals("[\"IPv4\",\"IPv6\"]", spec.path("ipFamilies").toString());
    assertTrue(spec.path("clusterIPs").path(1).asText().startsWith("fd00:10:96::"));
  }

  @Test
  void create_localTrafficPolicyAllocatesAHealthCheckPort() {
    String body =
        service("a", "LoadBalancer").replace("spec: {", "spec: {externalTrafficPolicy: Local, ");
    assertTrue(api.post(services, body).ok().path("spec").path("healthCheckNodePort").asInt() > 0);
  }

  @Test
  void create_twiceIs409() {
    create("a", "ClusterIP");
    var again = api.post(services, service("a", "ClusterIP"));
    assertEquals(409, again.code());
    assertEquals("AlreadyExists", Json.text(again.body(), "reason"));
  }

  @Test
  void create_aPortOutOfRangeIs422AndNamesTheField() {
    var answer = api.post(services, service("a", "ClusterIP").replace("port: 80", "port: 99999"));
    assertEquals(422, answer.code());
    assertEquals("Invalid", Json.text(answer.body(), "reason"));
    String field = Json.text(Json.at(answer.body(), "details", "causes").path(0), "field");
    assertEquals("spec.ports[0].port", field);
  }

  @Test
  void create_aServiceWithoutPortsIs422() {
    String body = "{apiVersion: v1, kind: Service, metadata: {name: a}, spec: {}}";
    assertEquals(422, api.post(services, body).code());
  }

  @Test
  void create_withDryRunStoresNothing() {
    api.post(services + "?dryRun=All", service("a", "ClusterIP")).ok();
    assertEquals(404, api.get(services + "/a").code());
  }

  @Test
  void create_withGenerateNameMakesAName() {
    String body = service("a", "ClusterIP").replace("name: a,", "generateName: web-,");
    String name = Json.text(api.post(services, body).ok(), "metadata", "name");
    assertTrue(name.matches("web-[a-z0-9]{5}"), name);
  }

  @Test
  void create_anUnknownFieldIsRefusedWhenStrictAndDroppedOtherwise() {
    String body = service("a", "ClusterIP").replace("spec: {", "spec: {colour: red, ");
    assertEquals(400, api.post(services + "?fieldValidation=Strict", body).code());
    assertFalse(api.post(services, body).ok().path("spec").has("colour"));
  }

  @Test
  void update_ofTheObjectIgnoresItsStatus() {
    ObjectNode changed = copy(create("a", "LoadBalancer"));
    ingress(changed, "203.0.113.1");
    Json.child(Json.metadata(changed), "labels").put("new", "yes");
    JsonNode stored = api.put(services + "/a", changed).ok();
    assertTrue(Json.at(stored, "status", "loadBalancer").isEmpty(), stored::toString);
    assertEquals("yes", Json.text(stored, "metadata", "labels", "new"));
  }

  @Test
  void update_ofTheStatusIgnoresTheSpecAndWritesLabels() {
    ObjectNode changed = copy(create("a", "LoadBalancer"));
    ingress(changed, "203.0.113.1");
    Json.child(changed, "spec").put("sessionAffinity", "ClientIP");
    Json.child(Json.metadata(changed), "labels").put("new", "yes");
    JsonNode stored = api.put(services + "/a/status", changed).ok();
    JsonNode first = Json.at(stored, "status", "loadBalancer", "ingress").path(0);
    assertEquals("203.0.113.1", Json.text(first, "ip"));
    assertEquals("VIP", Json.text(first, "ipMode"));
    assertEquals("None", Json.text(stored, "spec", "sessionAffinity"));
    assertEquals("yes", Json.text(stored, "metadata", "labels", "new"));
  }

  @Test
  void update_withAStaleVersionIs409AlsoForTheStatus() {
    ObjectNode stale = copy(create("a", "LoadBalancer"));
    api.patch(services + "/a", "merge", "{metadata: {labels: {n: '1'}}}").ok();
    Json.child(Json.metadata(stale), "labels").put("n", "2");
    assertEquals(409, api.put(services + "/a", stale).code());
    ingress(stale, "203.0.113.1");
    var refused = api.put(services + "/a/status", stale);
    assertEquals(409, refused.code());
    assertEquals("Conflict", Json.text(refused.body(), "reason"));
  }

  @Test
  void update_thatChangesNothingKeepsTheVersion() {
    JsonNode created = create("a", "LoadBalancer");
    String version = Json.text(created, "metadata", "resourceVersion");
    assertEquals(version, api.put(services + "/a", created).version());
    assertEquals(
        version, api.patch(services + "/a", "merge", "{metadata: {labels: {app: web}}}").version());
  }

  @Test
  void update_theClusterAddressIsImmutable() {
    create("a", "ClusterIP");
    var answer =
        api.patch(
            services + "/a", "merge", "{spec: {clusterIP: 10.96.9.9, clusterIPs: [10.96.9.9]}}");
    assertEquals(422, answer.code());
  }

  @Test
  void update_fromLoadBalancerToClusterIpDropsPortsAndStatus() {
    create("a", "LoadBalancer");
    api.patch(
            services + "/a/status",
            "merge",
            "{status: {loadBalancer: {ingress: [{ip: 203.0.113.1}]}}}")
        .ok();
    JsonNode changed = api.patch(services + "/a", "merge", "{spec: {type: ClusterIP}}").ok();
    assertFalse(Json.at(changed, "spec", "ports").path(0).has("nodePort"), changed::toString);
    assertTrue(Json.at(changed, "status", "loadBalancer").isEmpty(), changed::toString);
    assertFalse(changed.path("spec").has("externalTrafficPolicy"));
  }

  @Test
  void mergePatch_withNullRemovesTheKey() {
    create("a", "ClusterIP");
    JsonNode patched =
        api.patch(services + "/a", "merge", "{metadata: {labels: {app: null}}}").ok();
    assertFalse(Json.at(patched, "metadata", "labels").has("app"));
  }

  @Test
  void mergePatch_withAnOldVersionIs409() {
    create("a", "ClusterIP");
    String body = "{metadata: {resourceVersion: '1', labels: {n: '1'}}}";
    assertEquals(409, api.patch(services + "/a", "merge", body).code());
  }

  @Test
  void strategicMergePatch_mergesPortsByTheirNumber() {
    create("a", "ClusterIP");
    JsonNode ports =
        api.patch(services + "/a", "strategic-merge", "{spec: {ports: [{name: s, port: 443}]}}")
            .ok()
            .path("spec")
            .path("ports");
    assertEquals(2, ports.size());
    JsonNode left =
        api.patch(
                services + "/a", "strategic-merge", "{spec: {ports: [{port: 80, $patch: delete}]}}")
            .ok()
            .path("spec")
            .path("ports");
    assertEquals(1, left.size());
    assertEquals(443, left.path(0).path("port").asInt());
  }

  @Test
  void jsonPatch_changesOneField() {
    create("a", "ClusterIP");
    String body = "[{op: replace, path: /spec/ports/0/port, value: 8080}]";
    JsonNode patched = api.patch(services + "/a", "json", body).ok();
    assertEquals(8080, Json.at(patched, "spec", "ports").path(0).path("port").asInt());
  }

  @Test
  void status_aMalformedIngressAddressIs422() {
    create("a", "LoadBalancer");
    String body = "{status: {loadBalancer: {ingress: [{ip: 203.0.113.300}]}}}";
    assertEquals(422, api.patch(services + "/a/status", "merge", body).code());
  }

  @Test
  void list_pagesThroughOneConsistentState() {
    for (String name : new String[] {"a", "b", "c"}) {
      create(name, "ClusterIP");
    }
    JsonNode first = api.get(services + "?limit=2").ok();
    assertEquals(2, first.path("items").size());
    create("bb", "ClusterIP");
    String token = Json.text(first, "metadata", "continue");
    JsonNode second = api.get(services + "?limit=2&continue=" + token).ok();
    assertEquals(1, second.path("items").size());
    assertEquals("c", Json.text(second.path("items").path(0), "metadata", "name"));
    assertFalse(second.path("metadata").has("continue"));
  }

  @Test
  void list_selectsByFieldAndLabel() {
    create("a", "ClusterIP");
    create("b", "LoadBalancer");
    api.patch(services + "/b", "merge", "{metadata: {labels: {tier: front}}}").ok();
    assertEquals(1, count("?fieldSelector=spec.type%3DLoadBalancer"));
    assertEquals(1, count("?fieldSelector=metadata.name%3Da"));
    assertEquals(1, count("?labelSelector=tier%20in%20(front,back)"));
    assertEquals(1, count("?labelSelector=app%3Dweb,!tier"));
    assertEquals(2, count("?labelSelector=app&resourceVersion=0"));
    assertEquals(400, api.get(services + "?fieldSelector=spec.colour%3Dred").code());
  }

  @Test
  void watch_tellsChangesInOrderFromAVersionOn() {
    create("a", "ClusterIP");
    String from = api.get(services).version();
    create("b", "ClusterIP");
    try (var watch = api.watch(services + "?watch=true&resourceVersion=" + from)) {
      assertEquals("ADDED b", watch.next());
      api.patch(services + "/a", "merge", "{metadata: {labels: {n: '1'}}}").ok();
      assertEquals("MODIFIED a", watch.next());
      api.delete(services + "/b").ok();
      assertEquals("DELETED b", watch.next());
    }
  }

  @Test
  void watch_anObjectThatLeavesTheSelectionIsDeletedThere() {
    create("a", "ClusterIP");
    String from = api.get(services).version();
    String query = "?watch=true&labelSelector=app%3Dweb&resourceVersion=" + from;
    try (var watch = api.watch(services + query)) {
      api.patch(services + "/a", "merge", "{metadata: {labels: {app: other}}}").ok();
      assertEquals("DELETED a", watch.next());
      api.patch(services + "/a", "merge", "{metadata: {labels: {app: web}}}").ok();
      assertEquals("ADDED a", watch.next());
    }
  }

  @Test
  void watch_endsAfterItsTimeout() {
    String from = api.get(services).version();
    String query = "?watch=true&timeoutSeconds=1&resourceVersion=" + from;
    try (var watch = api.watch(services + query)) {
      assertTrue(watch.nextEvent().isMissingNode());
    }
  }

  @Test
  void delete_waitsForFinalizers() {
    create("a", "ClusterIP");
    api.patch(services + "/a", "merge", "{metadata: {finalizers: [example.org/keep]}}").ok();
    api.delete(services + "/a").ok();
    assertTrue(api.get(services + "/a").ok().path("metadata").has("deletionTimestamp"));
    api.patch(services + "/a", "merge", "{metadata: {finalizers: null}}").ok();
    assertEquals(404, api.get(services + "/a").code());
  }

  @Test
  void delete_withAnotherUidIs409() {
    create("a", "ClusterIP");
    String options = "{apiVersion: v1, kind: DeleteOptions, preconditions: {uid: other}}";
    assertEquals(409, api.send("DELETE", services + "/a", "application/json", options).code());
  }

  @Test
  void table_showsWhatPeopleKnow() {
    create("a", "LoadBalancer");
    JsonNode table = api.table(services).ok();
    StringBuilder names = new StringBuilder();
    table.path("columnDefinitions").forEach(c -> names.append(Json.text(c, "name")).append(' '));
    assertEquals("Name Type Cluster-IP External-IP Port(s) Age Selector ", names.toString());
    assertEquals("<pending>", table.path("rows").path(0).path("cells").path(3).asText());
  }

  @Test
  void allocation_givesEveryServiceItsOwnAddressAndPort() {
    JsonNode a = create("a", "LoadBalancer").path("spec");
    JsonNode b = create("b", "LoadBalancer").path("spec");
    assertNotEquals(a.path("clusterIP"), b.path("clusterIP"));
    assertNotEquals(
        a.path("ports").path(0).path("nodePort"), b.path("ports").path(0).path("nodePort"));
    int taken = a.path("ports").path(0).path("nodePort").asInt();
    String body = service("c", "NodePort").replace("port: 80", "port: 80, nodePort: " + taken);
    assertEquals(422, api.post(services, body).code());
  }

  private int count(String query) {
    return api.get(services + query).ok().path("items").size();
  }

  private static void ingress(ObjectNode service, String ip) {
    ObjectNode balancer = Json.child(Json.child(service, "status"), "loadBalancer");
    balancer.putArray("ingress").addObject().put("ip", ip);
  }
}
