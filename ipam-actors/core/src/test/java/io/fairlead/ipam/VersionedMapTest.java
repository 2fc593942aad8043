package io.fairlead.ipam;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class VersionedMapTest {
  private static VersionedMap<Integer, Integer> changed(
      VersionedMap<Integer, Integer> map, NavigableMap<Integer, Integer> model, int key, int step) {
    int absolute = Math.abs(key);
    if (key < 0) {
      model.remove(absolute);
      return map.remove(absolute);
    }
    model.put(absolute, step);
    return map.put(absolute, step);
  }

  private static void assertShows(
      NavigableMap<Integer, Integer> model, VersionedMap<Integer, Integer> map) {
    assertEquals(model.size(), map.size());
    assertEquals(List.copyOf(model.keySet()), map.keys());
    assertEquals(List.copyOf(model.values()), map.values());
    for (int key = -1; key <= 31; key += 4) {
      assertEquals(Optional.ofNullable(model.get(key)), map.get(key));
      assertEquals(
          model.tailMap(key, false).values().stream().limit(3).toList(),
          map.valuesAfter(Optional.of(key), 3));
    }
  }

  private static Optional<VersionedMap.Entry<Integer, Integer>> entry(
      Map.Entry<Integer, Integer> entry) {
    return Optional.ofNullable(entry).map(e -> new VersionedMap.Entry<>(e.getKey(), e.getValue()));
  }

  /** Every version, in any order, shows what it was when it was made, also after branches. */
  @Property(tries = 300)
  void everyVersion_isWhatItWas_inWhateverOrderTheyAreAsked(
      @ForAll @Size(max = 80) List<@IntRange(min = -30, max = 30) Integer> keys,
      @ForAll long seed,
      @ForAll boolean isSorted) {
    var random = new Random(seed);
    var versions = new ArrayList<VersionedMap<Integer, Integer>>();
    var models = new ArrayList<TreeMap<Integer, Integer>>();
    versions.add(
        isSorted ? VersionedMap.sorted(new History()) : VersionedMap.hashed(new History()));
    models.add(new TreeMap<>());

    int step = 0;
    for (int key : keys) {
      int from = random.nextInt(4) == 0 ? random.nextInt(versions.size()) : versions.size() - 1;
      var model = new TreeMap<>(models.get(from));
      versions.add(changed(versions.get(from), model, key, step));
      models.add(model);
      step++;
    }

    for (int i = 0; i < 40; i++) {
      int at = random.nextInt(versions.size());
      assertShows(models.get(at), versions.get(at));
    }
  }

  @Property(tries = 200)
  void neighbours_areThoseOfATreeMap(
      @ForAll @Size(max = 60) List<@IntRange(min = -30, max = 30) Integer> keys) {
    var model = new TreeMap<Integer, Integer>();
    var map = VersionedMap.<Integer, Integer>sorted(new History());
    for (int key : keys) {
      map = changed(map, model, key, key);
    }

    assertEquals(entry(model.firstEntry()), map.first());
    for (int key = -1; key <= 31; key++) {
      assertEquals(entry(model.floorEntry(key)), map.floor(key));
      assertEquals(entry(model.ceilingEntry(key)), map.ceiling(key));
      assertEquals(entry(model.higherEntry(key)), map.higher(key));
    }
  }

  @Test
  void removingWhatIsNotThere_changesNothing() {
    var map = VersionedMap.<Integer, String>hashed(new History()).put(1, "one");

    assertSame(map, map.remove(2));
  }

  @Test
  void hashedMap_hasNoNeighbours() {
    assertThrows(
        UnsupportedOperationException.class,
        () -> VersionedMap.<Integer, String>hashed(new History()).put(1, "one").floor(1));
  }

  @Test
  void aVersionAmongManyThousand_isReachedWithoutRecursion() {
    var first = VersionedMap.<Integer, Integer>hashed(new History()).put(0, 0);
    var last = first;
    for (int i = 1; i < 100_000; i++) {
      last = last.put(i, i);
    }

    assertEquals(List.of(0), first.values());
    assertEquals(100_000, last.values().size());
  }

  @Test
  void changeThatKeepsNoHistory_endsTheVersion_andAllThatLeadToIt() {
    var history = new History();
    var first = VersionedMap.<Integer, String>hashed(history).put(1, "one");
    var second = first.put(2, "two");
    var branch = first.put(3, "three");

    var newest = history.forgetting(() -> first.put(4, "four"));

    assertEquals(List.of("one", "four"), newest.values());
    for (var over : List.of(first, second, branch)) {
      assertThrows(IllegalStateException.class, () -> over.get(1));
    }
    assertEquals(List.of("one", "four", "five"), newest.put(5, "five").values());
  }

  @Property(tries = 200)
  void withoutHistory_theNewestVersionIsTheSame(
      @ForAll @Size(max = 80) List<@IntRange(min = -30, max = 30) Integer> keys,
      @ForAll boolean isSorted) {
    var history = new History();
    var model = new TreeMap<Integer, Integer>();
    var map =
        isSorted
            ? VersionedMap.<Integer, Integer>sorted(history)
            : VersionedMap.<Integer, Integer>hashed(history);
    for (int key : keys) {
      // What was only tried must leave no trace.
      var tried = changed(map, new TreeMap<>(model), -key, 0);
      assertEquals(tried.size(), tried.keys().size());
      var before = map;
      map = history.forgetting(() -> changed(before, model, key, key));
      assertShows(model, map);
    }
  }
}
