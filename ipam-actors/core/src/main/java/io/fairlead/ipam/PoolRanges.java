package io.fairlead.ipam;

import io.fairlead.cluster.ServiceKey;
import io.fairlead.config.PoolConfig;
import io.fairlead.config.Reservation;
import io.fairlead.net.IpAddress;
import io.fairlead.net.IpFamily;
import io.fairlead.net.IpRange;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * The ranges of a pool, and which addresses of them may be handed out.
 *
 * @param listed in listed order, which is the order of assignment
 * @param avoidBuggyIps IPv4 addresses that end in .0 or .255 are not handed out
 * @param reservations what is kept back for one Service, or from all
 */
record PoolRanges(List<IpRange> listed, boolean avoidBuggyIps, List<Reservation> reservations) {
  static final PoolRanges NONE = new PoolRanges(List.of(), false, List.of());

  private static final BigInteger BLOCK = BigInteger.valueOf(256);

  PoolRanges {
    listed = List.copyOf(listed);
    reservations = List.copyOf(reservations);
  }

  static PoolRanges of(PoolConfig config) {
    return new PoolRanges(config.ranges(), config.avoidBuggyIps(), config.reservations());
  }

  boolean isReserved(IpAddress address) {
    for (Reservation reservation : reservations) {
      if (reservation.range().contains(address)) {
        return true;
      }
    }
    return false;
  }

  /** True when no Service may have the address. */
  boolean isExcluded(IpAddress address) {
    return reservations.stream()
        .anyMatch(
            reservation ->
                reservation.service().isEmpty() && reservation.range().contains(address));
  }

  /** The reservation that keeps the Service from the address. */
  Optional<Reservation> closedTo(IpAddress address, ServiceKey service) {
    return reservations.isEmpty()
        ? Optional.empty()
        : PoolConfig.closed(reservations, address, service.toString());
  }

  /** True when the Service may have the address as far as the configuration goes. */
  boolean permits(IpAddress address, ServiceKey service) {
    return permits(address) && closedTo(address, service).isEmpty();
  }

  boolean has(IpFamily family) {
    return listed.stream().anyMatch(range -> range.family() == family);
  }

  boolean contains(IpAddress address) {
    for (IpRange range : listed) {
      if (range.contains(address)) {
        return true;
      }
    }
    return false;
  }

  boolean permits(IpAddress address) {
    return contains(address) && !isAvoided(address);
  }

  boolean isAvoided(IpAddress address) {
    return avoidBuggyIps
        && address.family() == IpFamily.IPV4
        && (address.lastOctet() == 0 || address.lastOctet() == 255);
  }

  /**
   * The first free one of the range. Few turns: a taken address takes the avoided ones that follow
   * along, see AddressPool.
   */
  Optional<IpAddress> firstFree(IpRange range, TakenAddresses taken) {
    var candidate = taken.firstFree(range);
    while (candidate.isPresent() && isAvoided(candidate.get())) {
      var address = candidate.get();
      candidate =
          address.equals(range.last())
              ? Optional.empty()
              : taken.firstFree(new IpRange(address.next(), range.last()));
    }
    return candidate;
  }

  /** Number of addresses of the family that some Service may have, taken or not. */
  BigInteger size(IpFamily family) {
    return count(family, listed).subtract(count(family, reserved(Optional::isEmpty)));
  }

  /** Number of addresses of the family that only a certain Service may have, taken or not. */
  BigInteger reservedSize(IpFamily family) {
    return count(family, reserved(Optional::isPresent));
  }

  private List<IpRange> reserved(Predicate<Optional<String>> isFor) {
    return reservations.stream()
        .filter(reservation -> isFor.test(reservation.service()))
        .map(Reservation::range)
        .toList();
  }

  private BigInteger count(IpFamily family, List<IpRange> ranges) {
    var total = BigInteger.ZERO;
    for (IpRange range : disjoint(ranges)) {
      if (range.family() == family) {
        total = total.add(range.size()).subtract(avoidedIn(range));
      }
    }
    return total;
  }

  private static List<IpRange> disjoint(List<IpRange> ranges) {
    var merged = new ArrayList<IpRange>();
    for (IpRange range : ranges.stream().sorted().toList()) {
      if (!merged.isEmpty() && merged.getLast().overlaps(range)) {
        var before = merged.removeLast();
        var last = before.last().compareTo(range.last()) < 0 ? range.last() : before.last();
        merged.add(new IpRange(before.first(), last));
      } else {
        merged.add(range);
      }
    }
    return merged;
  }

  private BigInteger avoidedIn(IpRange range) {
    if (!avoidBuggyIps || range.family() == IpFamily.IPV6) {
      return BigInteger.ZERO;
    }
    return endingIn(0, range).add(endingIn(255, range));
  }

  /** How many addresses of the IPv4 range have this last octet. */
  private static BigInteger endingIn(long octet, IpRange range) {
    var upTo = BigInteger.valueOf(range.last().low() - octet + 256).divide(BLOCK);
    var before = BigInteger.valueOf(range.first().low() - octet + 255).divide(BLOCK);
    return upTo.subtract(before);
  }
}
