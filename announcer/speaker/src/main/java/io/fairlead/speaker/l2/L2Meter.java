package io.fairlead.speaker.l2;

import io.fairlead.net.IpAddress;
import io.fairlead.wire.arp.DropReason;
import io.fairlead.wire.ndp.NdpDropReason;
import java.util.EnumMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/** Counts for {@link L2Counters}: one thread counts, any thread reads. */
final class L2Meter {
  private final Map<DropReason, LongAdder> dropped = adders(DropReason.class);
  private final Map<NdpDropReason, LongAdder> ndpDropped = adders(NdpDropReason.class);
  private final LongAdder unsent = new LongAdder();
  private final LongAdder portFailures = new LongAdder();
  private final LongAdder groupsRefused = new LongAdder();
  private final LongAdder probes = new LongAdder();
  private final LongAdder knocks = new LongAdder();
  private final LongAdder occupied = new LongAdder();
  private final LongAdder conflicts = new LongAdder();
  private final LongAdder peerClaims = new LongAdder();
  private final Map<IpAddress, OfAddress> byAddress = new ConcurrentHashMap<>();

  private record OfAddress(LongAdder requests, LongAdder responses, LongAdder gratuitous) {
    OfAddress() {
      this(new LongAdder(), new LongAdder(), new LongAdder());
    }
  }

  void dropped(DropReason reason) {
    count(dropped, reason);
  }

  void dropped(NdpDropReason reason) {
    count(ndpDropped, reason);
  }

  void answered(IpAddress address, boolean sent) {
    var counts = of(address);
    counts.requests.increment();
    count(sent, counts.responses);
  }

  void announced(IpAddress address, boolean sent) {
    count(sent, of(address).gratuitous);
  }

  void probed(boolean sent) {
    count(sent, probes);
  }

  void knocked(boolean sent) {
    count(sent, knocks);
  }

  void portFailed() {
    portFailures.increment();
  }

  void groupRefused() {
    groupsRefused.increment();
  }

  void judged(ClaimDesk.Verdict verdict) {
    switch (verdict) {
      case NONE -> {}
      case OCCUPIED -> occupied.increment();
      case PEER -> peerClaims.increment();
      case CONFLICT, CONFLICT_TO_DEFEND -> conflicts.increment();
    }
  }

  void forget(IpAddress address) {
    byAddress.remove(address);
  }

  L2Counters snapshot() {
    var addresses = new TreeMap<IpAddress, L2Counters.OfAddress>();
    byAddress.forEach(
        (address, of) ->
            addresses.put(
                address,
                new L2Counters.OfAddress(
                    of.requests.sum(), of.responses.sum(), of.gratuitous.sum())));
    var totals =
        new L2Counters.Totals(
            unsent.sum(),
            portFailures.sum(),
            groupsRefused.sum(),
            probes.sum(),
            occupied.sum(),
            conflicts.sum(),
            peerClaims.sum(),
            knocks.sum());
    return new L2Counters(sums(dropped), sums(ndpDropped), totals, addresses);
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

  private static <E extends Enum<E>> void count(Map<E, LongAdder> adders, E reason) {
    var adder = adders.get(reason);
    if (adder != null) {
      adder.increment();
    }
  }

  private static <E extends Enum<E>> Map<E, LongAdder> adders(Class<E> kind) {
    var all = new EnumMap<E, LongAdder>(kind);
    for (E reason : kind.getEnumConstants()) {
      all.put(reason, new LongAdder());
    }
    return all;
  }

  private static <E extends Enum<E>> NavigableMap<E, Long> sums(Map<E, LongAdder> adders) {
    var sums = new TreeMap<E, Long>();
    adders.forEach((reason, count) -> sums.put(reason, count.sum()));
    return sums;
  }
}
