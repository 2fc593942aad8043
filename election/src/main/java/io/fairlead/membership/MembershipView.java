package io.fairlead.membership;

import java.time.Duration;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The cluster as one node sees it at one moment.
 *
 * @param self the node itself; it need not be a member yet
 * @param members by id, every status, also {@code DOWN}
 * @param accusations who misses whom, by all observers this node has heard of, and for how long
 *     this node has known it
 * @param inTouch those who have lately seen the newest gossip, see {@link GossipTouch}, and those
 *     whose heartbeats this node hears itself; an accused member among them is alive and reached,
 *     be it by way of others
 */
public record MembershipView(
    MemberId self,
    NavigableMap<MemberId, MemberView> members,
    NavigableMap<Accusation, Duration> accusations,
    NavigableSet<MemberId> inTouch) {

  public MembershipView {
    members = Collections.unmodifiableNavigableMap(new TreeMap<>(members));
    accusations = Collections.unmodifiableNavigableMap(new TreeMap<>(accusations));
    inTouch = Collections.unmodifiableNavigableSet(new TreeSet<>(inTouch));
  }

  /** A view from parts in any order. */
  public static MembershipView of(
      MemberId self,
      Collection<MemberView> members,
      Map<Accusation, Duration> accusations,
      Collection<MemberId> inTouch) {
    var byId = new TreeMap<MemberId, MemberView>();
    members.forEach(member -> byId.put(member.id(), member));
    return new MembershipView(self, byId, new TreeMap<>(accusations), new TreeSet<>(inTouch));
  }

  /** This node as a member, if it is one. */
  public Optional<MemberView> selfMember() {
    return Optional.ofNullable(members.get(self));
  }

  /** Whether this very incarnation takes part in the cluster, and is not downed. */
  public boolean counts(MemberId member) {
    var known = members.get(member);
    return known != null && known.status() != MemberStatus.DOWN;
  }

  /**
   * The part of the view on which the fate of controllers depends. Downing waits until it has not
   * changed for a while; speakers that come and go must not put that off.
   */
  public ControllerPicture controllerPicture() {
    var controllers = members.values().stream().filter(m -> m.role() == MemberRole.CONTROLLER);
    return new ControllerPicture(
        controllers.toList(),
        accusations.keySet().stream()
            .filter(accusation -> isController(accusation.subject()))
            .toList());
  }

  private boolean isController(MemberId id) {
    var member = members.get(id);
    return member != null && member.role() == MemberRole.CONTROLLER;
  }

  /** See {@link #controllerPicture}. */
  public record ControllerPicture(List<MemberView> controllers, List<Accusation> accusations) {}
}
