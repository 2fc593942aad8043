package io.fairlead.election;

import io.fairlead.cluster.NodeName;
import java.util.HashMap;
import java.util.Map;

/** Counts during one decision what each node owns, and whom it would follow. */
final class LoadBook {
  /** So many nodes share the first places behind one owner. */
  static final int FIRST_STAND_BYS_MAX = 5;

  private final NodeWeights weights;
  private final Map<NodeName, Integer> owned = new HashMap<>();
  private final Map<NodeName, Map<NodeName, Integer>> followed = new HashMap<>();

  LoadBook(NodeWeights weights) {
    this.weights = weights;
  }

  void own(NodeName node) {
    owned.merge(node, 1, Integer::sum);
  }

  void disown(NodeName node) {
    owned.merge(node, -1, Integer::sum);
  }

  /** Counts a first stand-by. */
  void follow(NodeName owner, NodeName standBy) {
    followed.computeIfAbsent(owner, _ -> new HashMap<>()).merge(standBy, 1, Integer::sum);
  }

  /**
   * True when the node may become a first stand-by of the owner: it is one already, or the owner
   * has fewer than {@link #FIRST_STAND_BYS_MAX}. First stand-bys watch their owners many times a
   * second, which must not grow with the cluster.
   */
  boolean mayFollow(NodeName owner, NodeName node) {
    var nodes = followed.getOrDefault(owner, Map.of());
    return nodes.containsKey(node) || nodes.size() < FIRST_STAND_BYS_MAX;
  }

  int owned(NodeName node) {
    return owned.getOrDefault(node, 0);
  }

  /** What the node would own after the loss of the owner. */
  int ownedAfterLossOf(NodeName owner, NodeName node) {
    return owned(node) + followed.getOrDefault(owner, Map.of()).getOrDefault(node, 0);
  }

  /** Orders nodes by what they would own for their weight, with so many addresses more. */
  int compareLoad(NodeName left, int leftOwned, NodeName right, int rightOwned) {
    return Long.compare(
        (long) leftOwned * Math.max(1, weights.of(right)),
        (long) rightOwned * Math.max(1, weights.of(left)));
  }
}
