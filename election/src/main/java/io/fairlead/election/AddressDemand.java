package io.fairlead.election;

import static java.util.Collections.unmodifiableSortedMap;
import static java.util.Collections.unmodifiableSortedSet;

import io.fairlead.cluster.NodeName;
import io.fairlead.cluster.ServiceKey;
import io.fairlead.net.IpAddress;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * One address that layer 2 should announce, and the nodes that may do it.
 *
 * @param services that hold the address and are announced by layer 2; never empty
 * @param interfaces where to announce; empty means on all eligible interfaces
 * @param eligible by configuration, node state and endpoints; whether a speaker lives there is not
 *     considered. Empty when nobody may announce now
 * @param preference by name of the node, how much it is preferred by {@code
 *     preferredNodeSelectors}: the sum of the weights that match it; a node that is not here has 0
 * @param wanted the node that a person asked for
 */
public record AddressDemand(
    IpAddress address,
    SortedSet<ServiceKey> services,
    SortedSet<String> interfaces,
    SortedSet<NodeName> eligible,
    SortedMap<String, Integer> preference,
    Optional<NodeName> wanted) {
  public AddressDemand {
    services = unmodifiableSortedSet(new TreeSet<>(services));
    interfaces = unmodifiableSortedSet(new TreeSet<>(interfaces));
    eligible = unmodifiableSortedSet(new TreeSet<>(eligible));
    preference = unmodifiableSortedMap(new TreeMap<>(preference));
  }

  /** A demand that prefers no node. */
  public AddressDemand(
      IpAddress address,
      SortedSet<ServiceKey> services,
      SortedSet<String> interfaces,
      SortedSet<NodeName> eligible) {
    this(address, services, interfaces, eligible, new TreeMap<>(), Optional.empty());
  }

  /** The same for these nodes. */
  public AddressDemand withEligible(SortedSet<NodeName> nodes) {
    return new AddressDemand(address, services, interfaces, nodes, preference, wanted);
  }

  /** MetalLB's preference score. */
  int score(NodeName node) {
    return preference.getOrDefault(node.value(), 0);
  }
}
