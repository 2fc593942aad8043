package io.fairlead.placement;

/** Why a succession changed. Stored by name: a constant is never renamed. */
public enum PlacementCause {
  /** The address is announced for the first time. */
  NEW_ADDRESS,
  /** The owner is no longer reachable. */
  OWNER_UNREACHABLE,
  /** The owner left the cluster by itself. */
  OWNER_LEFT,
  /** A label, condition, selector or the lack of endpoints keeps the owner from announcing. */
  OWNER_NOT_ELIGIBLE,
  /** A stand-by took over before the controller decided, and reported it. */
  TAKEN_OVER,
  /** Only stand-bys came or went; the owner and the epoch stay. */
  STANDBYS_CHANGED,
  /** Another node than the owner is now the first by the hash, which the policy goes by. */
  FIRST_BY_HASH,
  /** A speaker knew a higher epoch than the journal, as after a lost journal. */
  EPOCH_ADOPTED,
  /** A person asked for this node. */
  MOVED_BY_HAND,
  /** The owner had more than its share, or another node is preferred to it. */
  REBALANCED,
  /** The node that was chosen for the address, and had lost it, is well again. */
  REVERTED
}
