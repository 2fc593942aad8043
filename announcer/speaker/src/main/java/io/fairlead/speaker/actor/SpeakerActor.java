package io.fairlead.speaker.actor;

import io.fairlead.cluster.NodeName;
import io.fairlead.election.actor.TableProtocol;
import io.fairlead.membership.actor.MissedMembers;
import io.fairlead.placement.AddressConflict;
import io.fairlead.placement.Claim;
import io.fairlead.placement.NodeInterface;
import io.fairlead.placement.TakeOver;
import io.fairlead.speaker.CoreListener;
import io.fairlead.speaker.SpeakerCore;
import io.fairlead.speaker.actor.PeerProtocol.AskClaims;
import io.fairlead.speaker.actor.PeerProtocol.AskReach;
import io.fairlead.speaker.actor.PeerProtocol.LeaveConfirmed;
import io.fairlead.speaker.actor.PeerProtocol.LeaveNotice;
import io.fairlead.speaker.actor.PeerProtocol.ReachShown;
import io.fairlead.speaker.actor.PeerProtocol.TellClaims;
import io.fairlead.speaker.actor.PeerProtocol.TellInterfaces;
import io.fairlead.speaker.actor.PeerProtocol.TellKeys;
import io.fairlead.speaker.actor.PeerProtocol.ToPeer;
import io.fairlead.speaker.plan.PeerQuestion;
import io.fairlead.table.HelloKey;
import io.fairlead.table.TableRevision;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.Done;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.PostStop;
import org.apache.pekko.actor.typed.Signal;
import org.apache.pekko.actor.typed.javadsl.AbstractMatchingBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;
import org.apache.pekko.actor.typed.receptionist.Receptionist;
import org.apache.pekko.cluster.ClusterEvent;
import org.apache.pekko.cluster.UniqueAddress;
import org.apache.pekko.cluster.typed.Cluster;
import org.apache.pekko.cluster.typed.Subscribe;

/**
 * Feeds the {@link SpeakerCore} of this process from one incarnation of the cluster: the table from
 * its publisher, the claims from the other speakers, and who is live from membership and
 * reachability. Nothing is journaled here; all of it is asked anew at each start. When the actor
 * system ends the core goes on with what it was fed last.
 */
public final class SpeakerActor extends AbstractMatchingBehavior<SpeakerActor.Command> {
  /** So long a leaving speaker waits for the others to take over. */
  public static final Duration HAND_OVER_MAX = Duration.ofSeconds(1);

  private static final Duration TICK = Duration.ofMillis(500);

  /** Heartbeats that do not come send no message, so they are looked at. */
  private static final Duration LISTEN = Duration.ofMillis(200);

  private final ActorContext<Command> context;
  private final TimerScheduler<Command> timers;
  private final SpeakerCore core;
  private final Cluster cluster;
  private final ActorRef<ToPeer> peerRef;
  private final TableSubscription subscription;
  private final CoreListener listener;
  private final SpeakerMembers members = new SpeakerMembers();
  private final MissedMembers missedMembers;
  private Set<UniqueAddress> missed = Set.of();
  private final List<ActorRef<Done>> waitingForLeave = new ArrayList<>();
  private final Set<NodeName> confirmed = new TreeSet<>();
  private Set<ActorRef<ToPeer>> peers = Set.of();
  private int confirmationsNeeded;
  private boolean clusterEnded;

  /** What the actor does. */
  public sealed interface Command {}

  /** Hands everything over, withdraws, and answers when it is done, within some seconds. */
  public record Leave(ActorRef<Done> replyTo) implements Command {}

  private record PublishersListed(Receptionist.Listing listing) implements Command {}

  private record PeersListed(Receptionist.Listing listing) implements Command {}

  private record FromPublisher(TableProtocol.ToSpeaker message) implements Command {}

  private record FromPeer(ToPeer message) implements Command {}

