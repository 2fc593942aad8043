package io.fairlead.election.actor;

import io.fairlead.cluster.NodeName;
import io.fairlead.election.AddressDemand;
import io.fairlead.election.NodeWeights;
import io.fairlead.election.Placement;
import io.fairlead.election.PlacementReport;
import io.fairlead.election.SpeakerMembership;
import io.fairlead.journal.Ledger;
import io.fairlead.journal.Recorded;
import io.fairlead.placement.Claim;
import io.fairlead.placement.NodeInterface;
import io.fairlead.placement.PlacementCause;
import io.fairlead.placement.PlacementEvent;
import io.fairlead.placement.PlacementEvent.AddressPlaced;
import io.fairlead.placement.PlacementEvent.AddressTakenOver;
import io.fairlead.placement.PlacementEvent.GenerationStarted;
import io.fairlead.placement.TakeOver;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.SupervisorStrategy;
import org.apache.pekko.actor.typed.eventstream.EventStream;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;
import org.apache.pekko.persistence.typed.EventAdapter;
import org.apache.pekko.persistence.typed.PersistenceId;
import org.apache.pekko.persistence.typed.RecoveryCompleted;
import org.apache.pekko.persistence.typed.SnapshotAdapter;
import org.apache.pekko.persistence.typed.javadsl.CommandHandlerWithReply;
import org.apache.pekko.persistence.typed.javadsl.EventHandler;
import org.apache.pekko.persistence.typed.javadsl.EventSourcedBehaviorWithEnforcedReplies;
import org.apache.pekko.persistence.typed.javadsl.ReplyEffect;
import org.apache.pekko.persistence.typed.javadsl.RetentionCriteria;
import org.apache.pekko.persistence.typed.javadsl.SignalHandler;

/**
 * Journals which node announces which address, and has the announcement table published. The
 * cluster runs it once, on the active controller.
 *
 * <p>Journaled: successions, epochs, generations. Rebuilt: demands (the bridge tells them),
 * speakers (from the cluster), claims (speakers repeat them when they subscribe). Until the first
 * {@link Update} nothing is decided and nothing published, so speakers go on with the table they
 * have.
 *
 * <p>Its children are the {@link TablePublisherActor} and the watcher of the cluster. Every start,
 * also the one after a failed write, begins a new generation with new children.
 */
