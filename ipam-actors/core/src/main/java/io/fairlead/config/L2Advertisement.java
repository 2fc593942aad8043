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
 */
public record L2Advertisement(
    String name,
    SortedSet<String> pools,
    List<LabelSelector> poolSelectors,
    List<LabelSelector> nodeSelectors,
    SortedSet<String> interfaces,
    List<LabelSelector> serviceSelectors) {

  public L2Advertisement {
    pools = unmodifiableSortedSet(new TreeSet<>(pools));
    poolSelectors = List.copyOf(poolSelectors);
    nodeSelectors = List.copyOf(nodeSelectors);
    interfaces = unmodifiableSortedSet(new TreeSet<>(interfaces));
    serviceSelectors = List.copyOf(serviceSelectors);
  }

  public boolean selectsPool(PoolConfig pool) {
    boolean all = pools.isEmpty() && poolSelectors.isEmpty();
    return all || pools.contains(pool.name()) || any(poolSelectors, pool.labels());
  }

  public boolean selectsNode(Map<String, String> nodeLabels) {
    return nodeSelectors.isEmpty() || any(nodeSelectors, nodeLabels);
  }

  public boolean selectsService(Map<String, String> serviceLabels) {
    return serviceSelectors.isEmpty() || any(serviceSelectors, serviceLabels);
  }

  private static boolean any(List<LabelSelector> selectors, Map<String, String> labels) {
    return selectors.stream().anyMatch(selector -> selector.matches(labels));
  }
}
