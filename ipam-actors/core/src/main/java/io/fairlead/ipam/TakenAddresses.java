package io.fairlead.ipam;

import io.fairlead.net.IpAddress;
import io.fairlead.net.IpRange;
import java.util.Optional;

/**
 * A set of addresses as merged intervals: a pool filled from its start is one interval, however
 * large, so that its first free address is found in O(log n), and an IPv6 /48 costs nothing.
 *
 * @param intervals last address by first; disjoint and never adjacent
 */
record TakenAddresses(VersionedMap<IpAddress, IpAddress> intervals) {
  static TakenAddresses none(History history) {
    return new TakenAddresses(VersionedMap.sorted(history));
  }

  boolean contains(IpAddress address) {
    return intervalOf(address).isPresent();
  }

  private Optional<IpRange> intervalOf(IpAddress address) {
    return intervals
        .floor(address)
        .filter(interval -> interval.value().compareTo(address) >= 0)
        .map(interval -> new IpRange(interval.key(), interval.value()));
  }

  TakenAddresses with(IpAddress address) {
    var below = intervals.floor(address);
    if (below.isPresent() && below.get().value().compareTo(address) >= 0) {
      return this;
    }
    var first =
        below.isPresent() && isNext(below.get().value(), address) ? below.get().key() : address;
    var last = address;
    var rest = intervals;
    if (!address.isLast()) {
      var next = address.next();
      var above = intervals.get(next);
      if (above.isPresent()) {
        last = above.get();
        rest = rest.remove(next);
      }
    }
    return new TakenAddresses(rest.put(first, last));
  }

  /** All addresses of the range as well. */
  TakenAddresses with(IpRange range) {
    var rest = intervals;
    var first = range.first();
    var last = range.last();
    var below = rest.floor(first);
    if (below.isPresent()
        && (below.get().value().compareTo(first) >= 0 || isNext(below.get().value(), first))) {
      first = below.get().key();
    }
    var limit = last.isLast() ? last : last.next();
    for (var at = rest.ceiling(first);
        at.isPresent() && isWithin(at.get().key(), limit, range);
        at = rest.ceiling(first)) {
      last = last.compareTo(at.get().value()) < 0 ? at.get().value() : last;
      rest = rest.remove(at.get().key());
    }
    return new TakenAddresses(rest.put(first, last));
  }

  private static boolean isWithin(IpAddress start, IpAddress limit, IpRange range) {
    return start.family() == range.family() && start.compareTo(limit) <= 0;
  }

  private static boolean isNext(IpAddress before, IpAddress address) {
    return !before.isLast() && before.next().equals(address);
  }

  TakenAddresses without(IpAddress address) {
    var found = intervalOf(address);
    if (found.isEmpty()) {
      return this;
    }
    var interval = found.get();
    var rest =
        interval.first().compareTo(address) < 0
            ? intervals.put(interval.first(), address.previous())
            : intervals.remove(interval.first());
    if (address.compareTo(interval.last()) < 0) {
      rest = rest.put(address.next(), interval.last());
    }
    return new TakenAddresses(rest);
  }

  /** The lowest address of the range that is not in this set. */
  Optional<IpAddress> firstFree(IpRange range) {
    var taken = intervalOf(range.first());
    if (taken.isEmpty()) {
      return Optional.of(range.first());
    }
    var last = taken.get().last();
    return last.compareTo(range.last()) < 0 ? Optional.of(last.next()) : Optional.empty();
  }
}
