package io.fairlead.membership.actor;

import io.fairlead.cluster.NodeName;
import java.util.Set;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.cluster.Member;
import org.apache.pekko.cluster.MemberStatus;
import org.apache.pekko.cluster.typed.Cluster;
import org.apache.pekko.cluster.typed.Down;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes speakers out of the cluster whose nodes Kubernetes has deleted. No time-out does that: a
 * dead node and one that is cut off look the same from here, but not to who deleted it.
 */
public final class DeletedNodes {
  private static final Logger LOG = LoggerFactory.getLogger(DeletedNodes.class);

  private DeletedNodes() {}

  /**
   * Downs every unreachable speaker of a node that is not among the existing ones.
   *
   * @param existing all nodes of Kubernetes; when empty nothing is done
   */
  public static void down(ActorSystem<?> system, Set<NodeName> existing) {
    if (existing.isEmpty()) {
      return;
    }
    var cluster = Cluster.get(system);
    for (Member member : cluster.state().getUnreachable()) {
      var node = SpeakerRoles.nodeOf(member).filter(name -> !existing.contains(name));
      if (node.isPresent() && !member.status().equals(MemberStatus.down())) {
        LOG.info("node {} is deleted; its speaker {} leaves the cluster", node, member.address());
        cluster.manager().tell(new Down(member.address()));
      }
    }
  }
}
