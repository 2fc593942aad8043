package io.fairlead.speaker.link;

import io.fairlead.net.IpAddress;
import io.fairlead.net.IpFamily;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;

/**
 * A few ranges of IPv4 addresses that cover a set, and as little besides as so few can. Pure.
 *
 * @param ranges ascending, apart from each other
 */
public record AddressRanges(List<Range> ranges) {
  /** So many comparisons fit between a jump of classic BPF and its aim. */
  static final int COUNT_MAX = 32;

  public AddressRanges {
    ranges = List.copyOf(ranges);
    if (ranges.size() > COUNT_MAX) {
      throw new IllegalArgumentException("more ranges than a filter holds: " + ranges.size());
    }
  }

  /**
   * Addresses as unsigned numbers.
   *
   * @param last of the range too
   */
  public record Range(long first, long last) {}

  /** Covers the IPv4 addresses among these; the widest gaps between them stay open. */
  public static AddressRanges covering(Collection<IpAddress> addresses) {
    var sorted = new TreeSet<Long>();
    for (IpAddress address : addresses) {
      if (address.family() == IpFamily.IPV4) {
        sorted.add(address.low());
      }
    }
    var gaps = gaps(sorted);
    gaps.sort(Comparator.comparingLong((Range gap) -> gap.first() - gap.last()));
    var open = new ArrayList<>(gaps.subList(0, Math.min(gaps.size(), COUNT_MAX - 1)));
    open.sort(Comparator.comparingLong(Range::first));
    var ranges = new ArrayList<Range>();
    if (!sorted.isEmpty()) {
      long first = sorted.first();
      for (Range gap : open) {
        ranges.add(new Range(first, gap.first() - 1));
        first = gap.last() + 1;
      }
      ranges.add(new Range(first, sorted.last()));
    }
    return new AddressRanges(ranges);
  }

  private static List<Range> gaps(TreeSet<Long> sorted) {
    var gaps = new ArrayList<Range>();
    long before = Long.MAX_VALUE;
    for (long address : sorted) {
      if (before < address - 1) {
        gaps.add(new Range(before + 1, address - 1));
      }
      before = address;
    }
    return gaps;
  }
}
