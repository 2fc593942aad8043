package io.fairlead.config;

import static java.util.Collections.unmodifiableSortedSet;

import io.fairlead.net.IpFamily;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Which pools are advertised by BGP, from which nodes, to whom, and with what attributes.
 *
 * @param aggregationLength length of the IPv4 prefixes that are advertised, 1 to 32
 * @param aggregationLengthV6 the same for IPv6, 1 to 128
 * @param localPref LOCAL_PREF, RFC 4271 section 5.1.5; 0 means none
 * @param communities resolved, no aliases
 * @param pools names of pools; names and selectors both empty mean all pools
 * @param nodeSelectors any of them; empty means all nodes
 * @param serviceSelectors any of them; empty means all Services
 * @param peers names of peers; empty means all peers
 */
public record BgpAdvertisement(
    String name,
    int aggregationLength,
    int aggregationLengthV6,
    long localPref,
    SortedSet<BgpCommunity> communities,
    SortedSet<String> pools,
    List<LabelSelector> poolSelectors,
    List<LabelSelector> nodeSelectors,
    List<LabelSelector> serviceSelectors,
    SortedSet<String> peers) {

  public BgpAdvertisement {
    if (aggregationLength < 1 || aggregationLength > 32) {
      throw new IllegalArgumentException("invalid aggregation length " + aggregationLength);
    }
    if (aggregationLengthV6 < 1 || aggregationLengthV6 > 128) {
      throw new IllegalArgumentException("invalid aggregation length " + aggregationLengthV6);
    }
    communities = unmodifiableSortedSet(new TreeSet<>(communities));
    pools = unmodifiableSortedSet(new TreeSet<>(pools));
    poolSelectors = List.copyOf(poolSelectors);
    nodeSelectors = List.copyOf(nodeSelectors);
    serviceSelectors = List.copyOf(serviceSelectors);
    peers = unmodifiableSortedSet(new TreeSet<>(peers));
  }

  public boolean selectsPool(PoolConfig pool) {
    boolean all = pools.isEmpty() && poolSelectors.isEmpty();
    return all || pools.contains(pool.name()) || LabelSelectors.any(poolSelectors, pool.labels());
  }

  public boolean selectsNode(Map<String, String> nodeLabels) {
    return LabelSelectors.anyOrNone(nodeSelectors, nodeLabels);
  }

  public boolean selectsService(Map<String, String> serviceLabels) {
    return LabelSelectors.anyOrNone(serviceSelectors, serviceLabels);
  }

  public boolean selectsPeer(String peer) {
    return peers.isEmpty() || peers.contains(peer);
  }

  /** Length of the prefixes of one family that are advertised. */
  public int aggregationLength(IpFamily family) {
    return family == IpFamily.IPV4 ? aggregationLength : aggregationLengthV6;
  }

  /** The same advertisement under another name. */
  public BgpAdvertisement withName(String newName) {
    return new BgpAdvertisement(
        newName,
        aggregationLength,
        aggregationLengthV6,
        localPref,
        communities,
        pools,
        poolSelectors,
        nodeSelectors,
        serviceSelectors,
        peers);
  }
}
