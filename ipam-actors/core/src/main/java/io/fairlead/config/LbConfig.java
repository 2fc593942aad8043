package io.fairlead.config;

import static java.util.Collections.unmodifiableSortedMap;

import io.fairlead.net.IpAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * All of the valid configuration in force, whatever its source.
 *
 * @param pools by name
 * @param peers by name; see {@link #peersOf} for those of one node
 * @param nodePeers by name of the node: its peers, where they are not simply those that select it,
 *     because some of them cannot be in force together
 * @param faults what was refused; the last good configuration stays in force where one existed
 */
public record LbConfig(
    SortedMap<String, PoolConfig> pools,
    List<L2Advertisement> l2Advertisements,
    List<BgpAdvertisement> bgpAdvertisements,
    SortedMap<String, BgpPeer> peers,
    SortedMap<String, SortedMap<String, BgpPeer>> nodePeers,
    List<ConfigFault> faults) {

  public static final LbConfig EMPTY = new LbConfig(new TreeMap<>(), List.of(), List.of());

  public LbConfig {
    pools = unmodifiableSortedMap(new TreeMap<>(pools));
    l2Advertisements = List.copyOf(l2Advertisements);
    bgpAdvertisements = List.copyOf(bgpAdvertisements);
    peers = unmodifiableSortedMap(new TreeMap<>(peers));
    var copy = new TreeMap<String, SortedMap<String, BgpPeer>>();
    nodePeers.forEach((node, own) -> copy.put(node, unmodifiableSortedMap(new TreeMap<>(own))));
    nodePeers = unmodifiableSortedMap(copy);
    faults = List.copyOf(faults);
  }

  /** A configuration without BGP. */
  public LbConfig(
      SortedMap<String, PoolConfig> pools,
      List<L2Advertisement> l2Advertisements,
      List<ConfigFault> faults) {
    this(pools, l2Advertisements, List.of(), new TreeMap<>(), new TreeMap<>(), faults);
  }

  /** The same with these faults after its own. */
  public LbConfig withFaults(List<ConfigFault> more) {
    var all = new ArrayList<>(faults);
    all.addAll(more);
    return more.isEmpty()
        ? this
        : new LbConfig(pools, l2Advertisements, bgpAdvertisements, peers, nodePeers, all);
  }

  /** The pool whose ranges hold the address. */
  public Optional<PoolConfig> poolOf(IpAddress address) {
    return pools.values().stream()
        .filter(pool -> pool.ranges().stream().anyMatch(range -> range.contains(address)))
        .findFirst();
  }

  /** The peers in force on a node, by name. */
  public SortedMap<String, BgpPeer> peersOf(String node, Map<String, String> nodeLabels) {
    var exact = nodePeers.get(node);
    if (exact != null) {
      return exact;
    }
    var selected = new TreeMap<String, BgpPeer>();
    peers.forEach(
        (name, peer) -> {
          if (peer.selectsNode(nodeLabels)) {
            selected.put(name, peer);
          }
        });
    return unmodifiableSortedMap(selected);
  }
}
