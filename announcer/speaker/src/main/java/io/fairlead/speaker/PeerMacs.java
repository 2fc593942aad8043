package io.fairlead.speaker;

import io.fairlead.cluster.NodeName;
import io.fairlead.net.MacAddress;
import io.fairlead.placement.NodeInterface;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The MAC addresses of the other speakers. Those of a peer that is gone are kept: its last frames
 * may still be under way, and it may be back. Thread safe.
 */
final class PeerMacs {
  private final Map<NodeName, Set<MacAddress>> byPeer = new HashMap<>();

  /** All of them, after this peer has told its own. */
  synchronized Set<MacAddress> with(NodeName peer, List<NodeInterface> interfaces) {
    var macs = new HashSet<MacAddress>();
    interfaces.forEach(each -> macs.add(each.mac()));
    if (!macs.isEmpty()) {
      // Without a carrier a peer has no usable interface, and the same MAC address as before.
      byPeer.put(peer, Set.copyOf(macs));
    }
    var all = new HashSet<MacAddress>();
    byPeer.values().forEach(all::addAll);
    return Set.copyOf(all);
  }
}
