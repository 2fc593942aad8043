package io.fairlead.config;

import static java.util.Collections.unmodifiableSortedMap;

import io.fairlead.net.IpAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * All of the valid configuration in force, whatever its source.
 *
 * @param pools by name
 * @param faults what was refused; the last good configuration stays in force where one existed
 */
public record LbConfig(
    SortedMap<String, PoolConfig> pools,
    List<L2Advertisement> l2Advertisements,
    List<ConfigFault> faults) {

  public static final LbConfig EMPTY = new LbConfig(new TreeMap<>(), List.of(), List.of());

  public LbConfig {
    pools = unmodifiableSortedMap(new TreeMap<>(pools));
    l2Advertisements = List.copyOf(l2Advertisements);
    faults = List.copyOf(faults);
  }

  /** The same with these faults after its own. */
  public LbConfig withFaults(List<ConfigFault> more) {
    var all = new ArrayList<>(faults);
    all.addAll(more);
    return more.isEmpty() ? this : new LbConfig(pools, l2Advertisements, all);
  }

  /** The pool whose ranges hold the address. */
  public Optional<PoolConfig> poolOf(IpAddress address) {
    return pools.values().stream()
        .filter(pool -> pool.ranges().stream().anyMatch(range -> range.contains(address)))
        .findFirst();
  }
}
