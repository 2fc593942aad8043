package io.fairlead.election.actor;

import io.fairlead.cluster.NodeName;
import io.fairlead.election.SpeakerMembership;
import java.util.Collection;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.apache.pekko.cluster.Member;
import org.apache.pekko.cluster.MemberStatus;
import org.apache.pekko.cluster.UniqueAddress;

/**
 * How a cluster member says that it is a speaker, and on which node: it has the role {@code
 * speaker} and the role {@code node-} with the name of the node.
 */
public final class SpeakerRoles {
  public static final String SPEAKER = "speaker";
  private static final String NODE_PREFIX = "node-";

  private SpeakerRoles() {}

  /** The role that names the node. */
  public static String nodeRole(NodeName node) {
    return NODE_PREFIX + node;
  }

  /** The node of a speaker; empty for a member that is none. */
  public static Optional<NodeName> nodeOf(Member member) {
    if (!member.hasRole(SPEAKER)) {
      return Optional.empty();
    }
    return member.getRoles().stream()
        .filter(role -> role.length() > NODE_PREFIX.length() && role.startsWith(NODE_PREFIX))
        .map(role -> new NodeName(role.substring(NODE_PREFIX.length())))
        .findFirst();
  }

  /** The speakers among the members. Of several members on one node the most alive one counts. */
  static SpeakerMembership membership(Collection<Member> members, Set<UniqueAddress> unreachable) {
    var reached = new TreeSet<NodeName>();
    var missed = new TreeSet<NodeName>();
    var leaving = new TreeSet<NodeName>();
    for (var member : members) {
      var node = nodeOf(member);
      if (node.isEmpty() || member.status().equals(MemberStatus.joining())) {
        continue;
      }
      if (isAnyOf(member, MemberStatus.leaving(), MemberStatus.exiting())) {
        leaving.add(node.get());
      } else if (unreachable.contains(member.uniqueAddress())
          || !isAnyOf(member, MemberStatus.up(), MemberStatus.weaklyUp())) {
        missed.add(node.get());
      } else {
        reached.add(node.get());
      }
    }
    missed.removeAll(reached);
    leaving.removeAll(reached);
    leaving.removeAll(missed);
    return new SpeakerMembership(reached, missed, leaving);
  }

  private static boolean isAnyOf(Member member, MemberStatus first, MemberStatus second) {
    return member.status().equals(first) || member.status().equals(second);
  }
}
