package io.fairlead.speaker.hello;

import io.fairlead.wire.bfd.BfdDropReason;
import java.util.EnumMap;
import java.util.concurrent.atomic.AtomicLongArray;

/** Counts without allocating; one thread counts, any may look. */
final class HelloMeter {
  private static final BfdDropReason[] REASONS = BfdDropReason.values();
  private static final int SENT = 0;
  private static final int RECEIVED = 1;
  private static final int PAUSES = 2;

  private final AtomicLongArray counts = new AtomicLongArray(3);
  private final EnumMap<BfdDropReason, Integer> slots = new EnumMap<>(BfdDropReason.class);
  private final AtomicLongArray drops = new AtomicLongArray(REASONS.length);

  HelloMeter() {
    for (int i = 0; i < REASONS.length; i++) {
      slots.put(REASONS[i], i);
    }
  }

  void sent() {
    counts.lazySet(SENT, counts.getPlain(SENT) + 1);
  }

  void received() {
    counts.lazySet(RECEIVED, counts.getPlain(RECEIVED) + 1);
  }

  void paused() {
    counts.lazySet(PAUSES, counts.getPlain(PAUSES) + 1);
  }

  void dropped(BfdDropReason reason) {
    int slot = slots.getOrDefault(reason, 0);
    drops.lazySet(slot, drops.getPlain(slot) + 1);
  }

  HelloCounters snapshot() {
    var byReason = new EnumMap<BfdDropReason, Long>(BfdDropReason.class);
    slots.forEach(
        (reason, slot) -> {
          if (drops.get(slot) > 0) {
            byReason.put(reason, drops.get(slot));
          }
        });
    return new HelloCounters(counts.get(SENT), counts.get(RECEIVED), byReason, counts.get(PAUSES));
  }
}
