package io.fairlead.membership;

import java.util.Collection;
import java.util.NavigableSet;
import java.util.TreeSet;

/**
 * Brings two clusters together. They arise when controller 0 restarts while it is cut off from
 * everybody it knows: it founds anew, and the speakers go on in the old cluster, waiting for an
 * incarnation that never comes back. Pekko does not merge clusters. So whoever misses a controller
 * asks at the controllers' addresses, and the weaker cluster's nodes start anew and join.
 *
 * <p>A cluster in which a controller is Up is never the weaker one of a cluster without: the state
 * that only a controller holds is never thrown away.
 */
public final class Reunion {
  private Reunion() {}

  /**
   * Whether the node of {@code view} misses a controller, or waits to be let in, and should ask.
   */
  public static boolean asks(MembershipView view, ClusterReport mine, int controllers) {
    return mine.controllersUp() < controllers || waits(view);
  }

  private static boolean waits(MembershipView view) {
    return view.selfMember()
        .filter(m -> m.status() == MemberStatus.JOINING || m.status() == MemberStatus.WEAKLY_UP)
        .isPresent();
  }

  /**
   * The addresses to ask: controllers this node does not reach as members, and, for a controller
   * that founded without company, the speakers it knows. A node that waits to be let in asks all
   * controllers.
   */
  public static NavigableSet<MemberAddress> addresses(
      MembershipView view,
      ClusterReport mine,
      MemberRole role,
      Collection<MemberAddress> controllers,
      Collection<MemberAddress> knownSpeakers) {
    var asked = new TreeSet<>(controllers);
    if (role == MemberRole.CONTROLLER && mine.controllersUp() == 0) {
      asked.addAll(knownSpeakers);
    }
    asked.remove(view.self().address());
    if (waits(view)) {
      return asked;
    }
    var connectivity = new Connectivity(view);
    view.members().values().stream()
        .filter(m -> !m.blocksNobody() && !connectivity.isCutOff(m.id()))
        .forEach(m -> asked.remove(m.id().address()));
    return asked;
  }

  /**
   * Whether the node of {@code view} starts anew to join the cluster that {@code from} reports. A
   * member of both clusters yields when it is an orphan, for those two ignore each other's gossip:
   *
   * <ul>
   *   <li>it is known there, and never heard of those that came later;
   *   <li>it waits to be let in, and those that it knows never heard of it, because whoever took
   *       its request died before telling.
   * </ul>
   */
  public static boolean yields(
      MembershipView view, ClusterReport mine, MemberId from, ClusterReport theirs) {
    boolean known = view.counts(from);
    if (known && (theirs.knowsAsker() || waits(view))) {
      return !theirs.knowsAsker();
    }
    if (mine.controllersUp() != theirs.controllersUp()) {
      return mine.controllersUp() < theirs.controllersUp();
    }
    if (mine.members() != theirs.members()) {
      return mine.members() < theirs.members();
    }
    return mine.first().compareTo(theirs.first()) > 0;
  }
}
