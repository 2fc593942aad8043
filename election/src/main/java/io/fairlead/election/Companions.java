package io.fairlead.election;

import io.fairlead.cluster.ServiceKey;
import io.fairlead.net.IpAddress;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Which addresses belong together: those of one Service, and those of Services that share one. They
 * are announced from one node, as far as one may announce them all.
 */
final class Companions {
  private final SortedMap<IpAddress, AddressDemand> demands;
  private final SortedMap<ServiceKey, SortedSet<IpAddress>> addressesOf = new TreeMap<>();
  private final SortedMap<IpAddress, SortedSet<IpAddress>> groups = new TreeMap<>();

  Companions(SortedMap<IpAddress, AddressDemand> demands) {
    this.demands = demands;
    for (var demand : demands.values()) {
      for (var service : demand.services()) {
        addressesOf.computeIfAbsent(service, _ -> new TreeSet<>()).add(demand.address());
      }
    }
    demands.keySet().forEach(this::gather);
  }

  private void gather(IpAddress start) {
    if (groups.containsKey(start)) {
      return;
    }
    var group = new TreeSet<IpAddress>();
    var open = new ArrayDeque<IpAddress>();
    open.add(start);
    while (!open.isEmpty()) {
      var address = open.remove();
      if (group.add(address)) {
        open.addAll(mates(address));
        groups.put(address, group);
      }
    }
  }

  /** The addresses that belong together with this one, itself among them. */
  SortedSet<IpAddress> group(IpAddress address) {
    return groups.getOrDefault(address, new TreeSet<>());
  }

  /** Every group once, by its first address. */
  Collection<SortedSet<IpAddress>> groups() {
    var distinct = new TreeMap<IpAddress, SortedSet<IpAddress>>();
    groups.values().forEach(group -> distinct.put(group.first(), group));
    return distinct.values();
  }

  /**
   * The address whose hash decides: the first of the Services that hold this one, as in MetalLB.
   */
  IpAddress lead(IpAddress address) {
    var mates = mates(address);
    return mates.isEmpty() ? address : mates.first();
  }

  /** The addresses of the Services that hold this one. */
  private SortedSet<IpAddress> mates(IpAddress address) {
    var mates = new TreeSet<IpAddress>();
    Optional.ofNullable(demands.get(address)).stream()
        .flatMap(demand -> demand.services().stream())
        .flatMap(service -> Optional.ofNullable(addressesOf.get(service)).stream())
        .forEach(mates::addAll);
    return mates;
  }
}
