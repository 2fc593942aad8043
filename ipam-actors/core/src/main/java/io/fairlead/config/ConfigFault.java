package io.fairlead.config;

import static java.util.Collections.unmodifiableSortedSet;

import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Something wrong in the configuration.
 *
 * @param where the object, for example {@code IPAddressPool metallb-system/default} or {@code
 *     ConfigMap metallb-system/config}
 * @param why a sentence that a person can act on
 * @param rule what is broken
 * @param nodes where it is broken, by name; none when everywhere
 */
public record ConfigFault(String where, String why, ConfigRule rule, SortedSet<String> nodes) {
  public ConfigFault {
    nodes = unmodifiableSortedSet(new TreeSet<>(nodes));
  }

  /** A fault that touches every node. */
  public ConfigFault(String where, String why, ConfigRule rule) {
    this(where, why, rule, new TreeSet<>());
  }

  /** True when the fault touches the node. */
  public boolean concerns(String node) {
    return nodes.isEmpty() || nodes.contains(node);
  }

  @Override
  public String toString() {
    return where + ": " + why;
  }
}