public final class PlacementActor
    extends EventSourcedBehaviorWithEnforcedReplies<
        PlacementActor.Command, Recorded<PlacementEvent>, Ledger<Placement>> {
  public static final PersistenceId PERSISTENCE_ID = PersistenceId.of("Placement", "l2");

  /**
   * Events of one write; what is left follows in the next, so that no write grows without limit.
   */
  static final int EVENTS_PER_WRITE_MAX = 200;

  /** No generation above this is believed. */
  static final long GENERATION_MAX = 1L << 48;

  private static final int EVENTS_PER_SNAPSHOT = 1_000;
  private static final int SNAPSHOTS_KEPT = 2;
  private static final Duration BACKOFF_MIN = Duration.ofMillis(200);
  private static final Duration BACKOFF_MAX = Duration.ofSeconds(5);
  private static final double BACKOFF_JITTER = 0.1;

  /** What the placement is told. */
  public sealed interface Command {}

  /** What is published on the event stream of the active controller once it is recorded. */
  public record TakeOversRecorded(List<TakeOver> takeOvers) {}

  /**
   * All addresses that layer 2 should announce now. To be sent on every change and again every few
   * seconds: a message may be lost, and a restarted placement knows none. The same demands again
   * cost no write and no publication.
   */
  public record Update(List<AddressDemand> demands, NodeWeights weights) implements Command {
    public Update {
      demands = List.copyOf(demands);
    }

    /** Demands in a cluster whose nodes all weigh the same. */
    public Update(List<AddressDemand> demands) {
      this(demands, NodeWeights.EVEN);
    }
  }

  /** The speakers that are in the cluster now. */
  public record SpeakersChanged(SpeakerMembership membership) implements Command {}

  /** Speakers announce these addresses, under these epochs. */
  public record HeedClaims(List<Claim> claims) implements Command {
    public HeedClaims {
      claims = List.copyOf(claims);
    }
  }

  /** Stand-bys took over; this is to be remembered. */
  public record RecordTakeOvers(List<TakeOver> takeOvers) implements Command {
    public RecordTakeOvers {
      takeOvers = List.copyOf(takeOvers);
    }
  }

  /** The node can announce on these interfaces now. */
  public record HeedInterfaces(NodeName node, List<NodeInterface> interfaces) implements Command {
    public HeedInterfaces {
      interfaces = List.copyOf(interfaces);
    }
  }

  /** A speaker knows a table of this generation that we did not publish: ours must be higher. */
  public record RaiseGeneration(long known) implements Command {}

  /** Asks for the table as published. */
  public record GetTable(ActorRef<PublishedTable> replyTo) implements Command {}

  /** Asks for the outcome as it is now. */
  public record GetReport(ActorRef<PlacementReport> replyTo) implements Command {}

  /** Asks which speaker has which revision of the table. */
  public record GetDistribution(ActorRef<Distribution> replyTo) implements Command {}

  private record StartGeneration() implements Command {}

  private record Converge() implements Command {}

  private record PublisherStopped(ActorRef<TablePublisherActor.Command> publisher)
      implements Command {}

  /** Starts what works beside the placement; a test puts its own there. */
  interface Surroundings {
    /** Starts the children of one incarnation, and returns the publisher. */
    ActorRef<TablePublisherActor.Command> start(ActorContext<Command> context);
  }

  private final ActorContext<Command> context;
  private final TimerScheduler<Command> timers;
  private final PlacementStorage storage;
  private final Surroundings surroundings;
  private final PlacementSettings settings;
  private final Clock clock = Clock.systemUTC();

  // Soft state only: none of it may enter the journaled state, and all of it is rebuilt.
  private PlacementInputs inputs;
  private ActorRef<TablePublisherActor.Command> publisher;
  private boolean isGenerationStarted;
  private final SortedMap<PlacementCause, Long> moves = new TreeMap<>();

  /** The rest of the last decision, while it is written in portions and no input has changed. */
  private List<PlacementEvent> remaining = List.of();

  private PlacementActor(
      ActorContext<Command> context,
      TimerScheduler<Command> timers,
      PlacementStorage storage,
      PlacementSettings settings,
      Surroundings surroundings) {
    super(
        PERSISTENCE_ID,
        SupervisorStrategy.restartWithBackoff(BACKOFF_MIN, BACKOFF_MAX, BACKOFF_JITTER));
    this.context = context;
    this.timers = timers;
    this.storage = storage;
    this.surroundings = surroundings;
    this.settings = settings;
    this.inputs = PlacementInputs.start(settings, nowMillis());
    this.publisher = context.getSystem().deadLetters();
  }

  /**
   * The placement with its publisher and its watcher of the cluster.
   *
   * @param storage gives events and snapshots their stored form
   */
  public static Behavior<Command> create(PlacementStorage storage, PlacementSettings settings) {
    return create(storage, settings, context -> startChildren(context, settings));
  }

  static Behavior<Command> create(
      PlacementStorage storage, PlacementSettings settings, Surroundings surroundings) {
    return Behaviors.setup(
        context ->
            Behaviors.withTimers(
                timers -> new PlacementActor(context, timers, storage, settings, surroundings)));
  }

  private static ActorRef<TablePublisherActor.Command> startChildren(
      ActorContext<Command> context, PlacementSettings settings) {
    context.spawnAnonymous(SpeakerWatchActor.create(context.getSelf()));
    return context.spawnAnonymous(TablePublisherActor.create(context.getSelf(), settings));
  }

  @Override
  public Ledger<Placement> emptyState() {
    return Ledger.start(Placement.EMPTY);
  }

  @Override
  public EventHandler<Ledger<Placement>, Recorded<PlacementEvent>> eventHandler() {
    return (ledger, recorded) -> ledger.apply(recorded, Placement::apply);
  }

  @Override
  public EventAdapter<Recorded<PlacementEvent>, ?> eventAdapter() {
    return storage.events();
  }

  @Override
  public SnapshotAdapter<Ledger<Placement>> snapshotAdapter() {
    return storage.placementSnapshots().orElseGet(super::snapshotAdapter);
  }

  @Override
  public RetentionCriteria retentionCriteria() {
    return storage.snapshots().isPresent()
        ? RetentionCriteria.snapshotEvery(EVENTS_PER_SNAPSHOT, SNAPSHOTS_KEPT)
        : RetentionCriteria.disabled();
  }

  @Override
  public SignalHandler<Ledger<Placement>> signalHandler() {
    return newSignalHandlerBuilder()
        .onSignal(RecoveryCompleted.instance(), _ -> onRecovered())
        .build();
  }

  /** A failed write restarts the behavior within the same object, and stops all children. */
  private void onRecovered() {
    isGenerationStarted = false;
    remaining = List.of();
    startSurroundings();
  }

  private void startSurroundings() {
    publisher = surroundings.start(context);
    context.watchWith(publisher, new PublisherStopped(publisher));
    context.getSelf().tell(new StartGeneration());
  }

  @Override
  public CommandHandlerWithReply<Command, Recorded<PlacementEvent>, Ledger<Placement>>
      commandHandler() {
    return this::onCommand;
  }

  private ReplyEffect<Recorded<PlacementEvent>, Ledger<Placement>> onCommand(
      Ledger<Placement> ledger, Command command) {
    return switch (command) {
      case Update(var demands, var weights) ->
          converge(ledger, inputs.withDemands(demands, weights));
      case SpeakersChanged(var membership) ->
          converge(
              ledger, inputs.withHold(inputs.hold().observe(membership, nowMillis()), nowMillis()));
      case HeedClaims(var claims) -> converge(ledger, inputs.withClaims(claims));
      case RecordTakeOvers(var takeOvers) -> recordTakeOvers(ledger, takeOvers);
      case HeedInterfaces(var node, var interfaces) ->
          converge(ledger, inputs.withInterfaces(node, interfaces, nowMillis()));
      case Converge() -> converge(ledger, inputs);
      case StartGeneration() -> startGeneration(ledger, ledger.state().generation() + 1);
      case RaiseGeneration(var known) -> raiseGeneration(ledger, known);
      case PublisherStopped(var stopped) -> restartSurroundings(stopped);
      case GetTable(var replyTo) -> forward(new TablePublisherActor.GetTable(replyTo));
      case GetReport(var replyTo) -> Effect().reply(replyTo, report(ledger.state()));
      case GetDistribution(var replyTo) ->
          forward(new TablePublisherActor.GetDistribution(replyTo));
    };
  }

  /** Records what the inputs change, a portion at a time; then comes back until nothing is left. */
  private ReplyEffect<Recorded<PlacementEvent>, Ledger<Placement>> converge(
      Ledger<Placement> ledger, PlacementInputs next) {
    if (!next.equals(inputs)) {
      remaining = List.of();
    }
    inputs = next;
    if (!isGenerationStarted) {
      return Effect().noReply();
    }
    long now = nowMillis();
    if (remaining.isEmpty()) {
      var step = inputs.step(ledger.state(), settings, clock.instant(), now);
      inputs = step.next();
      remaining = step.events();
    }
    if (remaining.isEmpty()) {
      publish(ledger.state());
      wakeUp(ledger.state(), now);
      return Effect().noReply();
    }
    int portion = Math.min(remaining.size(), EVENTS_PER_WRITE_MAX);
    var events = remaining.subList(0, portion);
    remaining = List.copyOf(remaining.subList(portion, remaining.size()));
    return persist(ledger, events);
  }

  private ReplyEffect<Recorded<PlacementEvent>, Ledger<Placement>> recordTakeOvers(
      Ledger<Placement> ledger, List<TakeOver> takeOvers) {
    inputs = inputs.withTakeOvers(takeOvers, nowMillis());
    var told = new EventStream.Publish<>(new TakeOversRecorded(takeOvers));
    context.getSystem().eventStream().tell(told);
    return persist(ledger, takeOvers.stream().<PlacementEvent>map(AddressTakenOver::new).toList());
  }

  private PlacementReport report(Placement placement) {
    var electorate = inputs.electorate(placement, settings, clock.instant(), nowMillis());
    return PlacementReport.of(
        placement, inputs.demands().orElse(List.of()), electorate, inputs.segments(), moves);
  }

  private void count(List<PlacementEvent> events) {
    for (var event : events) {
      if (event instanceof AddressPlaced placed
          && placed.cause() != PlacementCause.STANDBYS_CHANGED) {
        moves.merge(placed.cause(), 1L, Long::sum);
      }
    }
  }

  private ReplyEffect<Recorded<PlacementEvent>, Ledger<Placement>> persist(
      Ledger<Placement> ledger, List<PlacementEvent> events) {
    count(events);
    return Effect()
        .persist(ledger.record(events, clock.instant()))
        .thenRun((Ledger<Placement> next) -> publish(next.state()))
        .thenRun(() -> context.getSelf().tell(new Converge()))
        .thenNoReply();
  }

  private ReplyEffect<Recorded<PlacementEvent>, Ledger<Placement>> startGeneration(
      Ledger<Placement> ledger, long generation) {
    isGenerationStarted = true;
    return persist(ledger, List.of(new GenerationStarted(generation)));
  }

  private ReplyEffect<Recorded<PlacementEvent>, Ledger<Placement>> raiseGeneration(
      Ledger<Placement> ledger, long known) {
    return known < ledger.state().generation() || known > GENERATION_MAX
        ? Effect().noReply()
        : startGeneration(ledger, known + 1);
  }

  private ReplyEffect<Recorded<PlacementEvent>, Ledger<Placement>> restartSurroundings(
      ActorRef<TablePublisherActor.Command> stopped) {
    if (stopped.equals(publisher)) {
      context.getLog().error("the publisher of the announcement table failed; starting another");
      context.getChildren().forEach(context::stop);
      startSurroundings();
    }
    return Effect().noReply();
  }

  private ReplyEffect<Recorded<PlacementEvent>, Ledger<Placement>> forward(
      TablePublisherActor.Command query) {
    publisher.tell(query);
    return Effect().noReply();
  }

  private void publish(Placement placement) {
    inputs
        .table(placement)
        .ifPresent(
            entries ->
                publisher.tell(new TablePublisherActor.Publish(placement.generation(), entries)));
  }

  /** Time alone changes what counts as lost. */
  private void wakeUp(Placement placement, long nowMillis) {
    inputs
        .nextChangeMillis(placement, settings, clock.instant(), nowMillis)
        .ifPresent(
            at -> timers.startSingleTimer(new Converge(), Duration.ofMillis(at - nowMillis)));
  }

  private static long nowMillis() {
    return TimeUnit.NANOSECONDS.toMillis(System.nanoTime());
  }
}
