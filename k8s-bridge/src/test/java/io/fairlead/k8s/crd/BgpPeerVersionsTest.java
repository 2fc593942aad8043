package io.fairlead.k8s.crd;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaProps;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * A BGPPeer changes its version by its name alone (ADR-0025). That loses nothing if each field of
 * v1beta1 is one of v1beta2 under the same name, with the same shape in JSON, and with room for
 * every value.
 */
class BgpPeerVersionsTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Path MANIFEST =
      Path.of(
          System.getProperty("fairlead.root", ".."),
          "deploy/manifests/crds/metallb.io_bgppeers.yaml");

  /** Every field has a value that no other field has. */
  private static final BGPPeerV1Beta1Spec FULL =
      new BGPPeerV1Beta1Spec(
          4294967295L,
          64500L,
          "10.0.0.1",
          "10.0.0.2",
          16384,
          "1m30s",
          "30s",
          "10.0.0.3",
          List.of(
              new BGPPeerV1Beta1Spec.NodeSelector(
                  Map.of("rack", "1", "zone", "a"),
                  List.of(
                      new BGPPeerV1Beta1Spec.MatchExpression("disk", "In", List.of("ssd", "hdd")),
                      new BGPPeerV1Beta1Spec.MatchExpression("old", "NotIn", List.of("yes"))))),
          "secret",
          "fast",
          true);

  private static final BGPPeerV1Beta1Spec SPARSE =
      new BGPPeerV1Beta1Spec(
          1L, 2L, "10.0.0.1", null, null, null, null, null, null, null, null, null);

  @Test
  void everyFieldOfTheOlderVersion_hasTheSameNameAndShapeInTheNewer() {
    assertSameShape(
        "spec",
        JSON.constructType(BGPPeerV1Beta1Spec.class),
        JSON.constructType(BGPPeerSpec.class));
  }

  private static void assertSameShape(String where, JavaType older, JavaType newer) {
    if (older.isContainerType()) {
      assertTrue(newer.isContainerType() && newer.isMapLikeType() == older.isMapLikeType(), where);
      assertSameShape(where + "[]", older.getContentType(), newer.getContentType());
    } else if (older.getRawClass().isRecord()) {
      var known = properties(newer);
      for (RecordComponent component : older.getRawClass().getRecordComponents()) {
        String name = name(component);
        String at = where + "." + name;
        var type = Objects.requireNonNull(known.get(name), at + " is not in the newer version");
        assertSameShape(at, JSON.constructType(component.getGenericType()), type);
      }
    } else {
      assertEquals(older, newer, where);
    }
  }

  private static String name(RecordComponent component) {
    var renamed = component.getAccessor().getAnnotation(JsonProperty.class);
    return renamed == null ? component.getName() : renamed.value();
  }

  /** As they are read, whether the type is a record or a class of the client. */
  private static Map<String, JavaType> properties(JavaType type) {
    var properties = new TreeMap<String, JavaType>();
    JSON.getDeserializationConfig()
        .introspect(type)
        .findProperties()
        .forEach(property -> properties.put(property.getName(), property.getPrimaryType()));
    return properties;
  }

  @Test
  void object_goesThereAndBackUnchanged() throws JsonProcessingException {
    for (var spec : List.of(FULL, SPARSE)) {
      JsonNode older = JSON.valueToTree(spec);
      var newer = JSON.treeToValue(older, BGPPeerSpec.class);

      assertEquals(older, JSON.valueToTree(newer));
      assertEquals(
          spec, JSON.treeToValue(JSON.<JsonNode>valueToTree(newer), BGPPeerV1Beta1Spec.class));
    }
  }

  @Test
  void sampleOfEveryField_leavesNoneOut() throws ReflectiveOperationException {
    for (var component : BGPPeerV1Beta1Spec.class.getRecordComponents()) {
      assertTrue(component.getAccessor().invoke(FULL) != null, component.getName());
    }
  }

  @Test
  void absentTimers_stayAbsent() throws JsonProcessingException {
    var newer = JSON.treeToValue(JSON.valueToTree(SPARSE), BGPPeerSpec.class);

    assertEquals(null, newer.holdTime());
    assertEquals(null, newer.keepaliveTime());
    assertEquals(null, newer.connectTime());
  }

  @Test
  void schemaOfTheNewer_hasRoomForEveryValueOfTheOlder() throws IOException {
    var versions =
        Serialization.unmarshal(Files.readString(MANIFEST), CustomResourceDefinition.class)
            .getSpec()
            .getVersions();
    var newer = known(versions.getFirst().getSchema().getOpenAPIV3Schema(), "spec");
    var older = known(versions.getLast().getSchema().getOpenAPIV3Schema(), "spec");

    assertEquals("v1beta1", versions.getLast().getName());
    assertRoom("spec", older, newer);
    var required = newer.getRequired();
    assertTrue(older.getRequired().containsAll(required), () -> "newly required: " + required);
  }

  private static void assertRoom(String where, JSONSchemaProps older, JSONSchemaProps newer) {
    assertEquals(older.getType(), newer.getType(), where);
    assertEquals(older.getFormat(), newer.getFormat(), where);
    assertEquals(List.of(), Objects.requireNonNullElse(newer.getEnum(), List.of()), where);
    assertEquals(null, newer.getPattern(), where);
    assertTrue(most(newer.getMaxLength()) >= most(older.getMaxLength()), where);
    assertTrue(least(newer.getMinItems()) <= least(older.getMinItems()), where);
    assertTrue(
        newer.getMaximum() == null || newer.getMaximum() >= older.getMaximum(), where + " max");
    // A port of 0 means the default in both; the newer schema has no need to take it from a person.
    assertTrue(
        newer.getMinimum() == null
            || newer.getMinimum() <= older.getMinimum()
            || where.equals("spec.peerPort"),
        where + " min");
    if (older.getItems() != null) {
      assertRoom(where + "[]", older.getItems().getSchema(), newer.getItems().getSchema());
    }
    Objects.requireNonNullElse(older.getProperties(), Map.<String, JSONSchemaProps>of())
        .forEach((name, part) -> assertRoom(where + "." + name, part, known(newer, name)));
  }

  private static JSONSchemaProps known(JSONSchemaProps schema, String name) {
    return Objects.requireNonNull(schema.getProperties().get(name), name);
  }

  private static long most(@Nullable Long bound) {
    return bound == null ? Long.MAX_VALUE : bound;
  }

  private static long least(@Nullable Long bound) {
    return bound == null ? 0 : bound;
  }
}
