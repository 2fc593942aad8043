package io.fairlead.k8s.translate;

import static java.util.Collections.unmodifiableSortedMap;

import io.fairlead.config.BfdProfile;
import io.fairlead.config.BgpAdvertisement;
import io.fairlead.config.BgpCommunity;
import io.fairlead.config.BgpPeer;
import io.fairlead.config.L2Advertisement;
import io.fairlead.config.LbConfig;
import io.fairlead.config.PoolConfig;
import java.util.ArrayList;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The configuration in force, and by source the last good form of each object, to fall back on.
 *
 * @param resources of the custom resources
 * @param legacy of the ConfigMap
 * @param config all of it together
 */
public record ConfigState(Resources resources, LegacyConfig legacy, LbConfig config) {
  /**
   * The last good form of every custom resource, by name.
   *
   * @param communities the aliases that each Community object defines
   */
  public record Resources(
      SortedMap<String, PoolConfig> pools,
      SortedMap<String, L2Advertisement> l2Advertisements,
      SortedMap<String, BgpAdvertisement> bgpAdvertisements,
      SortedMap<String, BgpPeer> peers,
      SortedMap<String, BfdProfile> bfdProfiles,
      SortedMap<String, SortedMap<String, BgpCommunity>> communities) {
    static final Resources NONE =
        new Resources(
            new TreeMap<>(),
            new TreeMap<>(),
            new TreeMap<>(),
            new TreeMap<>(),
            new TreeMap<>(),
            new TreeMap<>());

    public Resources {
      pools = unmodifiableSortedMap(new TreeMap<>(pools));
      l2Advertisements = unmodifiableSortedMap(new TreeMap<>(l2Advertisements));
      bgpAdvertisements = unmodifiableSortedMap(new TreeMap<>(bgpAdvertisements));
      peers = unmodifiableSortedMap(new TreeMap<>(peers));
      bfdProfiles = unmodifiableSortedMap(new TreeMap<>(bfdProfiles));
      communities = unmodifiableSortedMap(new TreeMap<>(communities));
    }
  }

  /** Before anything was read. */
  public static final ConfigState EMPTY =
      new ConfigState(Resources.NONE, LegacyConfig.NONE, LbConfig.EMPTY);

  /**
   * The state of a program that restarts: nothing is known of the objects yet, but what was in
   * force before is there to fall back on. Advertisements tell which pools the ConfigMap held; a
   * pool of it that none announces counts as that of a resource.
   */
  public static ConfigState restored(LbConfig lastGood) {
    var pools = new TreeMap<>(lastGood.pools());
    var legacyPools = new ArrayList<PoolConfig>();
    var l2 = new TreeMap<String, L2Advertisement>();
    var layer2 = new TreeSet<String>();
    for (var advertisement : lastGood.l2Advertisements()) {
      var legacy =
          LegacyConfig.poolOf(advertisement.name())
              .flatMap(name -> Optional.ofNullable(pools.remove(name)));
      legacy.ifPresent(pool -> layer2.add(pool.name()));
      legacy.ifPresentOrElse(legacyPools::add, () -> l2.put(advertisement.name(), advertisement));
    }
    var bgp = new TreeMap<String, BgpAdvertisement>();
    var legacyBgp = new ArrayList<BgpAdvertisement>();
    for (var advertisement : lastGood.bgpAdvertisements()) {
      if (LegacyConfig.isOurs(advertisement.name())) {
        legacyBgp.add(advertisement);
        advertisement.pools().stream()
            .flatMap(name -> Optional.ofNullable(pools.remove(name)).stream())
            .forEach(legacyPools::add);
      } else {
        bgp.put(advertisement.name(), advertisement);
      }
    }
    var peers = new TreeMap<>(lastGood.peers());
    var legacyPeers = new ArrayList<BgpPeer>();
    lastGood.peers().values().stream()
        .filter(peer -> LegacyConfig.isOurs(peer.name()))
        .forEach(legacyPeers::add);
    peers.keySet().removeIf(LegacyConfig::isOurs);
    return new ConfigState(
        new Resources(pools, l2, bgp, peers, new TreeMap<>(), new TreeMap<>()),
        new LegacyConfig(legacyPools, layer2, legacyBgp, legacyPeers),
        lastGood);
  }
}
