package io.fairlead.speaker.l2;

import io.fairlead.net.IpAddress;
import io.fairlead.net.MacAddress;
import io.fairlead.speaker.link.AddressRanges;
import io.fairlead.speaker.plan.Announcement;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiPredicate;

/**
 * What others on the segment say about the addresses of this node: they are asked before a first
 * announcement, and a stranger's claim afterwards is a conflict. For the announcer's thread; the
 * time is given.
 */
final class ClaimDesk {
  /** So long until the next look for an interface to ask on. */
  static final long NO_INTERFACE_MILLIS = 500;

  /** So many are worked on before frames that came in meanwhile get their turn. */
  private static final int PER_TURN_MAX = 128;

  private final Map<IpAddress, Announcement> announced;
  private final ProbeSchedule schedule;
  private final Defence defence = new Defence();
  private final Map<IpAddress, Probe> probes = new HashMap<>();
  private Set<MacAddress> peers = Set.of();

  /**
   * A question to the segment.
   *
   * @param heedPeers whether the claim of another node of the cluster counts
   */
  record Probe(
      Announcement announcement, boolean heedPeers, CompletableFuture<ProbeResult> result) {}

  /** What a claim means to this node. */
  enum Verdict {
    /** Nothing. */
    NONE,
    /** It ended a probe: the address is not free. */
    OCCUPIED,
    /** Another node of the cluster claims what this one announces; the epochs settle that. */
    PEER,
    /** A stranger claims it, and was answered a short while ago. */
    CONFLICT,
    /** A stranger claims it, and is to be answered now. */
    CONFLICT_TO_DEFEND
  }

  ClaimDesk(Map<IpAddress, Announcement> announced, L2Settings settings) {
    this.announced = announced;
    this.schedule = new ProbeSchedule(settings.probes(), settings.probeIntervalMillis());
  }

  void knowPeers(Set<MacAddress> macs) {
    peers = Set.copyOf(macs);
  }

  /** Begins to ask; an older question for the same address ends without an answer. */
  void start(IpAddress address, Probe probe, long nowMillis) {
    probes.put(address, probe);
    schedule.start(address, nowMillis);
  }

  /** The address is not asked for any more, and not announced: old quarrels are forgotten. */
  void forget(IpAddress address) {
    probes.remove(address);
    schedule.cancel(address);
    defence.forget(address);
  }

  boolean isProbing(IpAddress address, String interfaceName) {
    var probe = probes.get(address);
    return probe != null && probe.announcement().covers(interfaceName);
  }

  /** The addresses that are asked for at present. */
  Set<IpAddress> probed() {
    return Set.copyOf(probes.keySet());
  }

  /**
   * Asks what is due, and completes what nobody answered.
   *
   * @param ask asks for the address wherever the announcement wants it; false when nowhere it could
   * @return the addresses found free
   */
  Set<IpAddress> work(long nowMillis, BiPredicate<IpAddress, Announcement> ask) {
    var free = new HashSet<IpAddress>();
    for (var due : schedule.due(nowMillis, PER_TURN_MAX)) {
      switch (due) {
        case ProbeSchedule.Due.Send(var address) -> {
          var probe = probes.get(address);
          if (probe != null && !ask.test(address, probe.announcement())) {
            schedule.start(address, nowMillis + NO_INTERFACE_MILLIS);
          }
        }
        case ProbeSchedule.Due.Free(var address) -> {
          var probe = probes.remove(address);
          if (probe != null) {
            free.add(address);
            probe.result().complete(new ProbeResult.Free());
          }
        }
      }
    }
    return free;
  }

  OptionalLong nextMillis() {
    return schedule.nextMillis();
  }

  /** True when a claim to the address may mean something to this node. */
  boolean concerns(IpAddress address) {
    return announced.containsKey(address) || probes.containsKey(address);
  }

  /** All addresses for which that is so, and few others. */
  AddressRanges concerned() {
    var addresses = new HashSet<>(probes.keySet());
    addresses.addAll(announced.keySet());
    return AddressRanges.covering(addresses);
  }

  /** Judges a claim of somebody else than this node. */
  Verdict heard(AddressClaim claim, String interfaceName, long nowMillis) {
    var address = claim.address();
    if (claim.mac().isGroup() || claim.mac().equals(MacAddress.ZERO)) {
      return Verdict.NONE;
    }
    boolean peer = peers.contains(claim.mac());
    var probe = probes.get(address);
    if (probe != null && probe.announcement().covers(interfaceName)) {
      if (peer && !probe.heedPeers()) {
        return Verdict.NONE;
      }
      probes.remove(address);
      schedule.cancel(address);
      probe.result().complete(new ProbeResult.Occupied(claim.mac(), interfaceName));
      return Verdict.OCCUPIED;
    }
    var announcement = announced.get(address);
    // Who only asks whether the address is free is told that it is not; that is no conflict.
    if (announcement == null || claim.probe() || !announcement.covers(interfaceName)) {
      return Verdict.NONE;
    }
    if (peer) {
      return Verdict.PEER;
    }
    return defence.challenged(address, nowMillis) ? Verdict.CONFLICT_TO_DEFEND : Verdict.CONFLICT;
  }
}
