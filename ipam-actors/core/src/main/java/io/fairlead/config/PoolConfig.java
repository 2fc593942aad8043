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
 */
public record PoolConfig(
    String name,
    List<IpRange> ranges,
    boolean autoAssign,
    boolean avoidBuggyIps,
    Optional<ServiceAllocation> allocation,
    SortedMap<String, String> labels) {

  public PoolConfig {
    ranges = List.copyOf(ranges);
    labels = unmodifiableSortedMap(new TreeMap<>(labels));
  }

  /** True when the address lies in the pool and may be handed out. */
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
}
