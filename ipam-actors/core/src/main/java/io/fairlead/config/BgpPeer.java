package io.fairlead.config;

import io.fairlead.net.IpAddress;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A router that nodes hold a BGP session with. References are resolved: the password and the BFD
 * profile are in it.
 *
 * @param myAsn our AS number, 1 to 4294967295
 * @param localAsn what the peer sees in place of {@code myAsn}
 * @param sourceAddress where the session comes from
 * @param port TCP port of the peer
 * @param routerId BGP identifier of the node, an IPv4 address
 * @param nodeSelectors any of them; empty means all nodes
 * @param vrf Linux VRF of the session; empty means the default one
 * @param dualStack both address families on the one session
 */
public record BgpPeer(
    String name,
    long myAsn,
    PeerAsn peerAsn,
    Optional<Long> localAsn,
    PeerTarget target,
    Optional<IpAddress> sourceAddress,
    int port,
    PeerTimers timers,
    Optional<IpAddress> routerId,
    List<LabelSelector> nodeSelectors,
    Optional<PeerPassword> password,
    Optional<BfdProfile> bfdProfile,
    boolean gracefulRestart,
    boolean ebgpMultiHop,
    String vrf,
    boolean dualStack) {
  public static final long ASN_MAX = 0xFFFF_FFFFL;
  public static final int PORT_DEFAULT = 179;

  public BgpPeer {
    if (myAsn < 1 || myAsn > ASN_MAX) {
      throw new IllegalArgumentException("an AS number is 1 to 4294967295, not " + myAsn);
    }
    nodeSelectors = List.copyOf(nodeSelectors);
  }

  public boolean selectsNode(Map<String, String> nodeLabels) {
    return LabelSelectors.anyOrNone(nodeSelectors, nodeLabels);
  }

  /** The same session under another name. */
  public BgpPeer withName(String newName) {
    return new BgpPeer(
        newName,
        myAsn,
        peerAsn,
        localAsn,
        target,
        sourceAddress,
        port,
        timers,
        routerId,
        nodeSelectors,
        password,
        bfdProfile,
        gracefulRestart,
        ebgpMultiHop,
        vrf,
        dualStack);
  }
}
