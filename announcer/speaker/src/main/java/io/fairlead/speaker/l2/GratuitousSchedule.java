package io.fairlead.speaker.l2;

import io.fairlead.net.IpAddress;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeSet;
import java.util.random.RandomGenerator;

/**
 * When to tell the segment of which address: at once, then every {@link #INTERVAL_MILLIS} until
 * {@link #DURATION_MILLIS} after the last trigger, then from time to time if that is wanted. The
 * first interval is longer than the second for which Linux ignores a further change of a neighbour
 * entry. Mutable, for one thread; the time is given.
 */
public final class GratuitousSchedule {
  public static final long INTERVAL_MILLIS = 1_100;
  public static final long DURATION_MILLIS = 5_000;

  /** The periodic interval is drawn anew each time from this share below to this share above. */
  public static final double JITTER = 0.1;

  private static final Comparator<Slot> ORDER =
      Comparator.comparingLong(Slot::atMillis).thenComparing(Slot::address);

  private final long periodMillis;
  private final RandomGenerator random;
  private final Map<IpAddress, Long> endMillis = new HashMap<>();
  private final Map<IpAddress, Slot> slots = new HashMap<>();
  private final TreeSet<Slot> queue = new TreeSet<>(ORDER);

  private record Slot(long atMillis, IpAddress address) {}

  /**
   * @param periodMillis about how long after one another; 0: only for some time after a trigger
   * @param random spreads nodes and addresses that were announced at the same moment
   */
  public GratuitousSchedule(long periodMillis, RandomGenerator random) {
    if (periodMillis < 0) {
      throw new IllegalArgumentException("a period cannot be " + periodMillis + " ms");
    }
    this.periodMillis = periodMillis;
    this.random = random;
  }

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
      } else if (periodMillis > 0) {
        put(address, nowMillis + jittered());
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

  private long jittered() {
    double share = 1 - JITTER + 2 * JITTER * random.nextDouble();
    return Math.max(1, Math.round(periodMillis * share));
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
