package io.fairlead.speaker.actor;

import io.fairlead.election.actor.TableProtocol;
import io.fairlead.election.actor.TableProtocol.ToPublisher;
import io.fairlead.election.actor.TableProtocol.ToSpeaker;
import io.fairlead.placement.AddressConflict;
import io.fairlead.placement.Claim;
import io.fairlead.placement.NodeInterface;
import io.fairlead.placement.TakeOver;
import io.fairlead.speaker.SpeakerCore;
import io.fairlead.speaker.table.TableReceiver;
import io.fairlead.table.TableRevision;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.pekko.actor.typed.ActorRef;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The speaker's side of {@link TableProtocol}: asks, receives, acknowledges. For one actor. */
final class TableSubscription {
  static final long SILENCE_MILLIS_MAX = 6_000;

  /** Then it asks so often until it hears something: after a cut nobody may know of it any more. */
  static final long ASK_AGAIN_MILLIS = 2_000;

  // A gap is seen again with every delta that follows it; one question is enough.
  static final long RESUBSCRIBE_MILLIS_MIN = 500;
  private static final int UNREPORTED_MAX = 10_000;
  private static final int TAKE_OVERS_PER_MESSAGE_MAX = 200;
  private static final Logger LOG = LoggerFactory.getLogger(TableSubscription.class);

  private final SpeakerCore core;
  private final ActorRef<ToSpeaker> self;
  private Set<ActorRef<ToPublisher>> publishers = Set.of();
  private TableReceiver receiver;
  private TableRevision stored = TableRevision.NONE;
  private long heardMillis;
  private long askedMillis;
  private boolean gap;
  private final Deque<TakeOver> unreported = new ArrayDeque<>();

  TableSubscription(SpeakerCore core, ActorRef<ToSpeaker> self) {
    this.core = core;
    this.self = self;
    this.receiver = TableReceiver.of(core.table());
  }

  /** The publishers that the receptionist lists; during a hand-over there may be two. */
  void publishers(Set<ActorRef<ToPublisher>> listed, long nowMillis) {
    var fresh = new HashSet<>(listed);
    fresh.removeAll(publishers);
    publishers = Set.copyOf(listed);
    if (!fresh.isEmpty()) {
      subscribe(fresh, nowMillis);
    }
  }

  void receive(ToSpeaker message, long nowMillis) {
    heardMillis = nowMillis;
    switch (message) {
      case TableProtocol.SnapshotPart(var revision, var part, var parts, var entries, var _) ->
          step(receiver.snapshotPart(revision, part, parts, entries), nowMillis);
      case TableProtocol.Delta(var delta, var _) -> step(receiver.delta(delta), nowMillis);
      case TableProtocol.TellHelloKey(var key) -> core.learnKeys(List.of(key));
      case TableProtocol.Current(var revision, var publisher) -> {
        step(receiver.current(revision), nowMillis);
        publisher.tell(new TableProtocol.Acknowledge(core.self(), stored));
      }
    }
  }

  void stored(TableRevision revision) {
    stored = revision;
    publishers.forEach(to -> to.tell(new TableProtocol.Acknowledge(core.self(), revision)));
  }

  void report(List<Claim> takenOver) {
    publishers.forEach(
        to ->
            Chunks.of(takenOver)
                .forEach(part -> to.tell(new TableProtocol.ReportClaims(core.self(), part))));
  }

  /** Fail-overs, to be journaled; kept until a publisher is there. */
  void record(List<TakeOver> takenOver) {
    unreported.addAll(takenOver);
    while (unreported.size() > UNREPORTED_MAX) {
      unreported.removeFirst();
    }
    reportTakeOvers();
  }

  private void reportTakeOvers() {
    if (publishers.isEmpty() || unreported.isEmpty()) {
      return;
    }
    var all = new ArrayList<>(unreported);
    unreported.clear();
    for (int i = 0; i < all.size(); i += TAKE_OVERS_PER_MESSAGE_MAX) {
      int end = Math.min(all.size(), i + TAKE_OVERS_PER_MESSAGE_MAX);
      var part = List.copyOf(all.subList(i, end));
      publishers.forEach(to -> to.tell(new TableProtocol.ReportTakeOvers(core.self(), part)));
    }
  }

  void report(AddressConflict conflict) {
    publishers.forEach(to -> to.tell(new TableProtocol.ReportConflict(conflict)));
  }

  /** What this node can announce on; told again with every subscription. */
  void interfaces(List<NodeInterface> interfaces) {
    publishers.forEach(to -> to.tell(new TableProtocol.ReportInterfaces(core.self(), interfaces)));
  }

  void tick(long nowMillis) {
    boolean silent = nowMillis - heardMillis >= SILENCE_MILLIS_MAX;
    if (silent && nowMillis - askedMillis >= ASK_AGAIN_MILLIS && !publishers.isEmpty()) {
      LOG.debug("no word from the table's publisher for {} ms; asking", SILENCE_MILLIS_MAX);
      subscribe(publishers, nowMillis);
    } else if (gap && nowMillis - askedMillis >= RESUBSCRIBE_MILLIS_MIN) {
      subscribe(publishers, nowMillis);
    }
  }

  private void step(TableReceiver.Step step, long nowMillis) {
    receiver = step.next();
    switch (step.outcome()) {
      case UPDATED -> {
        gap = false;
        var _ = core.updateTable(receiver.table());
      }
      case GAP -> {
        gap = true;
        tick(nowMillis);
      }
      case INCOMPLETE, IGNORED -> {}
    }
  }

  private void subscribe(Set<ActorRef<ToPublisher>> to, long nowMillis) {
    askedMillis = nowMillis;
    gap = false;
    var chunks = Chunks.of(core.ownClaims());
    var known = receiver.table().revision();
    reportTakeOvers();
    for (ActorRef<ToPublisher> publisher : to) {
      core.segment()
          .interfaces()
          .ifPresent(own -> publisher.tell(new TableProtocol.ReportInterfaces(core.self(), own)));
      publisher.tell(new TableProtocol.Subscribe(core.self(), known, chunks.getFirst(), self));
      chunks.stream()
          .skip(1)
          .forEach(part -> publisher.tell(new TableProtocol.ReportClaims(core.self(), part)));
    }
  }
}