  private record MemberChanged(ClusterEvent.MemberEvent event) implements Command {}

  private record ReachabilityShown(ClusterEvent.ReachabilityChanged event) implements Command {}

  private record Listen() implements Command {}

  private record ClusterEnds() implements Command {}

  private record Announced(List<Claim> claims, List<Claim> aboveTable, List<TakeOver> takenOver)
      implements Command {}

  private record Stored(TableRevision revision) implements Command {}

  private record ConflictSeen(AddressConflict conflict) implements Command {}

  private record InterfacesChanged(List<NodeInterface> interfaces) implements Command {}

  private record PeersAsked(PeerQuestion question) implements Command {}

  private record TookOverFrom(ActorRef<ToPeer> leaver) implements Command {}

  private record HandOverEnded() implements Command {}

  private record Withdrawn() implements Command {}

  private record Tick() implements Command {}

  private SpeakerActor(
      ActorContext<Command> context, TimerScheduler<Command> timers, SpeakerCore core) {
    super(context);
    this.context = context;
    this.timers = timers;
    this.core = core;
    this.cluster = Cluster.get(context.getSystem());
    this.missedMembers = new MissedMembers(context.getSystem());
    this.peerRef = context.spawn(relayTo(context.getSelf()), "peer");
    this.subscription =
        new TableSubscription(
            core, context.messageAdapter(TableProtocol.ToSpeaker.class, FromPublisher::new));
    this.listener = listenerTo(context.getSelf());
    context.spawn(ReporterActor.create(core), "reporter");
  }

  /** The behavior for one actor system; the core outlives it. */
  public static Behavior<Command> create(SpeakerCore core) {
    return Behaviors.setup(
        context ->
            Behaviors.withTimers(timers -> new SpeakerActor(context, timers, core).started()));
  }

  @Override
  public Behavior<Command> onMessage(Command command) {
    switch (command) {
      case PublishersListed(var listing) ->
          subscription.publishers(
              listing.getServiceInstances(TableProtocol.PUBLISHER_KEY), nowMillis());
      case PeersListed(var listing) ->
          peersListed(listing.getServiceInstances(PeerProtocol.PEER_KEY));
      case FromPublisher(TableProtocol.TellHelloKey(var key)) -> learn(List.of(key));
      case FromPublisher(var message) -> subscription.receive(message, nowMillis());
      case FromPeer(var message) -> fromPeer(message);
      case MemberChanged(var event) -> {
        members.on(event);
        members.missed(missed);
        var _ = updateLiveNodes();
      }
      case ReachabilityShown(var event) -> {
        missedMembers.on(event);
        listen();
      }
      case Listen() -> listen();
      case ClusterEnds() -> clusterEnded = true;
      case Announced(var claims, var aboveTable, var takenOver) ->
          announced(claims, aboveTable, takenOver);
      case Stored(var revision) -> subscription.stored(revision);
      case ConflictSeen(var conflict) -> subscription.report(conflict);
      case InterfacesChanged(var interfaces) -> {
        peers.forEach(peer -> peer.tell(new TellInterfaces(core.self(), interfaces)));
        subscription.interfaces(interfaces);
      }
      case PeersAsked(var question) -> ask(question);
      case Leave(var replyTo) -> leave(replyTo);
      case TookOverFrom(var leaver) -> leaver.tell(new LeaveConfirmed(core.self()));
      case HandOverEnded() -> withdraw();
      case Withdrawn() -> withdrawn();
      case Tick() -> subscription.tick(nowMillis());
    }
    return Behaviors.same();
  }

  @Override
  public Behavior<Command> onSignal(Signal signal) {
    if (signal instanceof PostStop) {
      core.detach(listener);
    }
    return Behaviors.same();
  }

