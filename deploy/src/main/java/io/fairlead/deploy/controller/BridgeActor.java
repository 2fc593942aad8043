package io.fairlead.deploy.controller;

import io.fairlead.cluster.ClusterSnapshot;
import io.fairlead.cluster.NodeName;
import io.fairlead.cluster.ServiceKey;
import io.fairlead.deploy.controller.BridgeAction.AssignTogether;
import io.fairlead.deploy.controller.BridgeAction.Recognize;
import io.fairlead.election.AddressDemand;
import io.fairlead.election.AssignedService;
import io.fairlead.ipam.AssignmentOutcome;
import io.fairlead.ipam.Holding;
import io.fairlead.ipam.PoolUsage;
import io.fairlead.ipam.actor.AddressPoolActor.Answered;
import io.fairlead.ipam.actor.AddressPoolActor.Holdings;
import io.fairlead.ipam.actor.IpamSharding;
import io.fairlead.k8s.KubernetesBridge;
import io.fairlead.placement.AddressConflict;
import io.fairlead.report.ClusterReport;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Function;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.PostStop;
import org.apache.pekko.actor.typed.PreRestart;
import org.apache.pekko.actor.typed.Signal;
import org.apache.pekko.actor.typed.javadsl.AbstractMatchingBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The bridge: takes snapshots of the cluster in, has pools and assignments follow them, and hands
 * the outcome to the writers and to placement. Runs once in the cluster. Nothing is journaled here;
 * all is rebuilt from the first snapshot and from what the entities answer.
 */
public final class BridgeActor extends AbstractMatchingBehavior<BridgeActor.Command> {
  private static final Logger LOG = LoggerFactory.getLogger(BridgeActor.class);

  /** Whatever frees an address retries at once; this is for what nobody thought of. */
  private static final Duration RETRY_PENDING_INTERVAL = Duration.ofMinutes(1);

  private static final Duration RETRY_INTERVAL = Duration.ofSeconds(5);
  private static final Duration COUNTERS_DELAY = Duration.ofMillis(500);

  /** What the bridge is told. */
  public sealed interface Command {}

  /** A stranger uses an address of the Service; users are told by an Event. */
  public record AddressInUse(ServiceKey service, AddressConflict conflict) implements Command {}

  /** The node that a person asked for does not announce the Service; users are told by an Event. */
  public record MoveRefused(ServiceKey service, NodeName node, String why) implements Command {}

  /** Why does the Service have what it has? */
  public record Explain(ServiceKey service, ActorRef<ExplainAnswer> replyTo) implements Command {}

  /** What the speakers say, what layer 2 should announce, and who lacks the newest table. */
  public record SpeakersReported(
      ClusterReport report, List<AddressDemand> demands, Set<NodeName> behind) implements Command {}

  private record SnapshotArrived() implements Command {}

  private record StoodStill() implements Command {}

  record PoolConfigured(String pool) implements Command {}

  record PoolSilent(String pool) implements Command {}

  record HoldingsArrived(Holdings holdings) implements Command {}

  record ServiceAnswered(AssignmentOutcome outcome, boolean gone) implements Command {}

  record ServiceSilent(ServiceKey service) implements Command {}

  record UsageArrived(PoolUsage usage) implements Command {}

  record Unanswered(String what) implements Command {}

  record TogetherAnswered(AssignTogether batch, List<Answered> answers) implements Command {}

  private record Retry() implements Command {}

  record RetryPending() implements Command {}

  private record SendDemands() implements Command {}

  private record CountPools() implements Command {}

  private record Confirm() implements Command {}

  /** Where the bridge hands on what layer 2 has to announce. */
  @FunctionalInterface
  public interface Demands {
    void announce(ClusterSnapshot snapshot, List<AssignedService> assigned);
  }

  private final BridgeAsks asks;
  private final KubernetesBridge kubernetes;
  private final Demands demands;
  private final ControllerBoard board;
  private final TimerScheduler<Command> timers;

  /** Not taken yet; a bridge that lags behind skips those in between. */
  private final AtomicReference<@Nullable ClusterSnapshot> newest = new AtomicReference<>();

  private final BridgeReport report;
  private final BridgeExplainer explainer;
  private final BridgeAgenda agenda = new BridgeAgenda();
  private @Nullable ClusterSnapshot snapshot;
  private final DemandsPace demandsPace = new DemandsPace();
  private final ConfirmationsPace confirmationsPace = new ConfirmationsPace();
  private boolean settledOnce;

