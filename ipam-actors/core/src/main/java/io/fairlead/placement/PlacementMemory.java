package io.fairlead.placement;

import static java.util.Collections.unmodifiableSortedMap;

import io.fairlead.cluster.NodeName;
import io.fairlead.net.IpAddress;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * All that the journal remembers of placement, as a snapshot has it.
 *
 * @param generation of the announcement tables; 0 before the first
 * @param successions of the announced addresses
 * @param former for an address that has no owner now: its highest epoch, and the nodes it had last
 * @param homes the node that each owned address was last chosen for, not merely fell to
 * @param penalties of the nodes that were lost of late
 */
public record PlacementMemory(
    long generation,
    SortedMap<IpAddress, Succession> successions,
    SortedMap<IpAddress, Succession> former,
    SortedMap<IpAddress, NodeName> homes,
    SortedMap<NodeName, Penalty> penalties) {
  public PlacementMemory {
    successions = unmodifiableSortedMap(new TreeMap<>(successions));
    former = unmodifiableSortedMap(new TreeMap<>(former));
    homes = unmodifiableSortedMap(new TreeMap<>(homes));
    penalties = unmodifiableSortedMap(new TreeMap<>(penalties));
  }
}
