package io.fairlead.placement;

import io.fairlead.cluster.NodeName;
import io.fairlead.net.IpAddress;

/** What the placement of layer 2 addresses records. */
public sealed interface PlacementEvent {

  /** The succession of an address is now this. */
  record AddressPlaced(IpAddress address, Succession succession, PlacementCause cause)
      implements PlacementEvent {}

  /**
   * The address is announced no more.
   *
   * @param lastEpoch remembered, so that a later placement of the address starts above it
   */
  record AddressUnplaced(IpAddress address, long lastEpoch) implements PlacementEvent {}

  /** A speaker reported how it took an address over; who holds it is recorded by itself. */
  record AddressTakenOver(TakeOver takeOver) implements PlacementEvent {}

  /** A node was lost, and its penalty is now this. */
  record NodePenalized(NodeName node, Penalty penalty) implements PlacementEvent {}

  /**
   * A publisher of the announcement table started.
   *
   * @param generation greater than that of every table published before
   */
  record GenerationStarted(long generation) implements PlacementEvent {}
}
