package io.fairlead.election.actor;

import io.fairlead.election.SpeakerMembership;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.AbstractMatchingBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.cluster.ClusterEvent.ClusterDomainEvent;
import org.apache.pekko.cluster.ClusterEvent.MemberEvent;
import org.apache.pekko.cluster.ClusterEvent.MemberRemoved;
import org.apache.pekko.cluster.ClusterEvent.ReachabilityEvent;
import org.apache.pekko.cluster.ClusterEvent.UnreachableMember;
import org.apache.pekko.cluster.Member;
import org.apache.pekko.cluster.UniqueAddress;
import org.apache.pekko.cluster.typed.Cluster;
import org.apache.pekko.cluster.typed.Subscribe;

/**
 * Tells the placement which speakers the cluster has, whenever that changes. Everything is rebuilt
 * from the cluster's own events, which begin with the present state.
 */
final class SpeakerWatchActor extends AbstractMatchingBehavior<SpeakerWatchActor.Command> {

  sealed interface Command {}

  private record MembershipChanged(MemberEvent event) implements Command {}

  private record ReachabilityChanged(ReachabilityEvent event) implements Command {}

  private final ActorRef<PlacementActor.Command> placement;
  private final Map<UniqueAddress, Member> members = new HashMap<>();
  private final Set<UniqueAddress> unreachable = new HashSet<>();
  private SpeakerMembership last = SpeakerMembership.NONE;

  private SpeakerWatchActor(
      ActorContext<Command> context, ActorRef<PlacementActor.Command> placement) {
    super(context);
    this.placement = placement;
    subscribe(MemberEvent.class, context.messageAdapter(MemberEvent.class, MembershipChanged::new));
    subscribe(
        ReachabilityEvent.class,
        context.messageAdapter(ReachabilityEvent.class, ReachabilityChanged::new));
  }

  static Behavior<Command> create(ActorRef<PlacementActor.Command> placement) {
    return Behaviors.setup(context -> new SpeakerWatchActor(context, placement));
  }

  private <E extends ClusterDomainEvent> void subscribe(Class<E> events, ActorRef<E> subscriber) {
    Cluster.get(getContext().getSystem())
        .subscriptions()
        .tell(Subscribe.create(subscriber, events));
  }

  @Override
  public Behavior<Command> onMessage(Command command) {
    switch (command) {
      case MembershipChanged(var event) -> onMember(event);
      case ReachabilityChanged(var event) -> onReachability(event);
    }
    var membership = SpeakerRoles.membership(members.values(), unreachable);
    if (!membership.equals(last)) {
      last = membership;
      placement.tell(new PlacementActor.SpeakersChanged(membership));
    }
    return this;
  }

  private void onMember(MemberEvent event) {
    var address = event.member().uniqueAddress();
    if (event instanceof MemberRemoved) {
      members.remove(address);
      unreachable.remove(address);
    } else {
      members.put(address, event.member());
    }
  }

  private void onReachability(ReachabilityEvent event) {
    var address = event.member().uniqueAddress();
    if (event instanceof UnreachableMember) {
      members.putIfAbsent(address, event.member());
      unreachable.add(address);
    } else {
      unreachable.remove(address);
    }
  }
}
