package io.fairlead.speaker;

import io.fairlead.cluster.NodeName;
import io.fairlead.net.IpAddress;
import io.fairlead.placement.Claim;
import io.fairlead.speaker.l2.L2Port;
import io.fairlead.speaker.plan.AnnouncementPlan;
import io.fairlead.speaker.plan.AnnouncementPlanner;
import io.fairlead.speaker.plan.ClaimBook;
import io.fairlead.speaker.plan.ClusterView;
import io.fairlead.speaker.plan.Liveness;
import io.fairlead.speaker.plan.OwnStanding;
import io.fairlead.speaker.plan.StartGate;
import io.fairlead.speaker.plan.TakeOverHold;
import io.fairlead.speaker.table.StoredTable;
import io.fairlead.speaker.table.TableStore;
import io.fairlead.table.AnnouncementTable;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The announcing part of a speaker: the table, the claims, who lives, and the announcer. It knows
 * no cluster; actors of one incarnation after another feed it, and while there is none it goes on
 * with what it knows. All methods may be called from any thread; one thread of its own does the
 * work, and a returned future completes when what is announced agrees with the update.
 */
public final class SpeakerCore implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(SpeakerCore.class);
  private static final long TICK_MILLIS = 100;
  private static final long CLOSE_MILLIS_MAX = 2_000;

  /**
   * Two turns so far apart mean that this process stood still. The clock is the one that the
   * failure detector of the cluster goes by, so a stop that this clock misses misleads neither.
   */
  private static final long PAUSE_MILLIS_MIN = 1_500;

  private static final long ASK_AGAIN_MILLIS = 1_000;

  private final NodeName self;
  private final L2Port l2;
  private final LongSupplier clock;
  private final StepPerformer performer;
  private final TableSaver saver;
  private final Segment segment;
  private final List<CoreListener> listeners = new CopyOnWriteArrayList<>();
  private final ScheduledExecutorService executor;

  // Written by the core's thread alone.
  private volatile AnnouncementTable table;
  private volatile ClaimBook claims;
  private volatile boolean started;
  private volatile SortedSet<NodeName> live = Collections.emptySortedSet();
  private Liveness liveness = Liveness.UNKNOWN;
  private boolean settled;
  private OwnStanding standing;
  private Optional<TakeOverHold> hold = Optional.empty();
  private long lastTurnMillis;
  private long nextAskMillis;
  private StartGate gate;
  private boolean leaving;
  private CompletableFuture<Void> pendingReplan = CompletableFuture.completedFuture(null);

  private SpeakerCore(
      NodeName self, L2Port l2, TableStore store, StartGate.Waits waits, LongSupplier clock) {
    this.self = self;
    this.l2 = l2;
    this.clock = clock;
    this.standing = OwnStanding.of(self);
    this.performer = new StepPerformer(self, l2);
    this.saver = new TableSaver(store, r -> listeners.forEach(listener -> listener.stored(r)));
    this.segment = new Segment(self, l2, listeners, this::update);
    this.gate = StartGate.closed(waits, clock.getAsLong());
    var stored = store.load();
    this.table = stored.table();
    this.claims = stored.claims();
    this.saver.changed();
    this.lastTurnMillis = clock.getAsLong();
    this.executor =
        Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("speaker-core").factory());
  }

  /**
   * Loads the stored table and starts. Nothing is announced before the newest claims can be known.
   */
  public static SpeakerCore start(
      NodeName self, L2Port l2, TableStore store, StartGate.Waits waits) {
    return start(self, l2, store, waits, () -> TimeUnit.NANOSECONDS.toMillis(System.nanoTime()));
  }

  static SpeakerCore start(
      NodeName self, L2Port l2, TableStore store, StartGate.Waits waits, LongSupplier clock) {
    var core = new SpeakerCore(self, l2, store, waits, clock);
    core.segment.listen();
    LOG.info(
        "speaker {} starts with table {} of {} addresses from disk",
        self,
        core.table.revision(),
        core.table.entries().size());

    var _ =
        core.executor.scheduleWithFixedDelay(
            () -> core.guarded(core::tick), 0, TICK_MILLIS, TimeUnit.MILLISECONDS);
    return core;
  }

  public NodeName self() {
    return self;
  }

  public AnnouncementTable table() {
    return table;
  }

  /** The highest claim known for each address, one's own included. */
  public ClaimBook claims() {
    return claims;
  }

  /** What this node holds, as far as it knows: its claims that no higher one has beaten. */
  public List<Claim> ownClaims() {
    return claims.all().stream().filter(claim -> claim.node().equals(self)).toList();
  }

  /** The nodes that count as live at present, rightly or for want of proof. */
  public SortedSet<NodeName> liveNodes() {
    return live;
  }

  /** What this node sees of the segment that it announces on. */
  public Segment segment() {
    return segment;
  }

  /** True when the wait for the newest claims is over. */
  public boolean isStarted() {
    return started;
  }

  /** From now on the listener hears what happens. */
  public void attach(CoreListener listener) {
    listeners.add(listener);
  }

  /** An incarnation of the cluster ends. What it showed last holds until another one shows more. */
  public void detach(CoreListener listener) {
    listeners.remove(listener);
    var _ =
        update(
            () -> {
              liveness = liveness.detached(live);
              standing = standing.left();
            });
  }

  public CompletableFuture<Void> updateTable(AnnouncementTable next) {
    return update(
        () -> {
          var last = table;
          // An address that left the table starts anew if it ever comes back.
          claims =
              claims.retain(
                  address ->
                      next.entries().containsKey(address) || !last.entries().containsKey(address));
          table = next;
          saver.changed();
        });
  }

  /** The cluster, once joined, shows these speakers. */
  public CompletableFuture<Void> updateLiveNodes(ClusterView view) {
    return update(
        () -> {
          long now = nowMillis();
          liveness = liveness.shown(view.live(), view.known(), now);
          settled = false;
          gate = gate.joined(view.liveOthers(self), now);
          stand(standing.shown(view, now), now);
        });
  }

  /** A peer answered: this node is not cut off from it. */
  public CompletableFuture<Void> heardFrom(NodeName peer) {
    return update(() -> standing = standing.heardFrom(peer));
  }

  /**
   * A peer told claims, its own or others'.
   *
   * @param complete true when the peer has now told all that it knows
   */
  public CompletableFuture<Void> updateClaims(NodeName peer, List<Claim> told, boolean complete) {
    return update(
        () -> {
          claims = claims.with(told);
          saver.changed();
          if (complete) {
            gate = gate.answeredBy(peer);
            standing = standing.toldBy(peer);
          }
        });
  }

  /** Withdraws everything for good: this node leaves. */
  public CompletableFuture<Void> leave() {
    return update(() -> leaving = true);
  }

  /** Stops deciding, and saves. What is announced stays so until the announcer is closed. */
  @Override
  public void close() {
    var _ = update(() -> saver.saveNow(new StoredTable(table, claims)));
    executor.shutdown();
    try {
      if (!executor.awaitTermination(CLOSE_MILLIS_MAX, TimeUnit.MILLISECONDS)) {
        LOG.warn("the table was not saved within {} ms", CLOSE_MILLIS_MAX);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  // Updates that wait together are answered by one plan: a burst of deltas costs one pass each way.
  private CompletableFuture<Void> update(Runnable change) {
    var done = new CompletableFuture<Void>();
    try {
      executor.execute(
          () -> {
            guarded(change);
            var _ = requestReplan().whenComplete((_, _) -> done.complete(null));
          });
    } catch (RejectedExecutionException e) {
      done.complete(null);
    }
    return done;
  }

  private CompletableFuture<Void> requestReplan() {
    if (pendingReplan.isDone()) {
      var replan = new CompletableFuture<Void>();
      pendingReplan = replan;
      try {
        executor.execute(
            () -> {
              guarded(this::replan);
              replan.complete(null);
            });
      } catch (RejectedExecutionException e) {
        replan.complete(null);
      }
    }
    return pendingReplan;
  }

  private void tick() {
    long now = nowMillis();
    if (!started || !settled || !standing.hold(now).equals(hold) || segment.isDue(now)) {
      settled = liveness.settled(now);
      replan();
    }
    askIfDue(now);
    saver.saveIfDue(new StoredTable(table, claims), now);
  }

  // First in every turn, so that no news is judged by a node that does not know of its own state.
  private void lookAtItself() {
    long now = nowMillis();
    long idleMillis = now - lastTurnMillis;
    lastTurnMillis = now;
    if (idleMillis >= PAUSE_MILLIS_MIN) {
      LOG.warn("speaker {} stood still for {} ms", self, idleMillis);
      stand(standing.paused(now), now);
    }
    stand(standing.linked(l2.hasLink(), now), now);
  }

  // New doubts are asked about at once, old ones again and again.
  private void stand(OwnStanding next, long now) {
    boolean newDoubt =
        !next.doubtedAtMillis().equals(standing.doubtedAtMillis())
            || !next.lostAtMillis().equals(standing.lostAtMillis());
    standing = next;
    if (newDoubt) {
      nextAskMillis = now;
      askIfDue(now);
    }
  }

  private void askIfDue(long now) {
    if (now < nextAskMillis) {
      return;
    }
    var question = standing.hold(now).flatMap(PeerQuestion::about);
    question.ifPresent(
        asked -> {
          nextAskMillis = now + ASK_AGAIN_MILLIS;
          listeners.forEach(listener -> listener.asks(asked));
        });
  }

  private void replan() {
    long now = nowMillis();
    holdOrRelease(standing.hold(now));
    live =
        hold.isPresent()
            ? liveness.presumedLive(candidates(), standing.view().lost())
            : liveness.live(liveness.settled(now) ? new TreeSet<>() : candidates(), now);
    if (!started && !gate.isOpen(now)) {
      return;
    }
    if (!started) {
      started = true;
      LOG.info("speaker {} knows the newest claims, and announces from now on", self);
    }
    var plan =
        leaving ? AnnouncementPlan.NOTHING : AnnouncementPlanner.plan(table, self, live, claims);
    var permitted = segment.permitted(plan, gate.isConfirmed(), claims::highestOf, now);
    var done = performer.perform(permitted, this::withdrawCause);
    claims = claims.with(done);
    if (!done.isEmpty()) {
      saver.changed();
      var takenOver = done.stream().filter(this::aboveTable).toList();
      listeners.forEach(listener -> listener.announced(done, takenOver));
    }
  }

  private void holdOrRelease(Optional<TakeOverHold> next) {
    if (!next.equals(hold)) {
      hold = next;
      next.ifPresentOrElse(
          reason -> LOG.info("this node takes nothing over: {}", reason.text()),
          () -> LOG.info("this node takes over again from who is gone"));
    }
  }

  private boolean aboveTable(Claim claim) {
    var entry = table.entries().get(claim.address());
    return entry == null || claim.epoch() > entry.succession().epoch();
  }

  private String withdrawCause(IpAddress address) {
    if (leaving) {
      return "this node leaves";
    }
    var entry = table.entries().get(address);
    if (entry == null) {
      return "it is no longer in the table";
    }
    var claim = claims.highestOf(address);
    return AnnouncementPlanner.announcer(entry.succession(), self, live, claim)
        .map(node -> node + " announces it")
        .orElse("no live node may announce it");
  }

  private SortedSet<NodeName> candidates() {
    var nodes = new TreeSet<NodeName>();
    table.entries().values().forEach(entry -> nodes.addAll(entry.succession().nodes()));
    claims.highest().values().forEach(claim -> nodes.add(claim.node()));
    return nodes;
  }

  // The core's thread must live through anything; a fault costs one decision, not the node.
  private void guarded(Runnable work) {
    try {
      lookAtItself();
      work.run();
    } catch (RuntimeException e) {
      LOG.error("fault in the speaker; it goes on with what it knows", e);
    }
  }

  private long nowMillis() {
    return clock.getAsLong();
  }
}
