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

  /** Whether {@code mine} misses a controller and should ask. */
  public static boolean asks(ClusterReport mine, int controllers) {
    return mine.controllersUp() < controllers;
  }

  /**
   * The addresses to ask: controllers this node does not reach as members, and, for a controller
   * that founded without company, the speakers it knows.
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
    var connectivity = new Connectivity(view);
    view.members().values().stream()
        .filter(m -> !m.blocksNobody() && !connectivity.isCutOff(m.id()))
        .forEach(m -> asked.remove(m.id().address()));
    asked.remove(view.self().address());
    return asked;
  }

  /**
   * Whether the node that sees {@code mine} starts anew to join the cluster of {@code theirs}.
   *
   * @param mutual whether the one that answered is a member here as well. Where it is not, a node
   *     may be a member there and yet an orphan: it never heard of those that came later, so it
   *     ignores their gossip, and they wait for it in vain
   */
  public static boolean yields(ClusterReport mine, ClusterReport theirs, boolean mutual) {
    if (theirs.knowsAsker() && mutual) {
      return false;
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
