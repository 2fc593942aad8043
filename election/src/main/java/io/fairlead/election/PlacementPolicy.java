package io.fairlead.election;

/** How the owner of a layer 2 address is chosen among the nodes that may announce it. */
public enum PlacementPolicy {
  /**
   * Even load: at most ceil(1.25 x mean) addresses a node when an address is placed, and none moves
   * while its owner lives.
   */
  BALANCED,
  /**
   * MetalLB's: the node that is first in {@link HashOrder}. It is the same node whoever computes
   * it, which lets the two products replace each other node by node; the first node takes an
   * address back when it returns, and the spread is left to chance.
   */
  HASH
}
