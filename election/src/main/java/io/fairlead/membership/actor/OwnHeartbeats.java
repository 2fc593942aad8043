package io.fairlead.membership.actor;

import org.apache.pekko.actor.Address;
import org.apache.pekko.cluster.Cluster;

/**
 * What this node's own failure detector says of another. The cluster's word on who is unreachable
 * comes by gossip and holds what anybody believes: it is late, and after a cut it is the word of
 * the one that was cut off. Of the members that this node monitors itself, which in a cluster of up
 * to ten are all, its own heartbeats tell the truth about the link between the two.
 *
 * <p>Safe for use from any thread.
 */
public final class OwnHeartbeats {
  private final Cluster cluster;

  public OwnHeartbeats(Cluster cluster) {
    this.cluster = cluster;
  }

  /** What is known first hand. */
  public enum Verdict {
    HEARD,
    MISSED,
    /** Others monitor it. */
    NOT_MONITORED
  }

  /** What this node itself hears of the member at an address. */
  public Verdict of(Address member) {
    var detector = cluster.failureDetector();
    if (!detector.isMonitoring(member)) {
      return Verdict.NOT_MONITORED;
    }
    return detector.isAvailable(member) ? Verdict.HEARD : Verdict.MISSED;
  }
}
