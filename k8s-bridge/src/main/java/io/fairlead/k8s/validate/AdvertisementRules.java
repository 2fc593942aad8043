package io.fairlead.k8s.validate;

import io.fairlead.config.BgpAdvertisement;
import io.fairlead.config.BgpPeer;
import io.fairlead.config.ConfigRule;
import io.fairlead.config.PoolConfig;
import io.fairlead.net.IpFamily;
import java.util.Collection;
import java.util.Collections;
import java.util.Map;

/** BGPAdvertisements by themselves and with pools, peers and each other: V18 to V23. */
public final class AdvertisementRules {
  private AdvertisementRules() {}

  /**
   * V19.
   *
   * @param max 32 or 128
   */
  public static int aggregation(int length, int max) {
    if (length < 1 || length > max) {
      throw new ConfigRefusal(
          ConfigRule.AGGREGATION_LENGTH,
          "invalid aggregation length "
              + length
              + " for IPv"
              + (max == 32 ? 4 : 6)
              + ": it must be 1 to "
              + max);
    }
    return length;
  }

  /** A local preference has 32 bits, RFC 4271 section 5.1.5. */
  public static long localPref(long value) {
    if (value < 0 || value > BgpPeer.ASN_MAX) {
      throw new ConfigRefusal(
          ConfigRule.LOCAL_PREF, "localPref must be 0 to 4294967295, not " + value);
    }
    return value;
  }

  /** Some Services of an aggregate cannot be advertised without the others. */
  public static void selectorsWithoutAggregation(BgpAdvertisement advertisement) {
    boolean aggregates =
        advertisement.aggregationLength() != 32 || advertisement.aggregationLengthV6() != 128;
    if (!advertisement.serviceSelectors().isEmpty() && aggregates) {
      throw new ConfigRefusal(
          ConfigRule.AGGREGATION_WITH_SELECTOR,
          "serviceSelectors and aggregationLength are mutually exclusive, can only be used together"
              + " with default aggregationLength (32) and aggregationLengthV6 (128)");
    }
  }

  /** V18. */
  public static void unlike(BgpAdvertisement advertisement, Collection<BgpAdvertisement> others) {
    for (var other : others) {
      if (other.withName("").equals(advertisement.withName(""))) {
        throw new ConfigRefusal(
            ConfigRule.ADVERTISEMENT_EQUAL,
            "advertisements \""
                + advertisement.name()
                + "\" and \""
                + other.name()
                + "\" are equal: remove one of them");
      }
    }
  }

  /** V20: an aggregate must not reach beyond what the pool holds. */
  public static void withinPool(BgpAdvertisement advertisement, PoolConfig pool) {
    if (!advertisement.selectsPool(pool)) {
      return;
    }
    for (var range : pool.ranges()) {
      int length = advertisement.aggregationLength(range.family());
      int shortest = RangeCover.shortestPrefix(range);
      if (length < shortest) {
        throw new ConfigRefusal(
            ConfigRule.AGGREGATION_TOO_SHORT,
            "invalid aggregation length "
                + length
                + ": prefix "
                + range
                + " of pool \""
                + pool.name()
                + "\" is no larger than /"
                + shortest);
      }
    }
  }

  /** V23. */
  public static void echoOnlyForIpv4(
      BgpAdvertisement advertisement, Collection<PoolConfig> pools, Collection<BgpPeer> peers) {
    var ipv6 =
        pools.stream()
            .filter(advertisement::selectsPool)
            .filter(AdvertisementRules::hasIpv6)
            .findFirst();
    var echo =
        peers.stream()
            .filter(peer -> advertisement.selectsPeer(peer.name()))
            .filter(peer -> peer.bfdProfile().filter(profile -> profile.echoMode()).isPresent())
            .findFirst();
    if (ipv6.isPresent() && echo.isPresent()) {
      throw new ConfigRefusal(
          ConfigRule.ECHO_WITH_IPV6,
          "pool \""
              + ipv6.get().name()
              + "\" has IPv6 addresses and peer \""
              + echo.get().name()
              + "\" uses BFD echo, which is for IPv4 alone: use a BFDProfile without echoMode");
    }
  }

  private static boolean hasIpv6(PoolConfig pool) {
    return pool.ranges().stream().anyMatch(range -> range.family() == IpFamily.IPV6);
  }

  /**
   * V21: one prefix to one peer from one node has one local preference.
   *
   * @param nodes labels of all nodes, by name
   */
  public static void oneLocalPref(
      BgpAdvertisement advertisement,
      Collection<BgpAdvertisement> others,
      Collection<PoolConfig> pools,
      Map<String, ? extends Map<String, String>> nodes) {
    if (!advertisement.serviceSelectors().isEmpty()) {
      return;
    }
    for (var other : others) {
      boolean conflict =
          other.serviceSelectors().isEmpty()
              && other.localPref() != advertisement.localPref()
              && sharePeer(advertisement, other)
              && shareNode(advertisement, other, nodes);
      if (conflict) {
        for (var pool : pools) {
          requireApart(advertisement, other, pool);
        }
      }
    }
  }

  private static void requireApart(BgpAdvertisement a, BgpAdvertisement b, PoolConfig pool) {
    boolean samePrefixes =
        pool.ranges().stream()
            .anyMatch(
                range ->
                    a.aggregationLength(range.family()) == b.aggregationLength(range.family()));
    if (a.selectsPool(pool) && b.selectsPool(pool) && samePrefixes) {
      throw new ConfigRefusal(
          ConfigRule.LOCAL_PREF,
          "invalid local preference "
              + a.localPref()
              + ": local preference "
              + b.localPref()
              + " was already set for pool \""
              + pool.name()
              + "\" by advertisement \""
              + b.name()
              + "\"");
    }
  }

  /**
   * V22: whether two advertisements that both select a Service contradict each other for it.
   *
   * @param nodeLabels of the node that would advertise
   */
  public static boolean contradict(
      BgpAdvertisement a, BgpAdvertisement b, IpFamily family, Map<String, String> nodeLabels) {
    return a.localPref() != b.localPref()
        && a.aggregationLength(family) == b.aggregationLength(family)
        && sharePeer(a, b)
        && a.selectsNode(nodeLabels)
        && b.selectsNode(nodeLabels);
  }

  private static boolean sharePeer(BgpAdvertisement a, BgpAdvertisement b) {
    return a.peers().isEmpty()
        || b.peers().isEmpty()
        || !Collections.disjoint(a.peers(), b.peers());
  }

  /** With no node known yet, what is not the same is taken to meet. */
  private static boolean shareNode(
      BgpAdvertisement a, BgpAdvertisement b, Map<String, ? extends Map<String, String>> nodes) {
    return nodes.isEmpty()
        || nodes.values().stream()
            .anyMatch(labels -> a.selectsNode(labels) && b.selectsNode(labels));
  }
}
