package io.fairlead.placement;

import io.fairlead.cluster.NodeName;
import java.util.List;
import java.util.Optional;

/**
 * The nodes that announce an address, in order: owner, first stand-by, second stand-by.
 *
 * @param epoch grows with every change of owner; of two claims the higher one holds
 * @param nodes without repetition; empty when no node is eligible
 */
public record Succession(long epoch, List<NodeName> nodes) {
  public Succession {
    nodes = List.copyOf(nodes);
  }

  public Optional<NodeName> owner() {
    return nodes.stream().findFirst();
  }
}