  private BridgeActor(
      ActorContext<Command> context,
      TimerScheduler<Command> timers,
      IpamSharding ipam,
      Function<Consumer<ClusterSnapshot>, KubernetesBridge> kubernetes,
      Demands demands,
      ControllerBoard board) {
    super(context);
    this.asks = new BridgeAsks(context, ipam);
    this.timers = timers;
    this.demands = demands;
    this.board = board;
    this.explainer = new BridgeExplainer(ipam, board);
    var self = context.getSelf();
    this.kubernetes =
        kubernetes.apply(
            taken -> {
              if (newest.getAndSet(taken) == null) {
                self.tell(new SnapshotArrived());
              }
            });
    this.kubernetes.whenPaused(() -> self.tell(new StoodStill()));
    this.report = new BridgeReport(this.kubernetes);
    board.opened(this.kubernetes::stats);
    board.writing(this.kubernetes::writes);
    timers.startTimerWithFixedDelay(new Retry(), RETRY_INTERVAL);
    timers.startTimerWithFixedDelay(new RetryPending(), RETRY_PENDING_INTERVAL);
  }

  /**
   * @param kubernetes starts to watch and calls the consumer, from any thread, with every snapshot;
   *     closed when the actor stops
   * @param board is told what the bridge knows
   */
  public static Behavior<Command> create(
      IpamSharding ipam,
      Function<Consumer<ClusterSnapshot>, KubernetesBridge> kubernetes,
      Demands demands,
      ControllerBoard board) {
    return Behaviors.setup(
        context ->
            Behaviors.withTimers(
                timers -> new BridgeActor(context, timers, ipam, kubernetes, demands, board)));
  }

  @Override
  public Behavior<Command> onMessage(Command command) {
    switch (command) {
      case SnapshotArrived() -> onSnapshot(newest.getAndSet(null));
      // Started anew by its supervisor: whatever was decided before the pause is forgotten.
      case StoodStill() -> throw new IllegalStateException("this process stood still for a while");
      case PoolConfigured(var pool) -> onPoolConfigured(pool);
      case PoolSilent(var pool) -> onPoolSilent(pool);
      case HoldingsArrived(var holdings) -> onHoldings(holdings);
      case ServiceAnswered(var outcome, var gone) -> onServiceAnswered(outcome, gone);
      case ServiceSilent(var service) -> onServiceSilent(service);
      case MoveRefused(var service, var node, var why) ->
          kubernetes.events().moveRefused(service, node, why);
      case AddressInUse(var service, var conflict) ->
          kubernetes.events().addressConflict(service, conflict);
      case Explain(var service, var replyTo) -> explainer.explain(snapshot, service, replyTo);
      case UsageArrived(var usage) -> onUsage(usage);
      case SpeakersReported reported -> report.observed(reported, snapshot);
      case Unanswered(var what) -> LOG.warn("no answer in time: {}", what);
      case TogetherAnswered(var batch, var answers) -> onTogetherAnswered(batch, answers);
      case Retry() -> onRetry();
      case RetryPending() -> {
        agenda.retryPending();
        advance();
        // Quarantine and retention end without a message.
        after(COUNTERS_DELAY, new CountPools());
      }
      case SendDemands() -> sendDemands();
      case Confirm() -> advance();
      case CountPools() -> countPools();
    }
    return this;
  }

  @Override
  public Behavior<Command> onSignal(Signal signal) {
    if (signal instanceof PostStop || signal instanceof PreRestart) {
      board.closed();
      kubernetes.close();
      LOG.info("the bridge to Kubernetes is closed");
    }
    return this;
  }

  private void onSnapshot(@Nullable ClusterSnapshot taken) {
    if (taken == null) {
      return;
    }
    report.seen(taken, snapshot);
    snapshot = taken;
    var changed = agenda.show(taken);
    kubernetes.configState().show(taken.config());
    advance();
    report.repairStatus(taken, agenda.outcomes(), changed);
    report.tellOfDeprecation(taken, changed);
  }

