package io.fairlead.membership;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** One process in the simulation, as far as membership sees it. Its world is {@link SimCluster}. */
final class SimNode {
  enum Phase {
    DEAD,
    JOINING,
    MEMBER
  }

  static final long NEVER = Long.MAX_VALUE;
  private static final long MISSED_AFTER_MILLIS = 2_600;
  private static final long SETTLED_MILLIS = 7_000;

  final MemberAddress address;
  Phase phase = Phase.DEAD;
  MemberId id;
  SimGossip gossip = SimGossip.EMPTY;
  NavigableSet<MemberId> seen = new TreeSet<>();
  long startAt;
  long joiningSince;
  long diesAt = NEVER;
  int strikes;
  private GossipTouch touch = new GossipTouch();
  private final Map<MemberId, Long> heardAt = new TreeMap<>();
  private final TreeMap<Accusation, Long> accusedSince = new TreeMap<>();
  private MembershipView.ControllerPicture picture =
      new MembershipView.ControllerPicture(List.of(), List.of());
  private long pictureSince;
  private long changedAt;

  SimNode(String host) {
    address = new MemberAddress(host, ViewBuilder.PORT);
    id = new MemberId(address, 0);
  }

  MemberRole role() {
    return ViewBuilder.role(address.host());
  }

  boolean isMember() {
    return phase == Phase.MEMBER;
  }

  MemberStatus status() {
    var member = gossip.members().get(id);
    return member == null ? MemberStatus.DOWN : member.status();
  }

  void start(long uid, long now) {
    id = new MemberId(address, uid);
    phase = Phase.JOINING;
    gossip = SimGossip.EMPTY;
    seen = new TreeSet<>();
    heardAt.clear();
    touch = new GossipTouch();
    accusedSince.clear();
    joiningSince = now;
    diesAt = NEVER;
    strikes = 0;
    startAt = NEVER;
  }

  void end(long restartAt) {
    phase = Phase.DEAD;
    gossip = SimGossip.EMPTY;
    startAt = restartAt;
    diesAt = NEVER;
  }

  /** A change of this node's own making: all others have yet to see it. */
  void change(SimGossip next, long now) {
    if (!next.equals(gossip)) {
      gossip = next;
      seen = new TreeSet<>();
      changedAt = now;
    }
    seen.add(id);
  }

  void receive(SimGossip other, NavigableSet<MemberId> otherSeen, long now) {
    if (gossip.equals(other)) {
      gossip = other; // one instance for equal gossips makes the next comparison a cheap one
      if (seen.addAll(otherSeen)) {
        changedAt = now;
      }
      return;
    }
    var merged = gossip.merge(other);
    var all = new TreeSet<MemberId>();
    if (merged.equals(gossip)) {
      all.addAll(seen);
    }
    if (merged.equals(other)) {
      all.addAll(otherSeen);
    }
    all.add(id);
    if (!merged.equals(gossip) || !all.equals(seen)) {
      changedAt = now;
    }
    gossip = merged.equals(other) ? other : merged;
    seen = all;
  }

  void heard(MemberId member, long now) {
    heardAt.put(member, now);
  }

  private boolean hears(MemberId member, long now) {
    var at = heardAt.get(member);
    return at != null && now - at <= MISSED_AFTER_MILLIS;
  }

  /** Brings this node's accusations up to what it has heard. */
  void judge(long now) {
    touch.inTouch(gossip.members().keySet(), seen, Duration.ofMillis(now));
    var missed = new TreeSet<MemberId>();
    for (MemberId member : gossip.members().keySet()) {
      if (!member.equals(id)
          && now - heardAt.computeIfAbsent(member, _ -> now) > MISSED_AFTER_MILLIS) {
        missed.add(member);
      }
    }
    if (!missed.equals(gossip.missedBy(id))) {
      change(gossip.withVerdict(id, missed), now);
    }
  }

  /** Nothing has happened for longer than any patience of the policy. */
  boolean isSettled(long now) {
    return now - changedAt > SETTLED_MILLIS;
  }

  MembershipView view(long now) {
    var present = new TreeSet<Accusation>();
    gossip
        .verdicts()
        .forEach(
            (observer, verdict) ->
                verdict.missed().forEach(missed -> present.add(new Accusation(observer, missed))));
    accusedSince.keySet().retainAll(present);
    present.forEach(accusation -> accusedSince.putIfAbsent(accusation, now));
    var ages = new TreeMap<Accusation, Duration>();
    accusedSince.forEach(
        (accusation, since) -> ages.put(accusation, Duration.ofMillis(now - since)));
    var inTouch = touch.inTouch(gossip.members().keySet(), seen, Duration.ofMillis(now));
    gossip.members().keySet().stream().filter(member -> hears(member, now)).forEach(inTouch::add);
    return new MembershipView(id, gossip.members(), ages, inTouch);
  }

  Duration stableFor(MembershipView view, long now) {
    var fresh = view.controllerPicture();
    if (!fresh.equals(picture)) {
      picture = fresh;
      pictureSince = now;
    }
    return Duration.ofMillis(now - pictureSince);
  }
}
