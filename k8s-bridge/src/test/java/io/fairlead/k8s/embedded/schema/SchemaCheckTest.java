package io.fairlead.k8s.embedded.schema;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.Service;
import io.fairlead.k8s.embedded.json.Json;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SchemaCheckTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{type: integer, minimum: 1}|0|x: Invalid value: 0: x in body should be greater than or equal to 1",
        "{type: integer, maximum: 4}|5|x: Invalid value: 5: x in body should be less than or equal to 4",
        "{type: string, maxLength: 2}|abc|x: Too long: may not be more than 2 bytes",
        "{type: string, pattern: '^a$'}|b|x: Invalid value: \"b\": x in body should match '^a$'",
        "{type: string, enum: [a, b]}|c|x: Unsupported value: \"c\": supported values: \"a\", \"b\"",
        "{type: string}|1|x: Invalid value: \"integer\": x in body must be of type string: \"integer\"",
        "{type: array, maxItems: 1}|[1, 2]|x: Too many: 2: must have at most 1 items",
        "{type: object, required: [a]}|{}|x.a: Required value",
        "{type: array, x-kubernetes-list-type: set}|[1, 1]|x[1]: Duplicate value: \"1\"",
        "{x-kubernetes-int-or-string: true}|true|x: Invalid value: \"boolean\": x in body must be of type integer,string: \"boolean\""
      })
  void check_namesTheFieldAndTheReason(String schema, String value, String wanted)
      throws IOException {
    var causes = SchemaCheck.check(Json.parseYaml(schema), Json.parseYaml(value), "x");
    assertEquals(1, causes.size(), causes::toString);
    assertEquals(wanted, causes.getFirst().field() + ": " + causes.getFirst().message());
  }

  @Test
  void check_descendsIntoItemsAndMaps() throws IOException {
    String schema =
        "{type: object, properties: {a: {type: array, items: {type: object,"
            + " additionalProperties: {type: integer}}}}}";
    var causes = SchemaCheck.check(Json.parseYaml(schema), Json.parseYaml("{a: [{k: t}]}"), "");
    assertEquals("a[0].k", causes.getFirst().field());
  }

  @Test
  void prune_removesAndNamesWhatAServiceDoesNotHave() throws IOException {
    ObjectNode object =
        (ObjectNode)
            Json.parseYaml("{kind: Service, spec: {ports: [{port: 80, x: 1}], type: null, y: 2}}");
    List<String> unknown = SchemaPruning.prune(ModelSchemas.of(Service.class), object);
    assertEquals(List.of("spec.ports[0].x", "spec.y"), unknown);
    assertEquals("{\"ports\":[{\"port\":80}]}", object.path("spec").toString());
  }

  @Test
  void defaults_fillInMissingFieldsAlsoInsideFilledOnes() throws IOException {
    String schema =
        "{properties: {a: {default: {}, properties: {b: {default: 1}}}, l: {items: {properties: {c:"
            + " {default: x}}}}}}";
    ObjectNode object = (ObjectNode) Json.parseYaml("{l: [{}, {c: y}]}");
    SchemaDefaults.apply(Json.parseYaml(schema), object);
    assertTrue(object.toString().contains("\"a\":{\"b\":1}"), object::toString);
    assertEquals("[{\"c\":\"x\"},{\"c\":\"y\"}]", object.path("l").toString());
  }
}
