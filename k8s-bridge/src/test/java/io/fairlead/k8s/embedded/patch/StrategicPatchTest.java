package io.fairlead.k8s.embedded.patch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fairlead.k8s.embedded.json.Json;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class StrategicPatchTest {
  private static final MergeRules RULES =
      new MergeRules(
          Map.of("spec.ports", new ListRule(List.of("port", "protocol"), "port", false)), Set.of());

  @Test
  void apply_mergesItemsByKeyAndAppendsNewOnes() throws IOException {
    assertPatched(
        "{spec: {ports: [{port: 80, name: a}, {port: 81}]}}",
        "{spec: {ports: [{port: 80, name: b}, {port: 82}]}}",
        "{spec: {ports: [{port: 80, name: b}, {port: 81}, {port: 82}]}}");
  }

  @Test
  void apply_deletesByDirectiveAndByNull() throws IOException {
    assertPatched(
        "{spec: {ports: [{port: 80}, {port: 81}], type: x}}",
        "{spec: {ports: [{port: 80, $patch: delete}], type: null}}",
        "{spec: {ports: [{port: 81}]}}");
  }

  @Test
  void apply_replacesAListByDirective() throws IOException {
    assertPatched(
        "{spec: {ports: [{port: 80}, {port: 81}]}}",
        "{spec: {ports: [{$patch: replace}, {port: 90}]}}",
        "{spec: {ports: [{port: 90}]}}");
  }

  @Test
  void apply_replacesAMapByDirective() throws IOException {
    assertPatched(
        "{spec: {selector: {a: b, c: d}}}",
        "{spec: {selector: {$patch: replace, e: f}}}",
        "{spec: {selector: {e: f}}}");
  }

  @Test
  void apply_ordersItemsAsAsked() throws IOException {
    assertPatched(
        "{spec: {ports: [{port: 80}, {port: 81}]}}",
        "{spec: {$setElementOrder/ports: [{port: 82}, {port: 80}], ports: [{port: 82}]}}",
        "{spec: {ports: [{port: 82}, {port: 80}, {port: 81}]}}");
  }

  @Test
  void apply_retainsOnlyTheNamedKeys() throws IOException {
    assertPatched(
        "{spec: {strategy: {type: Rolling, rolling: {max: 1}}}}",
        "{spec: {strategy: {$retainKeys: [type], type: Recreate}}}",
        "{spec: {strategy: {type: Recreate}}}");
  }

  @Test
  void apply_mergesPlainValuesAndDeletesThemByDirective() throws IOException {
    assertPatched(
        "{metadata: {finalizers: [a, b]}}",
        "{metadata: {finalizers: [c], $deleteFromPrimitiveList/finalizers: [a]}}",
        "{metadata: {finalizers: [b, c]}}");
  }

  @Test
  void apply_replacesListsWithoutAKey() throws IOException {
    assertPatched("{spec: {ips: [a, b]}}", "{spec: {ips: [c]}}", "{spec: {ips: [c]}}");
  }

  @Test
  void apply_refusesAnItemWithoutItsKey() throws IOException {
    ObjectNode target = Json.object();
    ObjectNode patch = yaml("{spec: {ports: [{name: a}]}}");
    assertThrows(IllegalArgumentException.class, () -> StrategicPatch.apply(target, patch, RULES));
  }

  private static void assertPatched(String before, String patch, String after) throws IOException {
    ObjectNode target = yaml(before);
    StrategicPatch.apply(target, yaml(patch), RULES);
    assertEquals(yaml(after), target);
  }

  private static ObjectNode yaml(String text) throws IOException {
    JsonNode node = Json.parse(Json.parseYaml(text).toString());
    return (ObjectNode) node;
  }
}
