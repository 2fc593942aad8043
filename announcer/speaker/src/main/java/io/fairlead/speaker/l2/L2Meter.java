package io.fairlead.speaker.l2;

import io.fairlead.net.IpAddress;
import io.fairlead.wire.arp.DropReason;
import java.util.EnumMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/** Counts for {@link L2Counters}: one thread counts, any thread reads. */
final class L2Meter {
  private final Map<DropReason, LongAdder> dropped = adders();
  private final LongAdder unsent = new LongAdder();
  private final LongAdder portFailures = new LongAdder();
  private final Map<IpAddress, OfAddress> byAddress = new ConcurrentHashMap<>();

  private record OfAddress(LongAdder requests, LongAdder responses, LongAdder gratuitous) {
    OfAddress() {
      this(new LongAdder(), new LongAdder(), new LongAdder());
    }
  }

  void dropped(DropReason reason) {
    var adder = dropped.get(reason);
    if (adder != null) {
      adder.increment();
    }
  }

  void answered(IpAddress address, boolean sent) {
    var counts = of(address);
    counts.requests.increment();
    count(sent, counts.responses);
  }

  void announced(IpAddress address, boolean sent) {
    count(sent, of(address).gratuitous);
  }

  void portFailed() {
    portFailures.increment();
  }

  void forget(IpAddress address) {
    byAddress.remove(address);
  }

  L2Counters snapshot() {
    var drops = new TreeMap<DropReason, Long>();
    dropped.forEach((reason, count) -> drops.put(reason, count.sum()));
    var addresses = new TreeMap<IpAddress, L2Counters.OfAddress>();
    byAddress.forEach(
        (address, of) ->
            addresses.put(
                address,
                new L2Counters.OfAddress(
                    of.requests.sum(), of.responses.sum(), of.gratuitous.sum())));
    return new L2Counters(drops, unsent.sum(), portFailures.sum(), addresses);
  }

  private OfAddress of(IpAddress address) {
    return byAddress.computeIfAbsent(address, _ -> new OfAddress());
  }

  private void count(boolean sent, LongAdder counter) {
    if (sent) {
      counter.increment();
    } else {
      unsent.increment();
    }
  }

  private static Map<DropReason, LongAdder> adders() {
    var all = new EnumMap<DropReason, LongAdder>(DropReason.class);
    for (DropReason reason : DropReason.values()) {
      all.put(reason, new LongAdder());
    }
    return all;
  }
}
