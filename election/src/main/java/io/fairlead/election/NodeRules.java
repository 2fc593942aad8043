package io.fairlead.election;

import static java.util.Collections.unmodifiableSortedSet;

import io.fairlead.cluster.NodeView;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Which nodes may announce, as far as the node alone decides. A cordon has no part in it, as in
 * MetalLB: it concerns pods, not addresses.
 *
 * @param ignoreExcludeLabel MetalLB's flag {@code --ignore-exclude-lb}
 * @param heededTaints as {@code key} or {@code key:effect}
 */
public record NodeRules(boolean ignoreExcludeLabel, SortedSet<String> heededTaints) {
  public static final NodeRules DEFAULT = new NodeRules(false, new TreeSet<>());

  public NodeRules {
    heededTaints = unmodifiableSortedSet(new TreeSet<>(heededTaints));
  }

  /** What forbids the node to announce anything. */
  Optional<IneligibleReason> forbids(NodeView node) {
    if (node.isExcludedByLabel() && !ignoreExcludeLabel) {
      return Optional.of(IneligibleReason.EXCLUDED_BY_LABEL);
    }
    return node.networkUnavailable()
        ? Optional.of(IneligibleReason.NETWORK_UNAVAILABLE)
        : Optional.empty();
  }

  /** What makes the node the last choice: it announces only what no other node may. */
  Optional<IneligibleReason> avoids(NodeView node) {
    if (node.draining()) {
      return Optional.of(IneligibleReason.DRAINING);
    }
    boolean heeded =
        node.taints().stream()
            .anyMatch(
                taint ->
                    heededTaints.contains(taint)
                        || heededTaints.contains(taint.substring(0, taint.lastIndexOf(':'))));
    return heeded ? Optional.of(IneligibleReason.TAINTED) : Optional.empty();
  }
}
