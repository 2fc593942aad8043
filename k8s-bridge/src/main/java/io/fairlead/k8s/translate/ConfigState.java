package io.fairlead.k8s.translate;

import static java.util.Collections.unmodifiableSortedMap;

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
 * @param pools of IPAddressPool objects, by name
 * @param l2Advertisements of L2Advertisement objects, by name
 * @param legacy of the ConfigMap
 * @param config all of it together
 */
public record ConfigState(
    SortedMap<String, PoolConfig> pools,
    SortedMap<String, L2Advertisement> l2Advertisements,
    LegacyConfig legacy,
    LbConfig config) {
  /** Before anything was read. */
  public static final ConfigState EMPTY =
      new ConfigState(new TreeMap<>(), new TreeMap<>(), LegacyConfig.NONE, LbConfig.EMPTY);

  public ConfigState {
    pools = unmodifiableSortedMap(new TreeMap<>(pools));
    l2Advertisements = unmodifiableSortedMap(new TreeMap<>(l2Advertisements));
  }

  /**
   * The state of a program that restarts: nothing is known of the objects yet, but what was in
   * force before is there to fall back on. Advertisements tell which pools the ConfigMap held; a
   * pool of it that none announces counts as that of a resource.
   */
  public static ConfigState restored(LbConfig lastGood) {
    var resourcePools = new TreeMap<>(lastGood.pools());
    var advertisements = new TreeMap<String, L2Advertisement>();
    var legacyPools = new ArrayList<PoolConfig>();
    var layer2 = new TreeSet<String>();
    for (var advertisement : lastGood.l2Advertisements()) {
      var legacy =
          LegacyConfig.poolOf(advertisement.name())
              .flatMap(name -> Optional.ofNullable(resourcePools.remove(name)));
      legacy.ifPresent(pool -> layer2.add(pool.name()));
      legacy.ifPresentOrElse(
          legacyPools::add, () -> advertisements.put(advertisement.name(), advertisement));
    }
    return new ConfigState(
        resourcePools, advertisements, new LegacyConfig(legacyPools, layer2), lastGood);
  }
}
