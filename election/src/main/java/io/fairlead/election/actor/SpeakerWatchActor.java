package io.fairlead.election.actor;

import io.fairlead.election.SpeakerMembership;
import io.fairlead.membership.actor.MissedMembers;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.AbstractMatchingBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.cluster.ClusterEvent.ClusterDomainEvent;
import org.apache.pekko.cluster.ClusterEvent.MemberEvent;
import org.apache.pekko.cluster.ClusterEvent.MemberRemoved;
import org.apache.pekko.cluster.ClusterEvent.ReachabilityChanged;
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

  private record ReachabilityShown(ReachabilityChanged event) implements Command {}

  private record Tick() implements Command {}

  /** Heartbeats that do not come send no message, so they are looked at. */
  private static final Duration TICK = Duration.ofMillis(250);

  private final ActorRef<PlacementActor.Command> placement;
  private final Map<UniqueAddress, Member> members = new HashMap<>();
  private final MissedMembers missed;
  private SpeakerMembership last = SpeakerMembership.NONE;

  private SpeakerWatchActor(
      ActorContext<Command> context, ActorRef<PlacementActor.Command> placement) {
    super(context);
    this.placement = placement;
    this.missed = new MissedMembers(context.getSystem());
    subscribe(MemberEvent.class, context.messageAdapter(MemberEvent.class, MembershipChanged::new));
    subscribe(
        ReachabilityChanged.class,
        context.messageAdapter(ReachabilityChanged.class, ReachabilityShown::new));
  }

  static Behavior<Command> create(ActorRef<PlacementActor.Command> placement) {
    return Behaviors.setup(
        context ->
            Behaviors.withTimers(
                timers -> {
                  timers.startTimerWithFixedDelay(new Tick(), TICK);
                  return new SpeakerWatchActor(context, placement);
                }));
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
      case ReachabilityShown(var event) -> missed.on(event);
      case Tick() -> {}
    }
    var membership = SpeakerMemberships.of(members.values(), missed.now());
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
    } else {
      members.put(address, event.member());
    }
  }
}
