package io.fairlead.election.actor;

import io.fairlead.cluster.NodeName;
import io.fairlead.election.SpeakerMembership;
import io.fairlead.membership.actor.SpeakerRoles;
import java.util.Collection;
import java.util.Set;
import java.util.TreeSet;
import org.apache.pekko.cluster.Member;
import org.apache.pekko.cluster.MemberStatus;
import org.apache.pekko.cluster.UniqueAddress;

/** Draws the speakers from the members of the cluster. */
final class SpeakerMemberships {
  private SpeakerMemberships() {}

  /** The speakers among the members. Of several members on one node the most alive one counts. */
  static SpeakerMembership of(Collection<Member> members, Set<UniqueAddress> unreachable) {
    var reached = new TreeSet<NodeName>();
    var missed = new TreeSet<NodeName>();
    var leaving = new TreeSet<NodeName>();
    for (var member : members) {
      var node = SpeakerRoles.nodeOf(member);
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
