package io.fairlead.membership.actor;

import io.fairlead.membership.DowningPolicy;
import io.fairlead.membership.DowningReason;
import io.fairlead.membership.MemberId;
import io.fairlead.membership.MembershipView;
import java.time.Duration;
import java.util.NavigableSet;
import java.util.TreeSet;
import org.apache.pekko.actor.AbstractActorWithTimers;
import org.apache.pekko.actor.Address;
import org.apache.pekko.actor.CoordinatedShutdown;
import org.apache.pekko.actor.Props;
import org.apache.pekko.cluster.Cluster;
import org.apache.pekko.cluster.ClusterEvent;
import org.apache.pekko.cluster.MemberStatus;
import org.apache.pekko.remote.artery.ThisActorSystemQuarantinedEvent;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Shows the policy what this node sees, five times a second and on every change of members, and
 * downs whom it names. Classic, because Pekko's cluster daemon starts it as its child.
 */
final class DowningActor extends AbstractActorWithTimers {
  private static final Logger LOG = LoggerFactory.getLogger(DowningActor.class);
  private static final Duration TICK = Duration.ofMillis(200);

  private final Cluster cluster = Cluster.get(getContext().getSystem());
  private final ClusterViews views = new ClusterViews(cluster);
  private final DowningPolicy policy;
  private final NavigableSet<MemberId> told = new TreeSet<>();
  private MembershipView.@Nullable ControllerPicture picture;
  private long pictureSinceNanos;

  private DowningActor(DowningPolicy policy) {
    this.policy = policy;
  }

  static Props create(DowningPolicy policy) {
    return Props.create(DowningActor.class, () -> new DowningActor(policy));
  }

  private enum Tick {
    TICK
  }

  @Override
  public void preStart() {
    cluster.subscribe(
        getSelf(), ClusterEvent.initialStateAsEvents(), ClusterEvent.ClusterDomainEvent.class);
    getContext()
        .getSystem()
        .getEventStream()
        .subscribe(getSelf(), ThisActorSystemQuarantinedEvent.class);
    getTimers().startTimerWithFixedDelay(Tick.TICK, Tick.TICK, TICK);
  }

  @Override
  public void postStop() {
    cluster.unsubscribe(getSelf());
    getContext().getSystem().getEventStream().unsubscribe(getSelf());
  }

  @Override
  public Receive createReceive() {
    return receiveBuilder()
        .match(Tick.class, _ -> decide())
        .match(
            ClusterEvent.ReachabilityChanged.class,
            event -> views.reachabilityChanged(event.reachability(), System.nanoTime()))
        .match(ClusterEvent.MemberEvent.class, _ -> decide())
        .match(ThisActorSystemQuarantinedEvent.class, this::quarantined)
        .matchAny(_ -> {})
        .build();
  }

  private void decide() {
    long now = System.nanoTime();
    var view = views.view(now);
    var present = view.controllerPicture();
    if (!present.equals(picture)) {
      picture = present;
      pictureSinceNanos = now;
    }
    var decision = policy.decide(view, Duration.ofNanos(now - pictureSinceNanos));
    decision.downed().forEach(this::down);
  }

  private void down(MemberId member, DowningReason reason) {
    if (told.add(member)) {
      LOG.warn("Downing {}: {} ({})", member, reason.sentence(), reason);
    }
    for (var known : cluster.state().getMembers()) {
      if (ClusterViews.address(known.address()).filter(member.address()::equals).isPresent()) {
        cluster.down(known.address());
      }
    }
  }

  private void quarantined(ThisActorSystemQuarantinedEvent event) {
    LOG.warn(
        "Downing this node: {} ({}, by {})",
        DowningReason.QUARANTINED.sentence(),
        DowningReason.QUARANTINED,
        event.remoteAddress().address());
    downSelf(cluster);
  }

  /** Also ends a system that the cluster has not let in yet; Pekko's down would not. */
  static void downSelf(Cluster cluster) {
    Address self = cluster.selfAddress();
    if (cluster.selfMember().status().equals(MemberStatus.removed())) {
      CoordinatedShutdown.get(cluster.system())
          .runAll(CoordinatedShutdown.clusterDowningReason())
          .toCompletableFuture()
          .exceptionally(
              error -> {
                LOG.warn("The actor system did not stop in order", error);
                return org.apache.pekko.Done.getInstance();
              });
    } else {
      cluster.down(self);
    }
  }
}
