package io.fairlead.k8s.validate;

import io.fairlead.config.BgpPeer;
import io.fairlead.config.ConfigRule;
import io.fairlead.config.PeerAsn;
import io.fairlead.config.PeerTimers;
import io.fairlead.net.IpAddress;
import io.fairlead.net.IpFamily;
import java.time.Duration;
import java.util.Optional;

/** What one BGP peer tells by itself: V1 to V7, V9. Shared by BGPPeers and the ConfigMap. */
public final class PeerRules {
  private static final Duration HOLD_MIN = Duration.ofSeconds(3);
  private static final Duration HOLD_MAX = Duration.ofSeconds(65_535);
  private static final Duration CONNECT_MIN = Duration.ofSeconds(1);

  private PeerRules() {}

  /** V1. */
  public static long ownAsn(long asn) {
    if (asn < 1 || asn > BgpPeer.ASN_MAX) {
      throw new ConfigRefusal(
          ConfigRule.OWN_ASN, "missing local ASN: myASN must be 1 to 4294967295, not " + asn);
    }
    return asn;
  }

  /**
   * V2.
   *
   * @param peerAsn 0 when absent
   * @param dynamic empty when absent
   */
  public static PeerAsn peerAsn(long peerAsn, String dynamic) {
    if (peerAsn == 0 && dynamic.isEmpty()) {
      throw new ConfigRefusal(ConfigRule.PEER_ASN, "missing peer ASN: set peerASN or dynamicASN");
    }
    if (peerAsn != 0 && !dynamic.isEmpty()) {
      throw new ConfigRefusal(
          ConfigRule.PEER_ASN, "both peerASN and dynamicASN are set: remove one of them");
    }
    if (peerAsn < 0 || peerAsn > BgpPeer.ASN_MAX) {
      throw new ConfigRefusal(
          ConfigRule.PEER_ASN, "peerASN must be 1 to 4294967295, not " + peerAsn);
    }
    return switch (dynamic) {
      case "" -> new PeerAsn.Fixed(peerAsn);
      case "internal" -> new PeerAsn.Internal();
      case "external" -> new PeerAsn.External();
      default ->
          throw new ConfigRefusal(
              ConfigRule.PEER_ASN,
              "invalid dynamicASN \"" + dynamic + "\": it must be internal or external");
    };
  }

  /** V3. */
  public static void multiHop(boolean ebgpMultiHop, long myAsn, PeerAsn peerAsn) {
    boolean own = peerAsn.equals(new PeerAsn.Internal()) || isFixed(peerAsn, myAsn);
    if (ebgpMultiHop && own) {
      throw new ConfigRefusal(
          ConfigRule.MULTI_HOP,
          "invalid ebgp-multihop parameter set for an ibgp peer: the peer has our AS number");
    }
  }

  private static boolean isFixed(PeerAsn peerAsn, long asn) {
    return peerAsn instanceof PeerAsn.Fixed(var fixed) && fixed == asn;
  }

  /** V5. */
  public static IpAddress address(String text, String field) {
    try {
      return IpAddress.parse(text.strip());
    } catch (IllegalArgumentException e) {
      throw new ConfigRefusal(ConfigRule.PEER_ADDRESS, field + ": " + e.getMessage(), e);
    }
  }

  /** V5; RFC 4271 section 4.2: an identifier has four octets. */
  public static IpAddress routerId(String text, String field) {
    var address = address(text, field);
    if (address.family() != IpFamily.IPV4) {
      throw new ConfigRefusal(
          ConfigRule.PEER_ADDRESS,
          field + ": invalid router ID \"" + text + "\": write an IPv4 address");
    }
    return address;
  }

  /** V6, V7, and the bounds of the connect time. */
  public static PeerTimers timers(
      Optional<Duration> hold, Optional<Duration> keepalive, Optional<Duration> connect) {
    keepalive.ifPresent(
        time -> requireWhole(time, ConfigRule.KEEPALIVE_TIME, "invalid keepalive time"));
    var holdInForce = hold.or(() -> keepalive.map(time -> time.multipliedBy(3)));
    holdInForce.ifPresent(PeerRules::requireHold);
    var keepaliveInForce =
        keepalive.or(() -> hold.map(time -> Duration.ofSeconds(time.toSeconds() / 3)));
    if (holdInForce.isPresent()
        && keepaliveInForce.isPresent()
        && keepaliveInForce.get().compareTo(holdInForce.get()) > 0) {
      throw new ConfigRefusal(
          ConfigRule.KEEPALIVE_TIME,
          "invalid keepalive time "
              + seconds(keepaliveInForce.get())
              + ": must be lower than holdTime "
              + seconds(holdInForce.get()));
    }
    connect.ifPresent(PeerRules::requireConnect);
    return new PeerTimers(holdInForce, keepaliveInForce, connect);
  }

  private static void requireHold(Duration hold) {
    requireWhole(hold, ConfigRule.HOLD_TIME, "invalid hold time");
    if (!hold.isZero() && (hold.compareTo(HOLD_MIN) < 0 || hold.compareTo(HOLD_MAX) > 0)) {
      throw new ConfigRefusal(
          ConfigRule.HOLD_TIME,
          "invalid hold time " + seconds(hold) + ": must be 0 or >=3s, and at most 65535s");
    }
  }

  private static void requireConnect(Duration connect) {
    requireWhole(connect, ConfigRule.CONNECT_TIME, "invalid connect time");
    if (connect.compareTo(CONNECT_MIN) < 0 || connect.compareTo(HOLD_MAX) > 0) {
      throw new ConfigRefusal(
          ConfigRule.CONNECT_TIME,
          "connect time should be between 1 seconds to 65535, not " + seconds(connect));
    }
  }

  private static void requireWhole(Duration time, ConfigRule rule, String what) {
    if (time.toNanosPart() != 0) {
      throw new ConfigRefusal(rule, what + ": it must be a whole number of seconds");
    }
  }

  private static String seconds(Duration time) {
    return time.toSeconds() + "s";
  }
}
