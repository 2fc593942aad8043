package io.fairlead.speaker.actor;

import io.fairlead.cluster.NodeName;
import io.fairlead.membership.actor.SpeakerRoles;
import io.fairlead.speaker.plan.ClusterView;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.apache.pekko.cluster.ClusterEvent;
import org.apache.pekko.cluster.Member;
import org.apache.pekko.cluster.MemberStatus;
import org.apache.pekko.cluster.UniqueAddress;

/**
 * The speakers among the members of the cluster, folded from its events, and whether the others can
 * be reached. A member is one incarnation: a node that left and came back is another member, and no
 * longer leaving.
 */
final class SpeakerMembers {
  private static final Set<MemberStatus> SERVING =
      Set.of(MemberStatus.up(), MemberStatus.weaklyUp());

  private final Map<UniqueAddress, Speaker> speakers = new HashMap<>();
  private final Map<UniqueAddress, Boolean> controllers = new HashMap<>();

  /**
   * @param joining neither live nor dead: it has not been shown yet
   */
  private record Speaker(
      NodeName node, boolean joining, boolean serving, boolean reachable, boolean leaving) {
    boolean live() {
      return serving && reachable && !leaving;
    }

    boolean lost() {
      return serving && !reachable && !leaving;
    }

    Speaker withStatus(MemberStatus status) {
      boolean joins = status.equals(MemberStatus.joining());
      return new Speaker(node, joins, SERVING.contains(status), reachable, leaving);
    }

    Speaker withReachable(boolean now) {
      return new Speaker(node, joining, serving, now, leaving);
    }

    Speaker goingAway() {
      return new Speaker(node, joining, serving, reachable, true);
    }
  }

  void on(ClusterEvent.MemberEvent event) {
    var member = event.member();
    if (event instanceof ClusterEvent.MemberRemoved) {
      speakers.remove(member.uniqueAddress());
      controllers.remove(member.uniqueAddress());
      return;
    }
    if (SpeakerRoles.nodeOf(member).isEmpty()) {
      controllers.putIfAbsent(member.uniqueAddress(), true);
    }
    change(member, speaker -> speaker.withStatus(member.status()));
  }

  /** These members, and no others, are missed now. */
  void missed(Set<UniqueAddress> missed) {
    controllers.replaceAll((member, _) -> !missed.contains(member));
    speakers.replaceAll((member, speaker) -> speaker.withReachable(!missed.contains(member)));
  }

  /** The node said that it leaves; its word counts before the cluster's. */
  void leaving(NodeName node) {
    speakers.replaceAll(
        (_, speaker) -> speaker.node().equals(node) ? speaker.goingAway() : speaker);
  }

  /** True when this member has joined, so that the view is the cluster's and not a blank one. */
  boolean serves(UniqueAddress member) {
    var speaker = speakers.get(member);
    return speaker != null && speaker.serving();
  }

  /** What is shown to the member {@code own}, a speaker. */
  ClusterView view(UniqueAddress own) {
    var live = nodes(Speaker::live);
    var lost = nodes(Speaker::lost);
    lost.removeAll(live);
    return new ClusterView(
        live,
        nodes(speaker -> !speaker.joining()),
        lost,
        reachesSpeaker(own) || reachesController(own));
  }

  private boolean reachesSpeaker(UniqueAddress own) {
    return speakers.entrySet().stream()
        .anyMatch(entry -> !entry.getKey().equals(own) && entry.getValue().live());
  }

  // A controller on the own node is reached whatever becomes of the node's link.
  private boolean reachesController(UniqueAddress own) {
    return controllers.entrySet().stream()
        .anyMatch(
            entry ->
                entry.getValue()
                    && !entry.getKey().address().getHost().equals(own.address().getHost()));
  }

  private SortedSet<NodeName> nodes(Predicate<Speaker> which) {
    var nodes = new TreeSet<NodeName>();
    speakers.values().stream().filter(which).forEach(speaker -> nodes.add(speaker.node()));
    return nodes;
  }

  private void change(Member member, UnaryOperator<Speaker> change) {
    SpeakerRoles.nodeOf(member)
        .ifPresent(
            node -> {
              var fresh = new Speaker(node, true, false, true, false).withStatus(member.status());
              var now = speakers.getOrDefault(member.uniqueAddress(), fresh);
              speakers.put(member.uniqueAddress(), change.apply(now));
            });
  }
}
