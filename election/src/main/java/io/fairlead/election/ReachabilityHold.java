package io.fairlead.election;

import static java.util.Collections.unmodifiableSortedMap;

import io.fairlead.cluster.NodeName;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.LongStream;

/**
 * How long an unreachable speaker is held before the controller gives it up. Speakers fail over by
 * themselves within that time and report, so the controller only settles what nobody else did.
 *
 * <ul>
 *   <li>A speaker that leaves by itself is given up at once.
 *   <li>An unreachable speaker, or one that vanished from the membership, is held for {@code
 *       holdMillis}.
 *   <li>When fewer than half of the members are reachable, the controller presumes that it is cut
 *       off itself and gives up none of them, for as long as that lasts. This covers the controller
 *       that hears nobody but the speaker on its own node. When it hears them again, one after the
 *       other, those that are still missing are held anew: they have had no time to be heard.
 *   <li>For {@code startMillis} after the start, speakers not seen yet are held as well: after a
 *       power failure they come back one by one.
 * </ul>
 *
 * <p>All times are milliseconds of one monotonic clock.
 */
public record ReachabilityHold(
    long startedAtMillis,
    long startMillis,
    long holdMillis,
    SortedMap<NodeName, Sighting> sightings) {

  /** How the membership shows a speaker. */
  public enum Presence {
    REACHABLE,
    UNREACHABLE,
    LEAVING,
    /** In the membership no more. */
    GONE
  }

  /**
   * The last change of one speaker.
   *
   * @param sinceMillis when it began to be neither reachable nor leaving, or began to leave
   */
  public record Sighting(Presence presence, long sinceMillis) {}

  public ReachabilityHold {
    sightings = unmodifiableSortedMap(new TreeMap<>(sightings));
  }

  public static ReachabilityHold start(long nowMillis, long startMillis, long holdMillis) {
    return new ReachabilityHold(nowMillis, startMillis, holdMillis, new TreeMap<>());
  }

  /** Takes in the membership. The same membership again changes nothing. */
  public ReachabilityHold observe(SpeakerMembership membership, long nowMillis) {
    var next = new TreeMap<NodeName, Sighting>();
    sightings.forEach(
        (node, last) -> {
          if (isRemembered(last, nowMillis)) {
            next.put(node, since(Presence.GONE, node, nowMillis));
          }
        });
    membership.leaving().forEach(n -> next.put(n, since(Presence.LEAVING, n, nowMillis)));
    membership.unreachable().forEach(n -> next.put(n, since(Presence.UNREACHABLE, n, nowMillis)));
    membership.reachable().forEach(n -> next.put(n, new Sighting(Presence.REACHABLE, nowMillis)));
    if (isCutOff(sightings) && !isCutOff(next)) {
      membership
          .unreachable()
          .forEach(n -> next.put(n, new Sighting(Presence.UNREACHABLE, nowMillis)));
    }
    return new ReachabilityHold(startedAtMillis, startMillis, holdMillis, next);
  }

  private boolean isRemembered(Sighting last, long nowMillis) {
    return switch (last.presence()) {
      case REACHABLE, UNREACHABLE -> true;
      case LEAVING, GONE -> nowMillis < last.sinceMillis() + holdMillis;
    };
  }

  private Sighting since(Presence presence, NodeName node, long nowMillis) {
    var last = sightings.get(node);
    if (last == null || last.presence() == Presence.REACHABLE) {
      return new Sighting(presence, nowMillis);
    }
    // One that left stays one that left when the membership drops it.
    return last.presence() == Presence.LEAVING && presence == Presence.GONE
        ? last
        : new Sighting(presence, last.sinceMillis());
  }

  /** The speakers as they are to be treated now. */
  public SpeakerSet speakers(long nowMillis) {
    var reachable = nodes(sighting -> sighting.presence() == Presence.REACHABLE);
    var unreachable = nodes(sighting -> sighting.presence() == Presence.UNREACHABLE);
    var held = nodes(sighting -> isHeld(sighting, nowMillis));
    if (isCutOff(sightings)) {
      held.addAll(unreachable);
    }
    var left = nodes(sighting -> sighting.presence() == Presence.LEAVING);
    return new SpeakerSet(reachable, held, left, nowMillis < startedAtMillis + startMillis);
  }

  /**
   * The speakers that were lost between an earlier look and this one: heard then, silent now, and
   * not because they left by themselves, nor because the controller is cut off.
   */
  public SortedSet<NodeName> lostSince(ReachabilityHold before) {
    var lost = new TreeSet<NodeName>();
    if (isCutOff(sightings)) {
      return lost;
    }
    before.sightings.forEach(
        (node, sighting) -> {
          var now = sightings.get(node);
          boolean silent =
              now == null
                  || now.presence() == Presence.UNREACHABLE
                  || now.presence() == Presence.GONE;
          if (sighting.presence() == Presence.REACHABLE && silent) {
            lost.add(node);
          }
        });
    return lost;
  }

  /** True for a speaker that left by itself, or is about to. */
  public boolean isLeaving(NodeName node) {
    var sighting = sightings.get(node);
    return sighting != null && sighting.presence() == Presence.LEAVING;
  }

  private static boolean isCutOff(SortedMap<NodeName, Sighting> sightings) {
    long reachable = count(sightings, Presence.REACHABLE);
    return reachable < count(sightings, Presence.UNREACHABLE);
  }

  private static long count(SortedMap<NodeName, Sighting> sightings, Presence presence) {
    return sightings.values().stream().filter(s -> s.presence() == presence).count();
  }

  private boolean isHeld(Sighting sighting, long nowMillis) {
    return switch (sighting.presence()) {
      case REACHABLE, LEAVING -> false;
      case UNREACHABLE, GONE -> nowMillis < sighting.sinceMillis() + holdMillis;
    };
  }

  private SortedSet<NodeName> nodes(Predicate<Sighting> chosen) {
    var nodes = new TreeSet<NodeName>();
    sightings.forEach(
        (node, sighting) -> {
          if (chosen.test(sighting)) {
            nodes.add(node);
          }
        });
    return nodes;
  }

  /** When {@link #speakers} next changes by the passing of time alone. */
  public OptionalLong nextChangeMillis(long nowMillis) {
    var expiries =
        sightings.values().stream()
            .filter(sighting -> isHeld(sighting, nowMillis))
            .mapToLong(sighting -> sighting.sinceMillis() + holdMillis);
    return LongStream.concat(expiries, LongStream.of(startedAtMillis + startMillis))
        .filter(at -> at > nowMillis)
        .min();
  }
}
