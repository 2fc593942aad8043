package io.fairlead.k8s.embedded.patch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fairlead.k8s.embedded.http.ApiFault;
import io.fairlead.k8s.embedded.json.Json;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class OwnershipTest {
  private static final Ownership OWNERSHIP =
      new Ownership(
          new MergeRules(
              Map.of("spec.ports", new ListRule(List.of("port", "protocol"), "port", false)),
              Set.of("spec.selector")),
          true);

  @Test
  void apply_showsAListItemByItsKeysInAConflict() throws IOException {
    ObjectNode live = apply(null, "a", "{spec: {ports: [{port: 80, protocol: TCP, name: x}]}}");
    ApiFault fault =
        assertThrows(
            ApiFault.class,
            () -> apply(live, "b", "{spec: {ports: [{port: 80, protocol: TCP, name: y}]}}"));
    assertEquals(
        "Apply failed with 1 conflict: conflict with \"a\":"
            + " .spec.ports[port=80,protocol=\"TCP\"].name",
        fault.getMessage());
  }

  @Test
  void apply_removesItemsThatNobodyAppliesAnyMore() throws IOException {
    ObjectNode live = apply(null, "a", "{spec: {ports: [{port: 80}, {port: 81}], type: x}}");
    ObjectNode after = apply(live, "a", "{spec: {ports: [{port: 81}]}}");
    assertEquals("{\"ports\":[{\"port\":81}]}", after.path("spec").toString());
  }

  @Test
  void apply_takesAnAtomicMapAsOneField() throws IOException {
    ObjectNode live = apply(null, "a", "{spec: {selector: {x: '1'}}}");
    assertThrows(ApiFault.class, () -> apply(live, "b", "{spec: {selector: {y: '1'}}}"));
  }

  @Test
  void recordUpdate_takesChangedFieldsFromTheirOwner() throws IOException {
    ObjectNode live = apply(null, "a", "{spec: {type: x}}");
    ObjectNode changed = live.deepCopy();
    Json.child(changed, "spec").put("type", "y");
    OWNERSHIP.recordUpdate(live, changed, writer("b"));
    ObjectNode back = apply(changed, "a", "{spec: {other: z}}");
    assertEquals("y", Json.text(back, "spec", "type"));
  }

  /** Whoever applies a set of labels alone ends with exactly that set. */
  @Property(tries = 200)
  void apply_byOneOwnerEndsWithWhatWasAppliedLast(
      @ForAll @Size(min = 1, max = 6) List<@IntRange(max = 63) Integer> rounds) {
    ObjectNode live = null;
    ObjectNode wanted = Json.object();
    for (int bits : rounds) {
      wanted = Json.object();
      ObjectNode labels = wanted.putObject("metadata").putObject("labels");
      for (int bit = 0; bit < 6; bit++) {
        if ((bits >> bit & 1) == 1) {
          labels.put("l" + bit, "v" + bits % 2);
        }
      }
      live = OWNERSHIP.apply(live, wanted, writer("a"), false);
    }
    assertEquals(
        Json.at(wanted, "metadata", "labels").properties(),
        Json.at(live == null ? wanted : live, "metadata", "labels").properties());
  }

  private static ObjectNode apply(@Nullable ObjectNode live, String owner, String yaml)
      throws IOException {
    ObjectNode applied = (ObjectNode) Json.parse(Json.parseYaml(yaml).toString());
    return OWNERSHIP.apply(live, applied, writer(owner), false);
  }

  private static Ownership.Writer writer(String name) {
    return new Ownership.Writer(name, "", "v1", "2026-01-01T00:00:00Z");
  }
}
