package io.fairlead.config;

import static java.util.Collections.unmodifiableSortedMap;

import io.fairlead.net.IpAddress;
import io.fairlead.net.IpRange;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * One address pool as configured.
 *
 * @param ranges in listed order, which is the order of assignment
 * @param autoAssign false: handed out only on explicit request
 * @param avoidBuggyIps skip IPv4 addresses that end in .0 or .255
 * @param allocation pins the pool; empty means that any Service may use it
 * @param labels of the IPAddressPool object; advertisements select by them
 * @param reservations inside the ranges, in listed order
 */
public record PoolConfig(
    String name,
    List<IpRange> ranges,
    boolean autoAssign,
    boolean avoidBuggyIps,
    Optional<ServiceAllocation> allocation,
    SortedMap<String, String> labels,
    List<Reservation> reservations,
    ReuseRules reuse) {
  public PoolConfig {
    ranges = List.copyOf(ranges);
    labels = unmodifiableSortedMap(new TreeMap<>(labels));
    reservations = List.copyOf(reservations);
  }

  /** A pool without reservations, and with the default rules of re-use. */
  public PoolConfig(
      String name,
      List<IpRange> ranges,
      boolean autoAssign,
      boolean avoidBuggyIps,
      Optional<ServiceAllocation> allocation,
      SortedMap<String, String> labels) {
    this(
        name, ranges, autoAssign, avoidBuggyIps, allocation, labels, List.of(), ReuseRules.DEFAULT);
  }

  /** The same pool with these reservations and rules of re-use. */
  public PoolConfig with(List<Reservation> reserved, ReuseRules rules) {
    return new PoolConfig(
        name, ranges, autoAssign, avoidBuggyIps, allocation, labels, reserved, rules);
  }

  /** True when the address lies in the pool and is not avoided. */
  public boolean permits(IpAddress address) {
    return ranges.stream().anyMatch(range -> range.contains(address)) && !isBuggy(address);
  }

  /** True for an IPv4 address that some old equipment refuses, when the pool avoids those. */
  public boolean isBuggy(IpAddress address) {
    return avoidBuggyIps
        && switch (address.family()) {
          case IPV4 -> address.lastOctet() == 0 || address.lastOctet() == 255;
          case IPV6 -> false;
        };
  }

  /**
   * What keeps the Service from the address: a reservation that covers it, when none that does
   * names the Service.
   *
   * @param service as {@code namespace/name}
   */
  public Optional<Reservation> closedTo(IpAddress address, String service) {
    return closed(reservations, address, service);
  }

  /** {@link #closedTo} for any list of reservations. */
  public static Optional<Reservation> closed(
      List<Reservation> reservations, IpAddress address, String service) {
    Optional<Reservation> covering = Optional.empty();
    for (Reservation reservation : reservations) {
      if (reservation.range().contains(address)) {
        if (reservation.service().filter(service::equals).isPresent()) {
          return Optional.empty();
        }
        covering = covering.or(() -> Optional.of(reservation));
      }
    }
    return covering;
  }
}
