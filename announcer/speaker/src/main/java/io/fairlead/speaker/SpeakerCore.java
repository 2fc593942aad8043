package io.fairlead.speaker;

import io.fairlead.cluster.NodeName;
import io.fairlead.net.IpAddress;
import io.fairlead.placement.Claim;
import io.fairlead.speaker.hello.HelloControl;
import io.fairlead.speaker.l2.AnswerGate;
import io.fairlead.speaker.l2.L2Port;
import io.fairlead.speaker.plan.AnnouncementPlan;
import io.fairlead.speaker.plan.ClaimBook;
import io.fairlead.speaker.plan.ClusterView;
import io.fairlead.speaker.plan.HelloNews;
import io.fairlead.speaker.plan.Neighbourhood;
import io.fairlead.speaker.plan.PeerQuestion;
import io.fairlead.speaker.plan.StartGate;
import io.fairlead.speaker.plan.TakeOverHold;
import io.fairlead.speaker.table.StoredTable;
import io.fairlead.speaker.table.TableStore;
import io.fairlead.table.AnnouncementTable;
import io.fairlead.table.HelloKey;
import io.fairlead.wire.bfd.BfdDiagnostic;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
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

  /**
   * Two turns so far apart mean that this process stood still. The clock is the one that the
   * failure detector of the cluster goes by, so a stop that this clock misses misleads neither.
   */
  private static final long PAUSE_MILLIS_MIN = 1_500;

  private static final long ASK_AGAIN_MILLIS = 1_000;

  private final NodeName self;
  private final L2Port l2;
  private final AnswerGate answers;
  private final LongSupplier clock;
  private final StepPerformer performer;
  private final TableSaver saver;
  private final HelloDuties hello;
  private final Segment segment;
  private final List<CoreListener> listeners = new CopyOnWriteArrayList<>();
  private final CoreThread thread;

  // Written by the core's thread alone.
  private volatile AnnouncementTable table;
  private volatile ClaimBook claims;
  private volatile boolean started;
  private volatile SortedSet<NodeName> live = Collections.emptySortedSet();
  private Neighbourhood around;
  private boolean settled;
  private Optional<TakeOverHold> hold = Optional.empty();
  private long lastTurnMillis;
  private long nextAskMillis;
  private StartGate gate;
  private boolean leaving;
  private long lastAbsence;

  private SpeakerCore(
      NodeName self,
      L2Port l2,
      AnswerGate answers,
      TableStore store,
      StartGate.Waits waits,
      LongSupplier clock) {
    this.self = self;
    this.l2 = l2;
    this.answers = answers;
    this.clock = clock;
    this.around = Neighbourhood.of(self);
    this.performer =
        new StepPerformer(self, l2, () -> listeners.forEach(CoreListener::announcementsChanged));
    this.gate = StartGate.closed(waits, clock.getAsLong());
    this.hello = new HelloDuties(self);
    var stored = store.load();
    this.saver = new TableSaver(store, stored.table().revision(), listeners);
    this.table = stored.table();
    this.claims = stored.claims();
    this.saver.changed();
    this.lastTurnMillis = clock.getAsLong();
    this.thread = new CoreThread(this::lookAtItself, this::replan);
    this.segment = new Segment(self, l2, listeners, thread::update);
  }

  /**
   * Loads the stored table and starts. Nothing is announced before the newest claims can be known.
   */
  public static SpeakerCore start(
      NodeName self, L2Port l2, AnswerGate answers, TableStore store, StartGate.Waits waits) {
    return start(
        self, l2, answers, store, waits, () -> TimeUnit.NANOSECONDS.toMillis(System.nanoTime()));
  }

  static SpeakerCore start(
      NodeName self,
      L2Port l2,
      AnswerGate answers,
      TableStore store,
      StartGate.Waits waits,
      LongSupplier clock) {
    var core = new SpeakerCore(self, l2, answers, store, waits, clock);
    core.segment.listen();
    LOG.info(
        "speaker {} starts with table {} of {} addresses from disk",
        self,
        core.table.revision(),
        core.table.entries().size());
    core.thread.everyMillis(TICK_MILLIS, core::tick);
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

  /** From now on the listener hears what happens, and at once what is on disk. */
  public void attach(CoreListener listener) {
    listeners.add(listener);
    listener.stored(saver.saved());
  }

  /** From now on these hello sessions are told what to do. */
  public CompletableFuture<Void> attachHello(HelloControl control) {
    return thread.update(() -> hello.attach(control));
  }

  /** The listener hears no more. */
  public void forget(CoreListener listener) {
    listeners.remove(listener);
  }

  /** An incarnation of the cluster ends. What it showed last holds until another one shows more. */
  public void detach(CoreListener listener) {
    listeners.remove(listener);
    var _ = thread.update(() -> around = around.detached(live));
  }

  public CompletableFuture<Void> updateTable(AnnouncementTable next) {
    return thread.update(
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
    return thread.update(
        () -> {
          long now = nowMillis();
          settled = false;
          gate = gate.joined(view.liveOthers(self), now);
          surround(around.shown(view, now), now);
        });
  }

  /** The other speakers of the cluster, and where they are. */
  public void updateAddresses(SortedMap<NodeName, IpAddress> speakers) {
    var _ = thread.update(() -> hello.know(speakers));
  }

  /** Keys to sign hellos with, from the publisher or from a peer. */
  public void learnKeys(List<HelloKey> keys) {
    var _ = thread.update(() -> hello.learn(keys, nowMillis()));
  }

  /** The keys that this node knows, for others to learn. */
  public List<HelloKey> helloKeys() {
    return hello.keys();
  }

  /** A peer answered: this node is not cut off from it. */
  public CompletableFuture<Void> heardFrom(NodeName peer) {
    return thread.update(() -> around = around.heardFrom(peer, nowMillis()));
  }

  /** A hello session has something new to say. */
  public CompletableFuture<Void> heardHello(NodeName peer, HelloNews news) {
    return thread.update(() -> surround(around.hello(peer, news, nowMillis()), nowMillis()));
  }

  /** This process stood still so long that others may have taken over; its gate has counted it. */
  public CompletableFuture<Void> wasAway(long absence) {
    return thread.update(
        () -> {
          long now = nowMillis();
          lastAbsence = absence;
          surround(around.away(now), now);
        });
  }

  /** Nobody who says hello has noticed that absence. */
  public void wasUnnoticed(long absence) {
    var _ = thread.update(() -> around = absence == lastAbsence ? around.unnoticed() : around);
  }

  /**
   * A peer told claims, its own or others'.
   *
   * @param complete true when the peer has now told all that it knows
   */
  public CompletableFuture<Void> updateClaims(NodeName peer, List<Claim> told, boolean complete) {
    return thread.update(
        () -> {
          claims = claims.with(told);
          saver.changed();
          if (complete) {
            gate = gate.answeredBy(peer);
            around = around.toldBy(peer, nowMillis());
          } else {
            around = around.heardFrom(peer, nowMillis());
          }
        });
  }

  /** Withdraws everything for good: this node leaves. */
  public CompletableFuture<Void> leave() {
    return thread.update(
        () -> {
          leaving = true;
          hello.disable(BfdDiagnostic.ADMINISTRATIVELY_DOWN);
        });
  }

  /** Stops deciding, and saves. What is announced stays so until the announcer is closed. */
  @Override
  public void close() {
    var _ = thread.update(() -> saver.close(new StoredTable(table, claims)));
    thread.close();
  }

  private void tick() {
    long now = nowMillis();
    var before = around;
    around = before.at(now);
    boolean held = around.hold(now).equals(hold);
    boolean faded = around.fadedSince(before);
    if (!started || !settled || !held || faded || segment.isDue(now)) {
      settled = around.isSettled(now);
      replan();
    }
    openOrShut(now);
    askIfDue(now);
    hello.tick(table, claims, around, live, now);
    segment.knock(hello.told());
    saver.saveIfDue(new StoredTable(table, claims), now);
  }

  // First in every turn, so that no news is judged by a node that does not know of its own state.
  private void lookAtItself() {
    long now = nowMillis();
    long idleMillis = now - lastTurnMillis;
    lastTurnMillis = now;
    if (idleMillis >= PAUSE_MILLIS_MIN) {
      LOG.warn("speaker {} stood still for {} ms", self, idleMillis);
      surround(around.paused(now), now);
    }
    boolean linked = l2.hasLink();
    hello.linked(linked);
    surround(around.linked(linked, now), now);
  }

  // New doubts are asked about at once, old ones again and again.
  private void surround(Neighbourhood next, long now) {
    boolean newDoubt = next.doubtsMoreThan(around);
    around = next;
    if (newDoubt) {
      nextAskMillis = now;
      openOrShut(now);
      askIfDue(now);
    }
  }

  private void openOrShut(long now) {
    boolean shut = around.isShut(now);
    answers.hold(shut);
    if (!shut) {
      answers.settle(lastAbsence);
    }
  }

  private void askIfDue(long now) {
    if (now < nextAskMillis) {
      return;
    }
    // The first question, or its answer, may have been lost on a connection that was just made.
    around
        .question(now)
        .or(() -> gate.isConfirmed() ? Optional.empty() : Optional.of(PeerQuestion.CLAIMS))
        .ifPresent(
            asked -> {
              nextAskMillis = now + ASK_AGAIN_MILLIS;
              listeners.forEach(listener -> listener.asks(asked));
            });
  }

  private void replan() {
    long now = nowMillis();
    holdOrRelease(around.hold(now));
    live = around.live(candidates(), now);
    if (!started && !gate.isOpen(now)) {
      return;
    }
    if (!started) {
      started = true;
      LOG.info("speaker {} {}, and announces from now on", self, gate.text());
    }
    var plan = leaving ? AnnouncementPlan.NOTHING : segment.plan(table, live, claims, now);
    var permitted = segment.permitted(plan, gate.isConfirmed(), claims::highestOf, now);
    var done =
        performer.perform(
            permitted, address -> WithdrawText.of(address, leaving, self, table, live, claims));
    if (!done.isEmpty()) {
      var takenOver = TakeOverScribe.takeOvers(done, table, claims, around, live, now, nowMillis());
      var aboveTable = TakeOverScribe.aboveTable(done, table);
      claims = claims.with(done);
      saver.changed();
      listeners.forEach(listener -> listener.announced(done, aboveTable, takenOver));
    }
    openOrShut(now);
    hello.follow(table, claims, around, live, now);
  }

  private void holdOrRelease(Optional<TakeOverHold> next) {
    if (!next.equals(hold)) {
      hold = next;
      next.ifPresentOrElse(
          reason -> LOG.info("this node takes nothing over: {}", reason.text()),
          () -> LOG.info("this node takes over again from who is gone"));
    }
  }

  private SortedSet<NodeName> candidates() {
    var nodes = new TreeSet<NodeName>();
    table.entries().values().forEach(entry -> nodes.addAll(entry.succession().nodes()));
    claims.highest().values().forEach(claim -> nodes.add(claim.node()));
    return nodes;
  }

  private long nowMillis() {
    return clock.getAsLong();
  }
}
