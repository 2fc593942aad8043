package io.fairlead.ipam;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An immutable sorted map. A change costs O(log n) and shares the rest with the map it came from,
 * so that a pool of many thousand addresses folds its events, and undoes nothing, at little cost.
 *
 * <p>An AVL tree: the heights of two siblings differ by at most one.
 */
final class SortedTree<K extends Comparable<K>, V> {
  /** A key with its value. */
  record Entry<K, V>(K key, V value) {}

  private record Node<K, V>(
      Entry<K, V> entry, @Nullable Node<K, V> left, @Nullable Node<K, V> right, int height) {}

  private final @Nullable Node<K, V> root;
  private final int size;

  private SortedTree(@Nullable Node<K, V> root, int size) {
    this.root = root;
    this.size = size;
  }

  static <K extends Comparable<K>, V> SortedTree<K, V> empty() {
    return new SortedTree<>(null, 0);
  }

  int size() {
    return size;
  }

  Optional<V> get(K key) {
    return floor(key).filter(e -> e.key().equals(key)).map(Entry::value);
  }

  /** The entry of the greatest key that is not above {@code key}. */
  Optional<Entry<K, V>> floor(K key) {
    Entry<K, V> best = null;
    var node = root;
    while (node != null) {
      if (node.entry.key().compareTo(key) <= 0) {
        best = node.entry;
        node = node.right;
      } else {
        node = node.left;
      }
    }
    return Optional.ofNullable(best);
  }

  /** The entry of the least key that is not below {@code key}. */
  Optional<Entry<K, V>> ceiling(K key) {
    Entry<K, V> best = null;
    var node = root;
    while (node != null) {
      if (node.entry.key().compareTo(key) >= 0) {
        best = node.entry;
        node = node.left;
      } else {
        node = node.right;
      }
    }
    return Optional.ofNullable(best);
  }

  /** The entry of the least key above {@code key}. */
  Optional<Entry<K, V>> higher(K key) {
    Entry<K, V> best = null;
    var node = root;
    while (node != null) {
      if (node.entry.key().compareTo(key) > 0) {
        best = node.entry;
        node = node.left;
      } else {
        node = node.right;
      }
    }
    return Optional.ofNullable(best);
  }

  /** The entry of the least key. */
  Optional<Entry<K, V>> first() {
    return root == null ? Optional.empty() : Optional.of(first(root));
  }

  boolean isEmpty() {
    return root == null;
  }

  SortedTree<K, V> put(K key, V value) {
    int grown = get(key).isPresent() ? size : size + 1;
    return new SortedTree<>(put(root, new Entry<>(key, value)), grown);
  }

  SortedTree<K, V> remove(K key) {
    return get(key).isPresent() ? new SortedTree<>(remove(root, key), size - 1) : this;
  }

  /** All keys in order. */
  List<K> keys() {
    var keys = new ArrayList<K>(size);
    var path = new ArrayDeque<Node<K, V>>();
    for (var node = root; node != null || !path.isEmpty(); ) {
      if (node != null) {
        path.push(node);
        node = node.left;
      } else {
        var top = path.pop();
        keys.add(top.entry.key());
        node = top.right;
      }
    }
    return keys;
  }

  /** All values in the order of their keys. */
  List<V> values() {
    var values = new ArrayList<V>(size);
    collect(root, null, Integer.MAX_VALUE, values);
    return values;
  }

  /** The values of the first keys above {@code after}, or of all, at most {@code limit} of them. */
  List<V> valuesAfter(Optional<K> after, int limit) {
    var values = new ArrayList<V>();
    collect(root, after.orElse(null), limit, values);
    return values;
  }

  private static <K extends Comparable<K>, V> void collect(
      @Nullable Node<K, V> node, @Nullable K after, int limit, List<V> into) {
    if (node == null || into.size() >= limit) {
      return;
    }
    boolean above = after == null || node.entry.key().compareTo(after) > 0;
    if (above) {
      collect(node.left, after, limit, into);
      if (into.size() < limit) {
        into.add(node.entry.value());
      }
    }
    collect(node.right, after, limit, into);
  }

  private static <K extends Comparable<K>, V> Node<K, V> put(
      @Nullable Node<K, V> node, Entry<K, V> entry) {
    if (node == null) {
      return new Node<>(entry, null, null, 1);
    }
    int order = entry.key().compareTo(node.entry.key());
    if (order == 0) {
      return new Node<>(entry, node.left, node.right, node.height);
    }
    return order < 0
        ? balanced(node.entry, put(node.left, entry), node.right)
        : balanced(node.entry, node.left, put(node.right, entry));
  }

  private static <K extends Comparable<K>, V> @Nullable Node<K, V> remove(
      @Nullable Node<K, V> node, K key) {
    if (node == null) {
      return null;
    }
    int order = key.compareTo(node.entry.key());
    if (order < 0) {
      return balanced(node.entry, remove(node.left, key), node.right);
    }
    if (order > 0) {
      return balanced(node.entry, node.left, remove(node.right, key));
    }
    if (node.left == null) {
      return node.right;
    }
    if (node.right == null) {
      return node.left;
    }
    var successor = first(node.right);
    return balanced(successor, node.left, remove(node.right, successor.key()));
  }

  private static <K, V> Entry<K, V> first(Node<K, V> node) {
    var at = node;
    while (at.left != null) {
      at = at.left;
    }
    return at.entry;
  }

  private static <K, V> Node<K, V> balanced(
      Entry<K, V> entry, @Nullable Node<K, V> left, @Nullable Node<K, V> right) {
    int lean = height(left) - height(right);
    if (lean > 1 && left != null) {
      var inner = left.right;
      return inner != null && height(inner) > height(left.left)
          ? node(
              inner.entry, node(left.entry, left.left, inner.left), node(entry, inner.right, right))
          : node(left.entry, left.left, node(entry, inner, right));
    }
    if (lean < -1 && right != null) {
      var inner = right.left;
      return inner != null && height(inner) > height(right.right)
          ? node(
              inner.entry,
              node(entry, left, inner.left),
              node(right.entry, inner.right, right.right))
          : node(right.entry, node(entry, left, inner), right.right);
    }
    return node(entry, left, right);
  }

  private static <K, V> Node<K, V> node(
      Entry<K, V> entry, @Nullable Node<K, V> left, @Nullable Node<K, V> right) {
    return new Node<>(entry, left, right, 1 + Math.max(height(left), height(right)));
  }

  private static int height(@Nullable Node<?, ?> node) {
    return node == null ? 0 : node.height;
  }

  /** Height of the tree, for tests of its balance. */
  int height() {
    return height(root);
  }
}
