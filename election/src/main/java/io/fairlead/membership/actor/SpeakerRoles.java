package io.fairlead.membership.actor;

import io.fairlead.cluster.NodeName;
import java.util.Optional;
import org.apache.pekko.cluster.Member;

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
}
