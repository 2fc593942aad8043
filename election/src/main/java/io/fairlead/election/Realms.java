package io.fairlead.election;

import io.fairlead.cluster.NodeName;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * What a node may own. A realm is a set of nodes that share work: nodes that may announce the same
 * address are of one realm, and so are all that are linked by such pairs. Within a realm of the
 * weights {@code w} that announces {@code t} addresses a node may own {@code ceil(1.25 x t x w /
 * sum of w)}.
 *
 * <p>The bound follows from the demands, the nodes and the weights alone, not from who owns what.
 * So addresses that move do not shift it, and re-balancing comes to an end.
 */
final class Realms {
  private final Map<NodeName, NodeName> parents = new HashMap<>();
  private final Map<NodeName, Integer> addresses = new HashMap<>();
  private final Map<NodeName, Long> weightSums = new HashMap<>();
  private final NodeWeights weights;

  /**
   * @param counts true for the nodes that share work; demands without any are not counted
   */
  Realms(Collection<AddressDemand> demands, NodeWeights weights, Predicate<NodeName> counts) {
    this.weights = weights;
    // Thousands of demands have the same eligible nodes.
    var numbers = new HashMap<Collection<NodeName>, Integer>();
    demands.forEach(demand -> numbers.merge(demand.eligible(), 1, Integer::sum));
    var seats = new HashMap<NodeName, Integer>();
    numbers.forEach(
        (eligible, number) -> join(eligible.stream().filter(counts).toList(), number, seats));
    seats.forEach((node, number) -> addresses.merge(root(node), number, Integer::sum));
    for (var node : new HashSet<>(parents.keySet())) {
      weightSums.merge(root(node), (long) weights.of(node), Long::sum);
    }
  }

  private void join(List<NodeName> nodes, int number, Map<NodeName, Integer> seats) {
    for (var node : nodes) {
      parents.putIfAbsent(node, node);
      parents.put(root(node), root(nodes.getFirst()));
    }
    if (!nodes.isEmpty()) {
      seats.merge(nodes.getFirst(), number, Integer::sum);
    }
  }

  private NodeName root(NodeName node) {
    var at = node;
    for (var up = parents.get(at); up != null && !up.equals(at); up = parents.get(at)) {
      at = up;
    }
    return at;
  }

  /** How many addresses the node may own; 0 for one that shares no work. */
  int bound(NodeName node) {
    if (!parents.containsKey(node)) {
      return 0;
    }
    var root = root(node);
    long total = addresses.getOrDefault(root, 0);
    long sum = weightSums.getOrDefault(root, 0L);
    return sum == 0 ? 0 : (int) Math.ceilDiv(5 * total * weights.of(node), 4 * sum);
  }
}
