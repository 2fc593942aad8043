package io.fairlead.speaker;

import io.fairlead.cluster.NodeName;
import io.fairlead.net.IpAddress;
import io.fairlead.net.MacAddress;
import io.fairlead.placement.NodeInterface;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The MAC addresses of the other speakers. Those of a peer that is gone are kept: its last frames
 * may still be under way, and it may be back. Thread safe.
 */
final class PeerMacs {
  private final Map<NodeName, List<NodeInterface>> byPeer = new HashMap<>();

  /** All of them, after this peer has told its own. */
  synchronized Set<MacAddress> with(NodeName peer, List<NodeInterface> interfaces) {
    if (!interfaces.isEmpty()) {
      // Without a carrier a peer has no usable interface, and the same MAC address as before.
      byPeer.put(peer, List.copyOf(interfaces));
    }
    var all = new HashSet<MacAddress>();
    byPeer.values().forEach(each -> each.forEach(one -> all.add(one.mac())));
    return Set.copyOf(all);
  }

  /** The MAC address that the peer has, or had, where it is reached at this address. */
  synchronized Optional<MacAddress> at(NodeName peer, IpAddress address) {
    return byPeer.getOrDefault(peer, List.of()).stream()
        .filter(each -> each.subnets().stream().anyMatch(subnet -> subnet.contains(address)))
        .map(NodeInterface::mac)
        .findFirst();
  }
}
