package io.fairlead.ipam;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A map made for a state of which only the newest version matters: a change edits one table in
 * place, and leaves in the version before it what undoes the change. So the newest version costs
 * what an ordinary table costs, and an older one stays right: asked, it undoes the changes since,
 * and becomes the one that the table shows. To ask two versions in turn is right and slow.
 *
 * <p>This is the persistent array of Baker ("Shallow binding makes functional arrays fast", 1991),
 * with the re-rooting of Conchon and Filliâtre (2007), for a map. Its price is that old versions
 * refer to newer ones: once one of them is old to the garbage collector, all after it stay until it
 * is collected. Hence {@link History}: a state that nobody goes back to changes without leaving
 * anything, and a version that was changed in this way refuses to be asked.
 *
 * <p>All versions that come from one empty map belong to one thread at a time.
 */
final class VersionedMap<K extends Comparable<K>, V> {
  /** A key with its value. */
  record Entry<K, V>(K key, V value) {}

  /** What all versions have in common. */
  private static final class Table<K extends Comparable<K>, V> {
    private final Map<K, V> map;
    private final History history;

    Table(Map<K, V> map, History history) {
      this.map = map;
      this.history = history;
    }
  }

  private final Table<K, V> table;
  private final int size;

  /** The version that followed; {@link #key} had {@link #value}, or none, in this one. */
  private @Nullable VersionedMap<K, V> next;

  private @Nullable K key;
  private @Nullable V value;
  private @Nullable List<K> sortedKeys;
  private boolean isOver;

  private VersionedMap(Table<K, V> table, int size) {
    this.table = table;
    this.size = size;
  }

  /** An empty map that finds keys and does not order them. */
  static <K extends Comparable<K>, V> VersionedMap<K, V> hashed(History history) {
    return new VersionedMap<>(new Table<K, V>(new HashMap<>(), history), 0);
  }

  /** An empty map that knows the neighbours of a key. */
  static <K extends Comparable<K>, V> VersionedMap<K, V> sorted(History history) {
    return new VersionedMap<>(new Table<K, V>(new TreeMap<>(), history), 0);
  }

  int size() {
    return size;
  }

  boolean isEmpty() {
    return size == 0;
  }

  Optional<V> get(K wanted) {
    show();
    return Optional.ofNullable(table.map.get(wanted));
  }

  /** Of two keys that compare as equal, a sorted map goes on with the one it has. */
  VersionedMap<K, V> put(K changed, V now) {
    show();
    var before = table.map.put(changed, now);
    return follow(changed, before, before == null ? size + 1 : size);
  }

  VersionedMap<K, V> remove(K changed) {
    show();
    var before = table.map.remove(changed);
    return before == null ? this : follow(changed, before, size - 1);
  }

  private VersionedMap<K, V> follow(K changed, @Nullable V before, int sizeNow) {
    var following = new VersionedMap<>(table, sizeNow);
    if (table.history.isKept()) {
      next = following;
      key = changed;
      value = before;
    } else {
      isOver = true;
    }
    sortedKeys = null;
    return following;
  }

  /** Has the table show this version. */
  private void show() {
    if (next == null && !isOver) {
      return;
    }
    var way = new ArrayDeque<VersionedMap<K, V>>();
    var shown = this;
    for (; shown.next != null; shown = shown.next) {
      way.push(shown);
    }
    if (shown.isOver) {
      throw new IllegalStateException("this version of the map is over");
    }
    for (var version : way) {
      version.undo();
    }
  }

  /**
   * The table shows the version that followed; then it shows this one, and that one has to undo.
   */
  private void undo() {
    var following = next;
    var changed = key;
    if (following == null || changed == null) {
      return;
    }
    var before = value;
    var now = before == null ? table.map.remove(changed) : table.map.put(changed, before);
    following.next = this;
    following.key = changed;
    following.value = now;
    following.sortedKeys = null;
    next = null;
    key = null;
    value = null;
  }

  /** The entry of the greatest key that is not above; of a sorted map. */
  Optional<Entry<K, V>> floor(K bound) {
    return entry(neighbours().floorEntry(bound));
  }

  /** The entry of the least key that is not below; of a sorted map. */
  Optional<Entry<K, V>> ceiling(K bound) {
    return entry(neighbours().ceilingEntry(bound));
  }

  /** The entry of the least key above; of a sorted map. */
  Optional<Entry<K, V>> higher(K bound) {
    return entry(neighbours().higherEntry(bound));
  }

  /** The entry of the least key; of a sorted map. */
  Optional<Entry<K, V>> first() {
    return entry(neighbours().firstEntry());
  }

  private NavigableMap<K, V> neighbours() {
    show();
    if (table.map instanceof NavigableMap<K, V> sorted) {
      return sorted;
    }
    throw new UnsupportedOperationException("a hashed map knows no neighbours");
  }

  private static <K, V> Optional<Entry<K, V>> entry(Map.@Nullable Entry<K, V> found) {
    return found == null
        ? Optional.empty()
        : Optional.of(new Entry<>(found.getKey(), found.getValue()));
  }

  /** All keys in order. Sorted once for a version, so that to read page by page is cheap. */
  List<K> keys() {
    show();
    var known = sortedKeys;
    if (known == null) {
      known = new ArrayList<>(table.map.keySet());
      if (!(table.map instanceof NavigableMap)) {
        Collections.sort(known);
      }
      known = Collections.unmodifiableList(known);
      sortedKeys = known;
    }
    return known;
  }

  /** All values in the order of their keys. */
  List<V> values() {
    return valuesAfter(Optional.empty(), Integer.MAX_VALUE);
  }

  /** The values of the first keys above {@code after}, or of all, at most {@code limit} of them. */
  List<V> valuesAfter(Optional<K> after, int limit) {
    var keys = keys();
    int from = after.map(bound -> firstAbove(keys, bound)).orElse(0);
    int to = limit < keys.size() - from ? from + limit : keys.size();
    var values = new ArrayList<V>(to - from);
    for (K each : keys.subList(from, to)) {
      var found = table.map.get(each);
      if (found != null) {
        values.add(found);
      }
    }
    return values;
  }

  private static <K extends Comparable<K>> int firstAbove(List<K> keys, K bound) {
    int at = Collections.binarySearch(keys, bound);
    return at < 0 ? -at - 1 : at + 1;
  }
}
