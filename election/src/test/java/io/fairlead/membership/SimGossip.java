package io.fairlead.membership;

import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** Pekko's gossip, simplified: members, who misses whom, and who was removed. Immutable. */
record SimGossip(
    NavigableMap<MemberId, MemberView> members,
    NavigableMap<MemberId, Verdict> verdicts,
    NavigableSet<MemberId> removed) {

  /** Whom one observer misses; the higher version wins. */
  record Verdict(int version, NavigableSet<MemberId> missed) {}

  static final SimGossip EMPTY = new SimGossip(new TreeMap<>(), new TreeMap<>(), new TreeSet<>());

  SimGossip with(MemberId id, MemberStatus status) {
    var next = new TreeMap<>(members);
    next.put(id, new MemberView(id, ViewBuilder.role(id.address().host()), status));
    return new SimGossip(next, verdicts, removed);
  }

  SimGossip withVerdict(MemberId observer, NavigableSet<MemberId> missed) {
    var next = new TreeMap<>(verdicts);
    var old = verdicts.get(observer);
    next.put(observer, new Verdict(old == null ? 1 : old.version() + 1, missed));
    return new SimGossip(members, next, removed);
  }

  SimGossip without(MemberId id) {
    var gone = new TreeSet<>(removed);
    gone.add(id);
    return pruned(new TreeMap<>(members), verdicts, gone);
  }

  NavigableSet<MemberId> missedBy(MemberId observer) {
    var verdict = verdicts.get(observer);
    return verdict == null ? new TreeSet<>() : verdict.missed();
  }

  /** Whom anybody misses who is not down itself. */
  NavigableSet<MemberId> missedByTheLiving() {
    var missed = new TreeSet<MemberId>();
    verdicts.forEach(
        (observer, verdict) -> {
          var member = members.get(observer);
          if (member != null && member.status() != MemberStatus.DOWN) {
            missed.addAll(verdict.missed());
          }
        });
    return missed;
  }

  SimGossip merge(SimGossip other) {
    var all = new TreeMap<>(members);
    other.members.forEach(
        (id, member) ->
            all.merge(id, member, (a, b) -> a.status().compareTo(b.status()) >= 0 ? a : b));
    var said = new TreeMap<>(verdicts);
    other.verdicts.forEach(
        (id, verdict) -> said.merge(id, verdict, (a, b) -> a.version() >= b.version() ? a : b));
    var gone = new TreeSet<>(removed);
    gone.addAll(other.removed);
    return pruned(all, said, gone);
  }

  private static SimGossip pruned(
      NavigableMap<MemberId, MemberView> members,
      NavigableMap<MemberId, Verdict> verdicts,
      NavigableSet<MemberId> removed) {
    members.keySet().removeAll(removed);
    var said = new TreeMap<MemberId, Verdict>();
    verdicts.forEach(
        (id, verdict) -> {
          if (!removed.contains(id)) {
            var missed = new TreeSet<>(verdict.missed());
            missed.removeAll(removed);
            said.put(id, new Verdict(verdict.version(), missed));
          }
        });
    return new SimGossip(members, said, removed);
  }
}
