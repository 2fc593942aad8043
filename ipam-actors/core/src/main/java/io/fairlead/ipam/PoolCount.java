package io.fairlead.ipam;

import io.fairlead.ipam.PoolUsage.FamilyUsage;
import io.fairlead.net.IpAddress;
import io.fairlead.net.IpFamily;
import java.math.BigInteger;
import java.time.Instant;

/** Counts the addresses of a pool. */
final class PoolCount {
  private static final BigInteger MOST = BigInteger.valueOf(Long.MAX_VALUE);

  private PoolCount() {}

  /**
   * @param book as of {@code now}
   */
  static PoolUsage of(String pool, boolean retired, PoolBook book, Instant now) {
    return new PoolUsage(
        pool,
        retired,
        book.holdings().size(),
        family(IpFamily.IPV4, retired, book, now),
        family(IpFamily.IPV6, retired, book, now));
  }

  private static FamilyUsage family(IpFamily family, boolean retired, PoolBook book, Instant now) {
    var owned = book.owned(family);
    if (retired) {
      return new FamilyUsage(owned.size(), 0, 0, 0, 0);
    }
    var ranges = book.ranges();
    long inside = owned.stream().filter(address -> isForSomebody(address, ranges)).count();
    var withheld =
        book.former().byAddress().values().stream()
            .filter(hold -> hold.address().family() == family)
            .filter(hold -> isForSomebody(hold.address(), ranges))
            .toList();
    long quarantined = withheld.stream().filter(hold -> book.isQuarantined(hold, now)).count();
    return new FamilyUsage(
        owned.size(),
        atMost(ranges.size(family).subtract(BigInteger.valueOf(inside))),
        quarantined,
        withheld.size() - quarantined,
        atMost(ranges.reservedSize(family)));
  }

  private static boolean isForSomebody(IpAddress address, PoolRanges ranges) {
    return ranges.permits(address) && !ranges.isExcluded(address);
  }

  private static long atMost(BigInteger count) {
    return count.min(MOST).longValueExact();
  }
}
