package io.fairlead.speaker.l2;

import io.fairlead.net.IpAddress;
import io.fairlead.wire.ip6.Ip6Groups;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Which solicited-node groups are needed on one interface. Addresses with the same last 24 bits
 * share a group, so one is left only with its last address. Mutable, for one thread.
 */
final class SolicitedGroups {
  private final Map<IpAddress, Set<IpAddress>> addressesOf = new HashMap<>();

  /** The address is to be heard; returns its group when nobody needed that before. */
  Optional<IpAddress> add(IpAddress address) {
    var group = Ip6Groups.solicitedNode(address);
    boolean first = !addressesOf.containsKey(group);
    addressesOf.computeIfAbsent(group, _ -> new HashSet<>()).add(address);
    return first ? Optional.of(group) : Optional.empty();
  }

  /** The address is to be heard no more; returns its group when nobody needs it any longer. */
  Optional<IpAddress> remove(IpAddress address) {
    var group = Ip6Groups.solicitedNode(address);
    var addresses = addressesOf.get(group);
    if (addresses == null || !addresses.remove(address) || !addresses.isEmpty()) {
      return Optional.empty();
    }
    addressesOf.remove(group);
    return Optional.of(group);
  }

  /** The groups that are needed. */
  Set<IpAddress> groups() {
    return Set.copyOf(addressesOf.keySet());
  }
}
