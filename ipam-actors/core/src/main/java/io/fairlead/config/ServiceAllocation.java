package io.fairlead.config;

import static java.util.Collections.unmodifiableSortedSet;

import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Which Services a pool is pinned to, and how eagerly it is used.
 *
 * @param priority lower is preferred; 0 means none, and comes last
 */
public record ServiceAllocation(
    int priority,
    SortedSet<String> namespaces,
    List<LabelSelector> namespaceSelectors,
    List<LabelSelector> serviceSelectors) {

  public ServiceAllocation {
    namespaces = unmodifiableSortedSet(new TreeSet<>(namespaces));
    namespaceSelectors = List.copyOf(namespaceSelectors);
    serviceSelectors = List.copyOf(serviceSelectors);
  }
}
