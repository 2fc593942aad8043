package io.fairlead.ipam;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class SortedTreeTest {

  @Property(tries = 300)
  void behavesLikeATreeMap_andStaysBalanced(
      @ForAll @Size(max = 300) List<@IntRange(min = -60, max = 60) Integer> keys) {
    var model = new TreeMap<Integer, Integer>();
    var tree = SortedTree.<Integer, Integer>empty();
    int step = 0;

    for (Integer key : keys) {
      int absolute = Math.abs(key);
      if (key < 0) {
        model.remove(absolute);
        tree = tree.remove(absolute);
      } else {
        model.put(absolute, step);
        tree = tree.put(absolute, step);
      }
      step++;
      assertEquals(List.copyOf(model.values()), tree.values());
      assertEquals(model.size(), tree.size());
      assertTrue(tree.height() <= 1.45 * Math.log(model.size() + 2) / Math.log(2));
    }
    assertEquals(model.values().stream().limit(5).toList(), tree.valuesAfter(Optional.empty(), 5));
    for (int key = -1; key <= 61; key++) {
      assertEquals(Optional.ofNullable(model.get(key)), tree.get(key));
      var floor = model.floorEntry(key);
      assertEquals(
          Optional.ofNullable(floor).map(e -> new SortedTree.Entry<>(e.getKey(), e.getValue())),
          tree.floor(key));
      assertEquals(
          model.tailMap(key, false).values().stream().limit(5).toList(),
          tree.valuesAfter(Optional.of(key), 5));
    }
  }

  @Test
  void aChange_leavesTheOriginalAsItWas() {
    var before = SortedTree.<Integer, String>empty().put(1, "one").put(2, "two");

    var after = before.remove(1).put(2, "zwei").put(3, "drei");

    assertEquals(List.of("one", "two"), before.values());
    assertEquals(List.of("zwei", "drei"), after.values());
  }
}
