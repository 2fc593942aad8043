package io.fairlead.k8s.translate;

import static java.util.Collections.unmodifiableSortedSet;

import io.fairlead.config.BgpAdvertisement;
import io.fairlead.config.BgpPeer;
import io.fairlead.config.L2Advertisement;
import io.fairlead.config.PoolConfig;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * What the legacy ConfigMap says.
 *
 * @param pools in listed order
 * @param layer2Pools names of those announced by layer 2
 * @param bgpAdvertisements of the pools of protocol bgp
 * @param peers in listed order
 */
public record LegacyConfig(
    List<PoolConfig> pools,
    SortedSet<String> layer2Pools,
    List<BgpAdvertisement> bgpAdvertisements,
    List<BgpPeer> peers) {
  /** No ConfigMap, or one without pools. */
  public static final LegacyConfig NONE = new LegacyConfig(List.of(), new TreeSet<>());

  private static final String PREFIX = "config/";

  public LegacyConfig {
    pools = List.copyOf(pools);
    layer2Pools = unmodifiableSortedSet(new TreeSet<>(layer2Pools));
    bgpAdvertisements = List.copyOf(bgpAdvertisements);
    peers = List.copyOf(peers);
  }

  /** A ConfigMap without BGP. */
  public LegacyConfig(List<PoolConfig> pools, SortedSet<String> layer2Pools) {
    this(pools, layer2Pools, List.of(), List.of());
  }

  boolean isEmpty() {
    return pools.isEmpty() && peers.isEmpty();
  }

  /** The advertisement a layer2 pool stands for. The slash keeps its name apart from resources. */
  static L2Advertisement advertisementOf(String pool) {
    return new L2Advertisement(
        PREFIX + pool,
        new TreeSet<>(List.of(pool)),
        List.of(),
        List.of(),
        new TreeSet<>(),
        List.of());
  }

  /** The pool that an advertisement of {@link #advertisementOf} stands for; empty for others. */
  static Optional<String> poolOf(String advertisement) {
    return isOurs(advertisement)
        ? Optional.of(advertisement.substring(PREFIX.length()))
        : Optional.empty();
  }

  /** Name of the n-th BGP advertisement of a pool, from 1. */
  static String bgpAdvertisementName(String pool, int number) {
    return PREFIX + pool + "/" + number;
  }

  /** Name of the n-th peer, from 1; the ConfigMap names none. */
  static String peerName(int number) {
    return PREFIX + "peer" + number;
  }

  /** True for a name that only something from the ConfigMap has. */
  static boolean isOurs(String name) {
    return name.startsWith(PREFIX);
  }
}
