package io.fairlead.deploy.controller;

import io.fairlead.cluster.ClusterSnapshot;
import io.fairlead.cluster.NodeName;
import io.fairlead.cluster.ServiceKey;
import io.fairlead.election.AssignedService;
import io.fairlead.election.L2Candidates;
import io.fairlead.election.NodeRules;
import io.fairlead.election.NodeWeights;
import io.fairlead.election.PlacementReport;
import io.fairlead.election.actor.PlacementActor;
import io.fairlead.election.actor.PlacementSettings;
import io.fairlead.election.actor.PlacementStorage;
import io.fairlead.election.actor.PublishedTable;
import io.fairlead.election.actor.TablePublisherActor;
import io.fairlead.ipam.actor.IpamSharding;
import io.fairlead.k8s.KubernetesBridge;
import io.fairlead.membership.actor.DeletedNodes;
import io.fairlead.persistence.adapter.StoredAdapters;
import io.fairlead.placement.AddressConflict;
import io.fairlead.placement.TakeOver;
import io.fairlead.report.ClusterReport;
import io.fairlead.report.actor.ReportDeskActor;
import io.fairlead.table.TableRevision;
import java.time.Duration;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.SupervisorStrategy;
import org.apache.pekko.actor.typed.eventstream.EventStream;
import org.apache.pekko.actor.typed.javadsl.AbstractMatchingBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.AskPattern;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;

/**
 * What runs once in the cluster, on the oldest controller: the bridge to Kubernetes and the
 * placement with its table publisher. It joins the two: demands of the bridge go to placement, and
 * what becomes of them goes back.
 */
public final class CoreActor extends AbstractMatchingBehavior<CoreActor.Command> {
  private static final Duration BACKOFF_MIN = Duration.ofMillis(500);
  private static final Duration BACKOFF_MAX = Duration.ofSeconds(10);
  private static final double BACKOFF_JITTER = 0.1;

  /** Placement may miss a message, or restart and know no demands; it is told again this often. */
  private static final Duration DEMANDS_INTERVAL = Duration.ofSeconds(3);

  private static final Duration PLACEMENT_INTERVAL = Duration.ofSeconds(1);
  private static final Duration REPORTS_DELAY = Duration.ofMillis(300);
  private static final Duration TABLE_TIMEOUT = Duration.ofSeconds(3);

  /** What the core is told. */
  public sealed interface Command {}

  /** Ends the core on a hand-over to another controller. */
  public record Stop() implements Command {}

  /** Why does the Service have what it has? May come from another controller. */
  public record Explain(ServiceKey service, ActorRef<ExplainAnswer> replyTo) implements Command {}

  private record DemandsChanged(
      PlacementActor.Update update, L2Candidates candidates, Set<NodeName> nodes)
      implements Command {}

  private record ReportSeen(PlacementReport report) implements Command {}

  private record TakeOversSeen(List<TakeOver> takeOvers) implements Command {}

  private record RepeatDemands() implements Command {}

  private record LookAtPlacement() implements Command {}

  private record TableSeen(PublishedTable table) implements Command {}

  private record Unanswered() implements Command {}

  private record SpeakersSaid(ClusterReport report) implements Command {}

  private record ShowReports() implements Command {}

  private record ConflictSeen(AddressConflict conflict) implements Command {}

  private final ActorRef<PlacementActor.Command> placement;
  private final ActorRef<BridgeActor.Command> bridge;
  private final BiConsumer<ServiceKey, AddressConflict> addressInUse;
  private final TimerScheduler<Command> timers;
  private final Consumer<BridgeActor.SpeakersReported> speakersReported;
  private final TableLag lag = new TableLag();
  private ClusterReport said = ClusterReport.NONE;
  private TableRevision published = TableRevision.NONE;
  private final NavigableMap<ServiceKey, MoveRefusals.Refusal> refusals = new TreeMap<>();
  private final BiConsumer<ServiceKey, MoveRefusals.Refusal> moveRefused;
  private final ControllerBoard board;
  private L2Candidates candidates = new L2Candidates(new TreeMap<>());
  private PlacementActor.Update demands = new PlacementActor.Update(List.of());
  private boolean knowsDemands;
  private Set<NodeName> nodes = Set.of();

  private CoreActor(
      ActorContext<Command> context,
      TimerScheduler<Command> timers,
      IpamSharding ipam,
      Function<Consumer<ClusterSnapshot>, KubernetesBridge> kubernetes,
      PlacementSettings placementSettings,
      ControllerBoard board) {
    super(context);
    this.timers = timers;
    this.board = board;
    placement =
        context.spawn(
            PlacementActor.create(
                new PlacementStorage(
                    StoredAdapters.placement(), Optional.of(StoredAdapters.placementSnapshots())),
                placementSettings),
            "placement");
    var self = context.getSelf();
    BridgeActor.Demands announce =
        (snapshot, assigned) ->
            self.tell(demandsOf(snapshot, assigned, placementSettings.nodeRules()));
    bridge =
        context.spawn(
            Behaviors.supervise(BridgeActor.create(ipam, kubernetes, announce, board))
                .onFailure(
                    SupervisorStrategy.restartWithBackoff(
                        BACKOFF_MIN, BACKOFF_MAX, BACKOFF_JITTER)),
            "bridge");
    addressInUse =
        (service, conflict) -> bridge.tell(new BridgeActor.AddressInUse(service, conflict));
    speakersReported = bridge::tell;
    context.spawn(ReportDeskActor.create(report -> self.tell(new SpeakersSaid(report))), "reports");
    moveRefused =
        (service, refusal) ->
            bridge.tell(new BridgeActor.MoveRefused(service, refusal.node(), refusal.why()));
    var takeOvers =
        context.messageAdapter(
            PlacementActor.TakeOversRecorded.class,
            recorded -> new TakeOversSeen(recorded.takeOvers()));
    context
        .getSystem()
        .eventStream()
        .tell(new EventStream.Subscribe<>(PlacementActor.TakeOversRecorded.class, takeOvers));
    var conflicts =
        context.messageAdapter(
            TablePublisherActor.ConflictObserved.class,
            observed -> new ConflictSeen(observed.conflict()));
    context
        .getSystem()
        .eventStream()
        .tell(new EventStream.Subscribe<>(TablePublisherActor.ConflictObserved.class, conflicts));
  }

