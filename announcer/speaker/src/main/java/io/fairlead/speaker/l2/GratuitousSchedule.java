package io.fairlead.speaker.l2;

import io.fairlead.net.IpAddress;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeSet;

/**
 * When to send gratuitous ARP for which address: at once, then every {@link #INTERVAL_MILLIS} until
 * {@link #DURATION_MILLIS} after the last trigger. The interval is longer than the second for which
 * Linux ignores a further change of a neighbour entry. Mutable, for one thread; the time is given.
 */
public final class GratuitousSchedule {
  public static final long INTERVAL_MILLIS = 1_100;
  public static final long DURATION_MILLIS = 5_000;

  private static final Comparator<Slot> ORDER =
      Comparator.comparingLong(Slot::atMillis).thenComparing(Slot::address);

  private final Map<IpAddress, Long> endMillis = new HashMap<>();
  private final Map<IpAddress, Slot> slots = new HashMap<>();
  private final TreeSet<Slot> queue = new TreeSet<>(ORDER);

  private record Slot(long atMillis, IpAddress address) {}

  /** Starts anew: the next one is due at once. */
  public void trigger(IpAddress address, long nowMillis) {
    endMillis.put(address, nowMillis + DURATION_MILLIS);
    put(address, nowMillis);
  }

  /** Nothing more is due for the address. */
  public void cancel(IpAddress address) {
    endMillis.remove(address);
    var slot = slots.remove(address);
    if (slot != null) {
      queue.remove(slot);
    }
  }

  /** Takes out at most {@code limit} addresses that are due, the longest waiting first. */
  public List<IpAddress> due(long nowMillis, int limit) {
    var due = new ArrayList<IpAddress>();
    while (due.size() < limit && !queue.isEmpty() && queue.first().atMillis() <= nowMillis) {
      var address = queue.first().address();
      due.add(address);
      long next = nowMillis + INTERVAL_MILLIS;
      if (next <= endMillis.getOrDefault(address, Long.MIN_VALUE)) {
        put(address, next);
      } else {
        cancel(address);
      }
    }
    return due;
  }

  /** When the next one is due; empty when none is scheduled. */
  public OptionalLong nextMillis() {
    return queue.isEmpty() ? OptionalLong.empty() : OptionalLong.of(queue.first().atMillis());
  }

  private void put(IpAddress address, long atMillis) {
    var slot = new Slot(atMillis, address);
    var old = slots.put(address, slot);
    if (old != null) {
      queue.remove(old);
    }
    queue.add(slot);
  }
}
