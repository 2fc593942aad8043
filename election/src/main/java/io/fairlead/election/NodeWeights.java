package io.fairlead.election;

import static java.util.Collections.unmodifiableSortedMap;

import io.fairlead.cluster.ClusterSnapshot;
import io.fairlead.cluster.NodeName;
import io.fairlead.cluster.NodeView;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * How much each node should carry against the others.
 *
 * @param byName of the node; only those whose weight is not 1
 */
public record NodeWeights(SortedMap<String, Integer> byName) {
  /** All nodes alike. */
  public static final NodeWeights EVEN = new NodeWeights(new TreeMap<>());

  public NodeWeights {
    byName = unmodifiableSortedMap(new TreeMap<>(byName));
  }

  /** The weights that the nodes' annotations give. */
  public static NodeWeights of(ClusterSnapshot snapshot) {
    var weights = new TreeMap<String, Integer>();
    snapshot.nodes().values().stream()
        .filter(node -> node.weight() != NodeView.WEIGHT_DEFAULT)
        .forEach(node -> weights.put(node.name().value(), node.weight()));
    return new NodeWeights(weights);
  }

  public int of(NodeName node) {
    return byName.getOrDefault(node.value(), NodeView.WEIGHT_DEFAULT);
  }
}