  private SpeakerActor started() {
    var receptionist = context.getSystem().receptionist();
    receptionist.tell(Receptionist.register(PeerProtocol.PEER_KEY, peerRef));
    var listings = context.messageAdapter(Receptionist.Listing.class, SpeakerActor::listed);
    receptionist.tell(Receptionist.subscribe(TableProtocol.PUBLISHER_KEY, listings));
    receptionist.tell(Receptionist.subscribe(PeerProtocol.PEER_KEY, listings));
    var memberEvents = context.messageAdapter(ClusterEvent.MemberEvent.class, MemberChanged::new);
    var reachabilityEvents =
        context.messageAdapter(ClusterEvent.ReachabilityChanged.class, ReachabilityShown::new);
    cluster.subscriptions().tell(Subscribe.create(memberEvents, ClusterEvent.MemberEvent.class));
    cluster
        .subscriptions()
        .tell(Subscribe.create(reachabilityEvents, ClusterEvent.ReachabilityChanged.class));
    var end =
        context.messageAdapter(
            ClusterEvent.ClusterShuttingDown$.class,
            (ClusterEvent.ClusterShuttingDown$ _) -> new ClusterEnds());
    cluster.subscriptions().tell(Subscribe.create(end, ClusterEvent.ClusterShuttingDown$.class));
    core.attach(listener);
    timers.startTimerWithFixedDelay(new Tick(), TICK);
    timers.startTimerWithFixedDelay(new Listen(), LISTEN);
    HandOverOnShutdown.register(context.getSystem(), context.getSelf());
    return this;
  }

  // All message adapters of an actor are one actor, and the receptionist dies of one that is both
  // registered and subscribed. So what is registered is an actor of its own.
  private static Behavior<ToPeer> relayTo(ActorRef<Command> speaker) {
    return Behaviors.receiveMessage(
        message -> {
          speaker.tell(new FromPeer(message));
          return Behaviors.same();
        });
  }

  private static Command listed(Receptionist.Listing listing) {
    return listing.isForKey(TableProtocol.PUBLISHER_KEY)
        ? new PublishersListed(listing)
        : new PeersListed(listing);
  }

  private static CoreListener listenerTo(ActorRef<Command> self) {
    return new CoreListener() {
      @Override
      public void announced(List<Claim> claims, List<Claim> aboveTable, List<TakeOver> takenOver) {
        self.tell(
            new Announced(List.copyOf(claims), List.copyOf(aboveTable), List.copyOf(takenOver)));
      }

      @Override
      public void stored(TableRevision revision) {
        self.tell(new Stored(revision));
      }

      @Override
      public void conflict(AddressConflict conflict) {
        self.tell(new ConflictSeen(conflict));
      }

      @Override
      public void interfacesChanged(List<NodeInterface> interfaces) {
        self.tell(new InterfacesChanged(interfaces));
      }

      @Override
      public void asks(PeerQuestion question) {
        self.tell(new PeersAsked(question));
      }
    };
  }

  private void listen() {
    var now = missedMembers.now();
    if (!now.equals(missed)) {
      missed = now;
      members.missed(now);
      var _ = updateLiveNodes();
    }
  }

  // Before this member is Up its view is blank, and when the cluster ends here every member is
  // reported as removed. Neither must pass for a cluster of dead nodes.
  private CompletionStage<?> updateLiveNodes() {
    var own = cluster.selfMember().uniqueAddress();
    boolean viewHolds = !clusterEnded && members.serves(own);
    if (!viewHolds) {
      return CompletableFuture.completedFuture(null);
    }
    core.updateAddresses(members.addresses());
    return core.updateLiveNodes(members.view(own));
  }

  // Only reachable peers are listed, so one that can be reached again counts as new here.
  private void peersListed(Set<ActorRef<ToPeer>> listed) {
    var others = new HashSet<>(listed);
    others.remove(peerRef);
    var fresh = new HashSet<>(others);
    fresh.removeAll(peers);
    peers = Set.copyOf(others);
    for (ActorRef<ToPeer> peer : fresh) {
      core.segment().interfaces().ifPresent(own -> peer.tell(new TellInterfaces(core.self(), own)));
      peer.tell(new AskClaims(core.self(), peerRef));
      peer.tell(new TellKeys(core.self(), core.helloKeys()));
      tell(peer, core.ownClaims(), false);
    }
  }