  private void advance() {
    if (snapshot == null) {
      return;
    }
    var recognized = new ArrayList<AssignmentOutcome>();
    boolean mayConfirm =
        confirmationsPace.mayConfirm(
            kubernetes.serviceStatus().isQuiet(ConfirmationsPace.QUIET), System.nanoTime());
    for (BridgeAction action : agenda.next(snapshot, mayConfirm)) {
      if (action instanceof Recognize(var outcome)) {
        recognized.add(outcome);
      } else {
        asks.perform(action);
      }
    }
    if (!recognized.isEmpty()) {
      LOG.info("{} Services hold what they ask for; nobody is woken", recognized.size());
      report.repairStatus(snapshot, recognized);
      after(COUNTERS_DELAY, new CountPools());
    }
    if (agenda.isIdle() && !settledOnce) {
      settledOnce = true;
      LOG.info("all Services are settled");
    }
    if (!mayConfirm && agenda.hasConfirmations()) {
      after(ConfirmationsPace.LOOK_AGAIN, new Confirm());
    }
    // Before the first full round the answers are incomplete, and placement would withdraw.
    if (settledOnce) {
      after(demandsPace.delay(), new SendDemands());
    }
  }

  private void after(Duration delay, Command command) {
    if (!timers.isTimerActive(command)) {
      timers.startSingleTimer(command, delay);
    }
  }

  /** Nothing is decided before the pool has said what it holds. */
  private void onPoolConfigured(String pool) {
    asks.holdings(pool, Optional.empty());
    after(COUNTERS_DELAY, new CountPools());
  }

  private void onPoolSilent(String pool) {
    LOG.warn("pool {} did not answer within {}; asked again soon", pool, BridgeAsks.POOL_TIMEOUT);
    agenda.poolSilent(pool);
  }

  private void onHoldings(Holdings holdings) {
    agenda.holdingsRead(holdings.pool(), holdings.page());
    holdings.page().forEach(holding -> releaseOrphan(holdings.pool(), holding));
    if (holdings.isLast()) {
      agenda.poolAnswered(holdings.pool());
      advance();
    } else {
      asks.holdings(holdings.pool(), Optional.of(holdings.page().getLast().service()));
    }
  }

  /** A Service may have been deleted while no bridge ran; its addresses are then free. */
  private void releaseOrphan(String pool, Holding holding) {
    if (snapshot != null && !snapshot.services().containsKey(holding.service())) {
      LOG.info("{} is gone; pool {} takes back {}", holding.service(), pool, holding.addresses());
      agenda.orphaned(holding.service());
      asks.release(pool, holding.service());
    }
  }

  private void onServiceAnswered(AssignmentOutcome outcome, boolean gone) {
    var before = Optional.ofNullable(agenda.outcomes().get(outcome.service()));
    agenda.serviceAnswered(outcome, gone);
    if (gone) {
      report.gone(outcome.service());
    } else {
      report.served(outcome, before);
    }
    after(COUNTERS_DELAY, new CountPools());
    advance();
  }

  /** The pools' records are on disk: users need not wait for those of the Services. */
  private void onTogetherAnswered(AssignTogether batch, List<Answered> answers) {
    for (var outcome : agenda.togetherAnswered(batch, answers)) {
      // Only such are asked for together that held nothing before.
      report.served(outcome, Optional.empty());
    }
    after(COUNTERS_DELAY, new CountPools());
    advance();
  }

  private void onServiceSilent(ServiceKey service) {
    LOG.warn("the assignment of {} did not answer within {}", service, BridgeAsks.SERVICE_TIMEOUT);
    agenda.serviceSilent(service);
  }

  private void onRetry() {
    agenda.retryUnsettled();
    if (snapshot != null) {
      // Somebody may have deleted the object.
      kubernetes.configState().show(snapshot.config());
      // A write may have been given up.
      report.repairStatus(snapshot, agenda.outcomes().values());
    }
    advance();
  }

  private void sendDemands() {
    if (snapshot != null) {
      long began = System.nanoTime();
      demands.announce(snapshot, AssignedServices.of(snapshot, agenda.outcomes()));
      demandsPace.took(System.nanoTime() - began);
    }
  }

  private void onUsage(PoolUsage usage) {
    report.counted(usage);
    if (snapshot != null) {
      board.counted(usage, snapshot.config().pools().keySet());
    }
  }

  private void countPools() {
    if (snapshot == null) {
      return;
    }
    board.settled(agenda.outcomes().values(), snapshot.config().pools().keySet());
    snapshot.config().pools().keySet().forEach(asks::usage);
  }
}
