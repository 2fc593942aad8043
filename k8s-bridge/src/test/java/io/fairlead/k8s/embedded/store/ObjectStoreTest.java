package io.fairlead.k8s.embedded.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fairlead.k8s.embedded.json.Json;
import java.io.IOException;
import java.util.List;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class ObjectStoreTest {
  private static final String THINGS = "things.";

  /** Every past state can be had again, as long as the history reaches back to it. */
  @Property(tries = 100)
  void snapshotAt_isTheStateOfThatTime(
      @ForAll @Size(max = 40) List<@IntRange(max = 7) Integer> steps) throws Exception {
    ObjectStore store = new ObjectStore(1000);
    NavigableMap<Long, NavigableMap<ObjectName, ObjectNode>> past = new TreeMap<>();
    for (int step : steps) {
      ObjectName name = new ObjectName("", "n" + step / 2);
      if (step % 2 == 0) {
        store.put(THINGS, name, Json.object().put("step", past.size()));
      } else {
        store.remove(THINGS, name);
      }
      past.put(store.revision(), store.snapshot(THINGS).objects());
    }
    for (var entry : past.entrySet()) {
      assertEquals(entry.getValue(), store.snapshotAt(THINGS, entry.getKey()).objects());
    }
  }

  @Test
  void changesAfter_isGoneBeyondTheLimit() throws Exception {
    ObjectStore store = new ObjectStore(2);
    long first = store.revision();
    for (int i = 0; i < 3; i++) {
      store.put(THINGS, new ObjectName("", "n" + i), Json.object());
    }
    assertThrows(RevisionGoneException.class, () -> store.changesAfter(THINGS, first));
    assertEquals(2, store.changesAfter(THINGS, first + 1).size());
  }

  @Test
  void remove_givesTheLastStateTheRevisionOfTheRemoval() {
    ObjectStore store = new ObjectStore(10);
    ObjectName name = new ObjectName("", "a");
    ObjectNode stored = store.put(THINGS, name, Json.object());
    ObjectNode last = store.remove(THINGS, name);
    assertEquals("2", Json.text(stored, "metadata", "resourceVersion"));
    assertEquals("3", Json.text(last == null ? stored : last, "metadata", "resourceVersion"));
  }

  @Test
  void selection_understandsEveryFormOfLabelTerm() throws IOException {
    assertTrue(matches("a=1,b in (x, y),!c,d!=2"));
    assertTrue(matches("a==1,b,e notin (1)"));
    assertFalse(matches("b notin (x)"));
    assertFalse(matches("c"));
    assertFalse(matches("!a"));
    assertThrows(IllegalArgumentException.class, () -> matches("a ((1)"));
  }

  private static boolean matches(String labels) throws IOException {
    ObjectNode object = (ObjectNode) Json.parseYaml("{metadata: {labels: {a: '1', b: x}}}");
    return Selection.of("", labels, "", Set.of()).matches(new ObjectName("", "n"), object);
  }
}
