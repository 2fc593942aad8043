package io.fairlead.election;

import static java.util.Collections.unmodifiableSortedSet;

import io.fairlead.cluster.NodeName;
import io.fairlead.cluster.ServiceKey;
import io.fairlead.net.IpAddress;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * One address that layer 2 should announce, and the nodes that may do it.
 *
 * @param services that hold the address and are announced by layer 2; never empty
 * @param interfaces where to announce; empty means on all eligible interfaces
 * @param eligible by configuration, node state and endpoints; whether a speaker lives there is not
 *     considered. Empty when nobody may announce now
 */
public record AddressDemand(
    IpAddress address,
    SortedSet<ServiceKey> services,
    SortedSet<String> interfaces,
    SortedSet<NodeName> eligible) {
  public AddressDemand {
    services = unmodifiableSortedSet(new TreeSet<>(services));
    interfaces = unmodifiableSortedSet(new TreeSet<>(interfaces));
    eligible = unmodifiableSortedSet(new TreeSet<>(eligible));
  }
}
