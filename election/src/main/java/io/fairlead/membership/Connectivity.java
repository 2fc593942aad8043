package io.fairlead.membership;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.List;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What a node makes of the accusations it knows. Pekko calls a member unreachable as soon as one
 * observer misses it. That is too coarse: with one cut link between two of three controllers, the
 * third would see both as gone. So three things are told apart:
 *
 * <ul>
 *   <li><b>cut off</b>: accused, and has not seen the newest gossip, so nobody here reaches it;
 *   <li><b>lost link</b>: accuser and accused are both in touch, by way of others;
 *   <li><b>hearsay</b>: the accuser is itself missed by this node, and silent. Such an accusation
 *       is left over from the moment the network broke, and is ignored.
 * </ul>
 */
final class Connectivity {
  private final MembershipView view;
  private final NavigableMap<Accusation, Duration> counted = new TreeMap<>();
  private final NavigableMap<MemberId, Duration> cutOff = new TreeMap<>();
  private final NavigableSet<MemberId> heard;

  Connectivity(MembershipView view) {
    this.view = view;
    this.heard = heard(view);
    view.accusations().entrySet().stream()
        .filter(entry -> counts(entry.getKey()))
        .forEach(entry -> counted.put(entry.getKey(), entry.getValue()));
    counted.forEach(
        (accusation, age) -> {
          if (!reached(accusation.subject())) {
            cutOff.merge(accusation.subject(), age, (a, b) -> a.compareTo(b) > 0 ? a : b);
          }
        });
  }

  /** Nobody on this side reaches it. Members that block nobody are not counted. */
  boolean isCutOff(MemberId member) {
    return cutOff.containsKey(member);
  }

  /** Cut off, and known to be so for at least this long. */
  boolean isCutOffFor(MemberId member, Duration atLeast) {
    var age = cutOff.get(member);
    return age != null && age.compareTo(atLeast) >= 0;
  }

  /** Lost links at least this old between two members of {@code among}. */
  List<Accusation> lostLinks(NavigableSet<MemberId> among, Duration atLeast) {
    return counted.entrySet().stream()
        .filter(entry -> entry.getValue().compareTo(atLeast) >= 0)
        .map(entry -> entry.getKey())
        .filter(link -> among.contains(link.observer()) && among.contains(link.subject()))
        .filter(link -> !isCutOff(link.observer()) && !isCutOff(link.subject()))
        .toList();
  }

  /**
   * The members to take away so that no lost link remains. Every node computes the same ones: first
   * speakers, then who has most lost links, then the highest address.
   */
  NavigableSet<MemberId> toEndLostLinks(List<Accusation> lostLinks) {
    var taken = new TreeSet<MemberId>();
    var open = lostLinks;
    while (!open.isEmpty()) {
      var links = open;
      var ends = new TreeSet<MemberId>();
      links.forEach(link -> ends.addAll(List.of(link.observer(), link.subject())));
      var worst =
          ends.stream()
              .max(
                  Comparator.<MemberId>comparingInt(id -> isSpeaker(id) ? 1 : 0)
                      .thenComparingLong(id -> links.stream().filter(l -> touches(l, id)).count())
                      .thenComparing(Comparator.naturalOrder()))
              .orElseThrow();
      taken.add(worst);
      open = links.stream().filter(link -> !touches(link, worst)).toList();
    }
    return taken;
  }

  private boolean counts(Accusation accusation) {
    var observer = view.members().get(accusation.observer());
    var subject = view.members().get(accusation.subject());
    return observer != null
        && subject != null
        && observer.status() != MemberStatus.DOWN
        && !subject.blocksNobody()
        && (accusation.observer().equals(view.self()) || !isMissed(accusation.observer()));
  }

  private boolean isMissed(MemberId member) {
    return view.accusations().containsKey(new Accusation(view.self(), member)) && !reached(member);
  }

  private boolean reached(MemberId member) {
    return heard.contains(member)
        && (member.equals(view.self()) || view.inTouch().contains(member));
  }

  /**
   * Those that the node hears, or hears of through others that hear them. That somebody has seen
   * the newest gossip proves little without such a way: where nothing new is heard, the gossip
   * stays the newest for ever.
   */
  private static NavigableSet<MemberId> heard(MembershipView view) {
    var heard = new TreeSet<MemberId>();
    var open = new ArrayDeque<MemberId>();
    open.add(view.self());
    heard.add(view.self());
    while (!open.isEmpty()) {
      var by = open.remove();
      for (MemberId member : view.members().keySet()) {
        if (!view.accusations().containsKey(new Accusation(by, member)) && heard.add(member)) {
          open.add(member);
        }
      }
    }
    return heard;
  }

  private boolean isSpeaker(MemberId id) {
    var member = view.members().get(id);
    return member != null && member.role() == MemberRole.SPEAKER;
  }

  private static boolean touches(Accusation link, MemberId member) {
    return link.observer().equals(member) || link.subject().equals(member);
  }
}