  /**
   * @param kubernetes starts to watch and hands every snapshot to the consumer
   * @param board is told what the bridge knows
   */
  public static Behavior<Command> create(
      IpamSharding ipam,
      Function<Consumer<ClusterSnapshot>, KubernetesBridge> kubernetes,
      PlacementSettings placementSettings,
      ControllerBoard board) {
    return Behaviors.setup(
        context ->
            Behaviors.withTimers(
                timers -> {
                  timers.startTimerWithFixedDelay(new RepeatDemands(), DEMANDS_INTERVAL);
                  timers.startTimerWithFixedDelay(new LookAtPlacement(), PLACEMENT_INTERVAL);
                  return new CoreActor(context, timers, ipam, kubernetes, placementSettings, board);
                }));
  }

  private static DemandsChanged demandsOf(
      ClusterSnapshot snapshot, List<AssignedService> assigned, NodeRules rules) {
    var candidates = L2Candidates.of(snapshot, assigned, rules);
    return new DemandsChanged(
        new PlacementActor.Update(candidates.demands(), NodeWeights.of(snapshot)),
        candidates,
        snapshot.nodes().keySet());
  }

  @Override
  public Behavior<Command> onMessage(Command command) {
    return switch (command) {
      case Stop() -> Behaviors.stopped();
      case DemandsChanged(var update, var judged, var existing) -> {
        demands = update;
        candidates = judged;
        nodes = existing;
        knowsDemands = true;
        placement.tell(update);
        showReportsSoon();
        yield this;
      }
      case SpeakersSaid(var report) -> {
        said = report;
        showReportsSoon();
        yield this;
      }
      case ShowReports() -> {
        showReports();
        yield this;
      }
      case Explain(var service, var replyTo) -> {
        bridge.tell(new BridgeActor.Explain(service, replyTo));
        yield this;
      }
      case RepeatDemands() -> {
        if (knowsDemands) {
          placement.tell(demands);
        }
        yield this;
      }
      case LookAtPlacement() -> {
        ask(PlacementActor.GetTable::new, TableSeen::new);
        ask(PlacementActor.GetReport::new, ReportSeen::new);
        DeletedNodes.down(getContext().getSystem(), nodes);
        yield this;
      }
      case TableSeen(var table) -> {
        published = table.revision();
        yield this;
      }
      case ReportSeen(var report) -> {
        board.placed(report);
        reportRefusals(report);
        yield this;
      }
      case TakeOversSeen(var takeOvers) -> {
        board.tookOver(takeOvers);
        yield this;
      }
      case Unanswered() -> this;
      case ConflictSeen(var conflict) -> {
        reportConflict(conflict);
        yield this;
      }
    };
  }

  /** What is said and what is demanded change in bursts, and a status is no traffic. */
  private void showReportsSoon() {
    if (!timers.isTimerActive(ShowReports.class)) {
      timers.startSingleTimer(ShowReports.class, new ShowReports(), REPORTS_DELAY);
    }
  }

  private void showReports() {
    if (knowsDemands) {
      var behind = lag.behind(said, published, TimeUnit.NANOSECONDS.toMillis(System.nanoTime()));
      speakersReported.accept(new BridgeActor.SpeakersReported(said, demands.demands(), behind));
    }
  }

  private void reportConflict(AddressConflict conflict) {
    getContext().getLog().warn("address in use by a stranger: {}", conflict);
    demands.demands().stream()
        .filter(demand -> demand.address().equals(conflict.address()))
        .flatMap(demand -> demand.services().stream())
        .forEach(service -> addressInUse.accept(service, conflict));
  }

  private <R> void ask(
      org.apache.pekko.japi.function.Function<ActorRef<R>, PlacementActor.Command> question,
      Function<R, Command> heard) {
    CompletionStage<R> stage =
        AskPattern.ask(placement, question, TABLE_TIMEOUT, getContext().getSystem().scheduler());
    getContext()
        .pipeToSelf(
            stage, (answer, failure) -> failure == null ? heard.apply(answer) : new Unanswered());
  }

  private void reportRefusals(PlacementReport report) {
    var now = MoveRefusals.of(report, candidates, nodes);
    now.forEach(
        (service, refusal) -> {
          if (!refusal.equals(refusals.get(service))) {
            moveRefused.accept(service, refusal);
          }
        });
    refusals.clear();
    refusals.putAll(now);
  }
}
