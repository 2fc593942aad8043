package io.fairlead.ipam;

import io.fairlead.net.IpAddress;
import io.fairlead.net.IpFamily;
import io.fairlead.net.IpRange;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The ranges of a pool, and which addresses of them may be handed out.
 *
 * @param listed in listed order, which is the order of assignment
 * @param avoidBuggyIps IPv4 addresses that end in .0 or .255 are not handed out
 */
record PoolRanges(List<IpRange> listed, boolean avoidBuggyIps) {
  private static final BigInteger BLOCK = BigInteger.valueOf(256);

  PoolRanges {
    listed = List.copyOf(listed);
  }

  boolean has(IpFamily family) {
    return listed.stream().anyMatch(range -> range.family() == family);
  }

  boolean contains(IpAddress address) {
    return listed.stream().anyMatch(range -> range.contains(address));
  }

  boolean permits(IpAddress address) {
    return contains(address) && !isAvoided(address);
  }

  boolean isAvoided(IpAddress address) {
    return avoidBuggyIps
        && address.family() == IpFamily.IPV4
        && (address.lastOctet() == 0 || address.lastOctet() == 255);
  }

  Optional<IpAddress> firstFree(IpFamily family, TakenAddresses taken) {
    return listed.stream()
        .filter(range -> range.family() == family)
        .flatMap(range -> firstFree(range, taken).stream())
        .findFirst();
  }

  /** Few turns: a taken address takes the avoided ones that follow along, see AddressPool. */
  private Optional<IpAddress> firstFree(IpRange range, TakenAddresses taken) {
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

  /** Number of addresses of the family that may be handed out, taken or not. */
  BigInteger size(IpFamily family) {
    var total = BigInteger.ZERO;
    for (IpRange range : disjoint()) {
      if (range.family() == family) {
        total = total.add(range.size()).subtract(avoidedIn(range));
      }
    }
    return total;
  }

  private List<IpRange> disjoint() {
    var merged = new ArrayList<IpRange>();
    for (IpRange range : listed.stream().sorted().toList()) {
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
