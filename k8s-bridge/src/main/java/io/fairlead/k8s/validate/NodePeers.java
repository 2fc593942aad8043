package io.fairlead.k8s.validate;

import io.fairlead.config.BgpPeer;
import io.fairlead.config.ConfigRule;
import java.util.Collection;
import java.util.SortedMap;
import java.util.TreeMap;

/** V28: the peers of one node, as far as they can be in force together. */
public final class NodePeers {
  private final SortedMap<String, BgpPeer> placed = new TreeMap<>();

  /**
   * Takes the peer in.
   *
   * @throws ConfigRefusal when it cannot be in force together with those before
   */
  public void place(BgpPeer peer) {
    check(peer, placed.values());
    placed.put(peer.name(), peer);
  }

  /** What was taken in, by name. */
  public SortedMap<String, BgpPeer> placed() {
    return new TreeMap<>(placed);
  }

  private static void check(BgpPeer peer, Collection<BgpPeer> others) {
    for (var other : others) {
      if (other.name().equals(peer.name())) {
        continue;
      }
      if (!other.routerId().equals(peer.routerId())) {
        throw new ConfigRefusal(
            ConfigRule.NODE_ROUTER_ID,
            "peers selecting the same node must have the same routerID: peer \""
                + other.name()
                + "\" has "
                + other.routerId().map(Object::toString).orElse("none")
                + ", this one "
                + peer.routerId().map(Object::toString).orElse("none"));
      }
      if (!other.vrf().equals(peer.vrf())) {
        continue;
      }
      if (other.myAsn() != peer.myAsn()) {
        throw new ConfigRefusal(
            ConfigRule.NODE_OWN_ASN,
            "peers selecting the same node and VRF must have the same myASN: peer \""
                + other.name()
                + "\" has "
                + other.myAsn()
                + ", this one "
                + peer.myAsn());
      }
      if (other.target().equals(peer.target())) {
        throw new ConfigRefusal(
            ConfigRule.NODE_PEER_TARGET,
            "peer \""
                + other.name()
                + "\" of the same node has the same "
                + peer.target()
                + " already");
      }
    }
  }

  /** V12: no other peer says the same under another name. */
  public static void requireUnlike(BgpPeer peer, Collection<BgpPeer> others) {
    for (var other : others) {
      if (!other.name().equals(peer.name()) && other.withName(peer.name()).equals(peer)) {
        throw new ConfigRefusal(
            ConfigRule.PEER_DUPLICATE,
            "peer already exists: \"" + other.name() + "\" says the same; remove one of them");
      }
    }
  }
}