  private void fromPeer(ToPeer message) {
    switch (message) {
      case AskClaims(var _, var replyTo) -> tell(replyTo, core.claims().all(), true);
      case TellClaims(var from, var claims, var complete) -> {
        var _ = core.updateClaims(from, claims, complete);
      }
      case TellKeys(var _, var keys) -> learn(keys);
      case TellInterfaces(var from, var interfaces) -> core.segment().peerHas(from, interfaces);
      case AskReach(var _, var replyTo) -> replyTo.tell(new ReachShown(core.self()));
      case ReachShown(var from) -> {
        var _ = core.heardFrom(from);
      }
      case LeaveNotice(var from, var replyTo) -> {
        members.leaving(from);
        context.pipeToSelf(updateLiveNodes(), (_, _) -> new TookOverFrom(replyTo));
      }
      case LeaveConfirmed(var from) -> {
        confirmed.add(from);
        endHandOverIfConfirmed();
      }
    }
  }

  // Whoever hears of a key first tells the others: a peer may be cut off from the publisher.
  private void learn(List<HelloKey> keys) {
    if (!core.helloKeys().containsAll(keys)) {
      core.learnKeys(keys);
      peers.forEach(peer -> peer.tell(new TellKeys(core.self(), keys)));
    }
  }

  private void ask(PeerQuestion question) {
    var message =
        switch (question) {
          case CLAIMS -> new AskClaims(core.self(), peerRef);
          case REACH -> new AskReach(core.self(), peerRef);
        };
    peers.forEach(peer -> peer.tell(message));
  }

  private void tell(ActorRef<ToPeer> peer, List<Claim> claims, boolean answer) {
    var chunks = Chunks.of(claims);
    for (int i = 0; i < chunks.size(); i++) {
      boolean complete = answer && i == chunks.size() - 1;
      peer.tell(new TellClaims(core.self(), chunks.get(i), complete));
    }
  }

  private void announced(List<Claim> claims, List<Claim> aboveTable, List<TakeOver> takenOver) {
    peers.forEach(peer -> tell(peer, claims, false));
    if (!aboveTable.isEmpty()) {
      subscription.report(aboveTable);
    }
    if (!takenOver.isEmpty()) {
      subscription.record(takenOver);
    }
  }

  private void leave(ActorRef<Done> replyTo) {
    waitingForLeave.add(replyTo);
    if (waitingForLeave.size() > 1) {
      return;
    }
    context.getLog().info("leaving: handing over to {} other speakers", peers.size());
    confirmationsNeeded = peers.size();
    peers.forEach(peer -> peer.tell(new LeaveNotice(core.self(), peerRef)));
    timers.startSingleTimer(new HandOverEnded(), HAND_OVER_MAX);
    endHandOverIfConfirmed();
  }

  private void endHandOverIfConfirmed() {
    if (!waitingForLeave.isEmpty() && confirmed.size() >= confirmationsNeeded) {
      timers.cancel(new HandOverEnded());
      withdraw();
    }
  }

  private void withdraw() {
    if (confirmed.size() < confirmationsNeeded) {
      context
          .getLog()
          .warn("only {} of {} speakers confirmed", confirmed.size(), confirmationsNeeded);
    }
    context.pipeToSelf(core.leave(), (_, _) -> new Withdrawn());
  }

  private void withdrawn() {
    waitingForLeave.forEach(waiting -> waiting.tell(Done.getInstance()));
    waitingForLeave.clear();
  }

  private static long nowMillis() {
    return TimeUnit.NANOSECONDS.toMillis(System.nanoTime());
  }
}
