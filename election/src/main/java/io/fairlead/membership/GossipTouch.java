package io.fairlead.membership;

import java.time.Duration;
import java.util.Collection;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Remembers who has lately seen the newest gossip. Every change of the gossip empties Pekko's list
 * of those who have seen it, and it fills again as the news goes round. Without this memory a
 * healthy member that one other misses would look cut off at each such moment. Holds no clock; not
 * thread-safe.
 */
public final class GossipTouch {
  private static final Duration ROUND_MIN = Duration.ofSeconds(1);

  /** Gossip needs longer to go round a larger cluster. */
  private static final Duration ROUND_PER_MEMBER = Duration.ofMillis(10);

  private final NavigableMap<MemberId, Duration> touchedAt = new TreeMap<>();

  /**
   * The members that are in touch: they have seen the newest gossip within the last round, or are
   * new here.
   *
   * @param seenBy those who have seen the newest gossip now
   * @param now any steady time, the same scale in each call
   */
  public NavigableSet<MemberId> inTouch(
      Collection<MemberId> members, Collection<MemberId> seenBy, Duration now) {
    touchedAt.keySet().retainAll(members);
    members.forEach(member -> touchedAt.putIfAbsent(member, now));
    seenBy.forEach(member -> touchedAt.computeIfPresent(member, (_, _) -> now));
    var round = ROUND_MIN.plus(ROUND_PER_MEMBER.multipliedBy(members.size()));
    var inTouch = new TreeSet<MemberId>();
    touchedAt.forEach(
        (member, at) -> {
          if (now.minus(at).compareTo(round) < 0) {
            inTouch.add(member);
          }
        });
    return inTouch;
  }
}
