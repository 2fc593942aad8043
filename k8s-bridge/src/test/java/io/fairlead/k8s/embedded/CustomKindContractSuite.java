package io.fairlead.k8s.embedded;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fairlead.k8s.embedded.json.Json;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Kinds made by a CustomResourceDefinition. */
abstract class CustomKindContractSuite extends ContractCase {
  private static final String CRDS = "/apis/apiextensions.k8s.io/v1/customresourcedefinitions";
  private static final Duration PATIENCE = Duration.ofSeconds(15);
  private static final String SCHEMA =
      """
      type: object
      required: [spec]
      properties:
        spec:
          type: object
          required: [addresses]
          properties:
            addresses: {type: array, minItems: 1, maxItems: 3, items: {type: string, pattern: '^[0-9a-f.:/-]+$'}}
            autoAssign: {type: boolean, default: true}
            priority: {type: integer, minimum: 0, maximum: 100}
            mode: {type: string, enum: [fast, slow]}
        status:
          type: object
          properties:
            used: {type: integer}
      """;

  private String group = "";
  private String pools = "";

  @BeforeEach
  void makeKind() {
    group = namespace + ".example.org";
    pools = "/apis/" + group + "/v1/namespaces/" + namespace + "/pools";
    api.post(CRDS, crd()).ok();
    Poll.until(PATIENCE, "the kind is served", () -> api.get(pools).code() == 200);
  }

  @AfterEach
  void removeKind() {
    if (!group.isEmpty()) {
      api.delete(CRDS + "/pools." + group);
    }
  }

  private String crd() {
    return """
        apiVersion: apiextensions.k8s.io/v1
        kind: CustomResourceDefinition
        metadata: {name: pools.GROUP}
        spec:
          group: GROUP
          scope: Namespaced
          names: {kind: Pool, plural: pools, singular: pool, listKind: PoolList}
          versions:
          - name: v1
            served: true
            storage: true
            subresources: {status: {}}
            additionalPrinterColumns:
            - {name: Used, type: integer, jsonPath: .status.used}
            schema: {openAPIV3Schema: SCHEMA}
          - name: v1beta1
            served: true
            storage: false
            deprecated: true
            subresources: {status: {}}
            schema: {openAPIV3Schema: SCHEMA}
        """
        .replace("GROUP", group)
        .replace("SCHEMA", parsedSchema());
  }

  private static String parsedSchema() {
    try {
      return Json.parseYaml(SCHEMA).toString();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private String pool(String spec) {
    return "{apiVersion: " + group + "/v1, kind: Pool, metadata: {name: p}, spec: {" + spec + "}}";
  }

  @Test
  void crd_becomesEstablishedAndIsDiscovered() {
    Poll.until(
        PATIENCE,
        "the definition is established",
        () ->
            api.get(CRDS + "/pools." + group)
                .ok()
                .path("status")
                .path("conditions")
                .toString()
                .contains("Established"));
    JsonNode resources = api.get("/apis/" + group + "/v1").ok().path("resources");
    assertEquals("pools", Json.text(resources.path(0), "name"));
    assertTrue(api.get("/apis").ok().toString().contains(group));
  }

  @Test
  void create_fillsDefaultsDropsUnknownFieldsAndCountsGenerations() {
    JsonNode made = api.post(pools, pool("addresses: [10.0.0.0/24], colour: red")).ok();
    assertTrue(Json.at(made, "spec", "autoAssign").asBoolean());
    assertFalse(made.path("spec").has("colour"));
    assertEquals(1, Json.at(made, "metadata", "generation").asInt());
    JsonNode changed = api.patch(pools + "/p", "merge", "{spec: {priority: 5}}").ok();
    assertEquals(2, Json.at(changed, "metadata", "generation").asInt());
    JsonNode status = api.patch(pools + "/p/status", "merge", "{status: {used: 3}}").ok();
    assertEquals(2, Json.at(status, "metadata", "generation").asInt());
    assertEquals(3, Json.at(status, "status", "used").asInt());
  }

  @Test
  void create_againstTheSchemaIs422() {
    for (String spec :
        new String[] {
          "autoAssign: true",
          "addresses: []",
          "addresses: [a, b, c, d]",
          "addresses: [NOT]",
          "addresses: text",
          "addresses: [a], priority: 101",
          "addresses: [a], mode: other"
        }) {
      var answer = api.post(pools, pool(spec));
      assertEquals(422, answer.code(), () -> spec + " gave " + answer.body());
      assertFalse(Json.at(answer.body(), "details", "causes").isEmpty());
    }
  }

  @Test
  void create_dropsTheStatus() {
    String body = pool("addresses: [a]").replace("spec:", "status: {used: 9}, spec:");
    assertFalse(api.post(pools, body).ok().has("status"));
  }

  @Test
  void update_ofTheStatusIgnoresSpecAndLabels() {
    ObjectNode made = copy(api.post(pools, pool("addresses: [a]")).ok());
    Json.child(made, "status").put("used", 4);
    Json.child(made, "spec").put("priority", 7);
    Json.child(Json.metadata(made), "labels").put("n", "1");
    JsonNode stored = api.put(pools + "/p/status", made).ok();
    assertEquals(4, Json.at(stored, "status", "used").asInt());
    assertFalse(stored.path("spec").has("priority"));
    assertFalse(stored.path("metadata").has("labels"));
    assertEquals(409, api.put(pools + "/p/status", made).code());
  }

  @Test
  void update_withoutAVersionIs422() {
    ObjectNode made = copy(api.post(pools, pool("addresses: [a]")).ok());
    Json.metadata(made).remove("resourceVersion");
    assertEquals(422, api.put(pools + "/p", made).code());
  }

  @Test
  void patch_strategicIsNotForCustomKinds() {
    api.post(pools, pool("addresses: [a]")).ok();
    assertEquals(415, api.patch(pools + "/p", "strategic-merge", "{spec: {priority: 1}}").code());
  }

  @Test
  void versions_showTheSameObject() {
    api.post(pools, pool("addresses: [a]")).ok();
    JsonNode old = api.get(pools.replace("/v1/", "/v1beta1/") + "/p").ok();
    assertEquals(group + "/v1beta1", Json.text(old, "apiVersion"));
    assertEquals(1, Json.at(old, "spec", "addresses").size());
  }

  @Test
  void table_showsThePrinterColumns() {
    api.post(pools, pool("addresses: [a]")).ok();
    api.patch(pools + "/p/status", "merge", "{status: {used: 3}}").ok();
    JsonNode table = api.table(pools).ok();
    assertEquals("Used", Json.text(table.path("columnDefinitions").path(1), "name"));
    assertEquals(3, table.path("rows").path(0).path("cells").path(1).asInt());
  }

  @Test
  void deleteCollection_removesTheSelected() {
    api.post(pools, pool("addresses: [a]")).ok();
    api.post(pools, pool("addresses: [a]").replace("name: p", "name: q, labels: {n: '1'}")).ok();
    api.delete(pools + "?labelSelector=n%3D1").ok();
    assertEquals(1, api.get(pools).ok().path("items").size());
  }
}
