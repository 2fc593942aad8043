package io.fairlead.k8s.validate;

import io.fairlead.config.BgpAdvertisement;
import io.fairlead.config.BgpCommunity;
import io.fairlead.config.BgpPeer;
import io.fairlead.config.ConfigRule;
import io.fairlead.config.PeerAsn;
import io.fairlead.config.PeerTarget;
import io.fairlead.config.PoolConfig;
import io.fairlead.net.IpFamily;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * V27: what MetalLB's native BGP lacks. Fairlead's BGP has all of it, so this is held only by a
 * check that is asked to judge for MetalLB's native mode too.
 */
public final class NativeRules {
  private NativeRules() {}

  /** Refuses a peer that uses more. */
  public static void peer(BgpPeer peer) {
    var used = new ArrayList<String>();
    add(used, peer.bfdProfile().isPresent(), "bfdProfile");
    add(used, !peer.vrf().isEmpty(), "vrf");
    add(used, peer.timers().connect().isPresent(), "connectTime");
    add(used, peer.gracefulRestart(), "enableGracefulRestart");
    add(used, peer.dualStack(), "dualStackAddressFamily");
    add(used, !(peer.peerAsn() instanceof PeerAsn.Fixed), "dynamicASN");
    add(used, peer.target() instanceof PeerTarget.Interface, "interface");
    add(used, peer.localAsn().isPresent(), "localASN");
    refuse("peer \"" + peer.name() + "\"", used);
  }

  /** Refuses an advertisement of IPv6 pools, or one with large communities. */
  public static void advertisement(BgpAdvertisement advertisement, Collection<PoolConfig> pools) {
    var used = new ArrayList<String>();
    boolean ipv6 =
        pools.stream()
            .filter(advertisement::selectsPool)
            .flatMap(pool -> pool.ranges().stream())
            .anyMatch(range -> range.family() == IpFamily.IPV6);
    add(used, ipv6, "an IPv6 pool");
    add(
        used,
        advertisement.communities().stream().anyMatch(BgpCommunity.Large.class::isInstance),
        "large communities");
    refuse("advertisement \"" + advertisement.name() + "\"", used);
  }

  private static void add(List<String> used, boolean uses, String what) {
    if (uses) {
      used.add(what);
    }
  }

  private static void refuse(String who, List<String> used) {
    if (!used.isEmpty()) {
      throw new ConfigRefusal(
          ConfigRule.NATIVE_BGP,
          who + " has " + String.join(", ", used) + " set on native bgp mode");
    }
  }
}
