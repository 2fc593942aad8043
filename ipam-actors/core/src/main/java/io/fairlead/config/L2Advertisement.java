package io.fairlead.config;

import static java.util.Collections.unmodifiableSortedSet;

import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Which pools are announced by layer 2, from which nodes and on which interfaces.
 *
 * @param pools names of pools; names and selectors both empty mean all pools
 * @param nodeSelectors any of them; empty means all nodes
 * @param interfaces exact names; empty means all eligible ones
 * @param serviceSelectors any of them; empty means all Services
 * @param preferredNodes which nodes should announce rather than others
 */
public record L2Advertisement(
    String name,
    SortedSet<String> pools,
    List<LabelSelector> poolSelectors,
    List<LabelSelector> nodeSelectors,
    SortedSet<String> interfaces,
    List<LabelSelector> serviceSelectors,
    List<PreferredNodes> preferredNodes) {

  public L2Advertisement {
    pools = unmodifiableSortedSet(new TreeSet<>(pools));
    poolSelectors = List.copyOf(poolSelectors);
    nodeSelectors = List.copyOf(nodeSelectors);
    interfaces = unmodifiableSortedSet(new TreeSet<>(interfaces));
    serviceSelectors = List.copyOf(serviceSelectors);
    preferredNodes = List.copyOf(preferredNodes);
  }

  /** An advertisement that prefers no node. */
  public L2Advertisement(
      String name,
      SortedSet<String> pools,
      List<LabelSelector> poolSelectors,
      List<LabelSelector> nodeSelectors,
      SortedSet<String> interfaces,
      List<LabelSelector> serviceSelectors) {
    this(name, pools, poolSelectors, nodeSelectors, interfaces, serviceSelectors, List.of());
  }

  public boolean selectsPool(PoolConfig pool) {
    boolean all = pools.isEmpty() && poolSelectors.isEmpty();
    return all || pools.contains(pool.name()) || LabelSelectors.any(poolSelectors, pool.labels());
  }

  public boolean selectsNode(Map<String, String> nodeLabels) {
    return LabelSelectors.anyOrNone(nodeSelectors, nodeLabels);
  }

  public boolean selectsService(Map<String, String> serviceLabels) {
    return LabelSelectors.anyOrNone(serviceSelectors, serviceLabels);
  }

  /** The sum of the weights of all preferences that match; 0 without any. */
  public int preferenceOf(Map<String, String> nodeLabels) {
    return preferredNodes.stream()
        .filter(preferred -> preferred.nodes().matches(nodeLabels))
        .mapToInt(PreferredNodes::weight)
        .sum();
  }
}
