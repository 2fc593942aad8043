package io.fairlead.membership.actor;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.cluster.Cluster;
import org.apache.pekko.cluster.ClusterEvent.ReachabilityChanged;
import org.apache.pekko.cluster.Member;
import org.apache.pekko.cluster.Reachability;
import org.apache.pekko.cluster.UniqueAddress;
import scala.jdk.javaapi.CollectionConverters;

/**
 * The members that this node takes for unreachable. First hand counts before gossip, see {@link
 * OwnHeartbeats}. Of a member that others monitor two of them must miss it: each member has nine
 * observers, so a dead one is missed by all, and the word of a single one is most often that of a
 * node which was cut off itself. Not thread-safe; to be asked again often, for silence sends no
 * message.
 */
public final class MissedMembers {
  private static final int WITNESSES = 2;

  private final Cluster cluster;
  private final OwnHeartbeats heartbeats;
  private final Map<UniqueAddress, Integer> accusers = new HashMap<>();

  public MissedMembers(ActorSystem<?> system) {
    this.cluster = Cluster.get(system);
    this.heartbeats = new OwnHeartbeats(cluster);
  }

  /** Takes in who misses whom. */
  public void on(ReachabilityChanged event) {
    accusers.clear();
    for (Reachability.Record one : CollectionConverters.asJava(event.reachability().records())) {
      if (!one.status().equals(Reachability.Reachable$.MODULE$)) {
        accusers.merge(one.subject(), 1, Integer::sum);
      }
    }
  }

  /** The members that are missed now; never this node itself. */
  public Set<UniqueAddress> now() {
    var missed = new HashSet<UniqueAddress>();
    for (Member member : cluster.state().getMembers()) {
      var address = member.uniqueAddress();
      boolean isMissed =
          switch (heartbeats.of(member.address())) {
            case HEARD -> false;
            case MISSED -> true;
            case NOT_MONITORED -> accusers.getOrDefault(address, 0) >= WITNESSES;
          };
      if (isMissed && !address.equals(cluster.selfUniqueAddress())) {
        missed.add(address);
      }
    }
    return Set.copyOf(missed);
  }
}
