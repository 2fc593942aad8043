package io.fairlead.election.actor;

import io.fairlead.cluster.NodeName;
import io.fairlead.election.actor.TableProtocol.Acknowledge;
import io.fairlead.election.actor.TableProtocol.Current;
import io.fairlead.election.actor.TableProtocol.Delta;
import io.fairlead.election.actor.TableProtocol.ReportClaims;
import io.fairlead.election.actor.TableProtocol.ReportTakeOvers;
import io.fairlead.election.actor.TableProtocol.SnapshotPart;
import io.fairlead.election.actor.TableProtocol.TellHelloKey;
import io.fairlead.election.actor.TableProtocol.ToPublisher;
import io.fairlead.election.actor.TableProtocol.ToSpeaker;
import io.fairlead.placement.AddressConflict;
import io.fairlead.placement.Claim;
import io.fairlead.placement.TakeOver;
import io.fairlead.table.AnnouncementTable;
import io.fairlead.table.HelloKey;
import io.fairlead.table.TableDelta;
import io.fairlead.table.TableEntry;
import io.fairlead.table.TableRevision;
import java.security.SecureRandom;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.eventstream.EventStream;
import org.apache.pekko.actor.typed.javadsl.AbstractMatchingBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;
import org.apache.pekko.actor.typed.receptionist.Receptionist;

/**
 * Brings the announcement table to every speaker that subscribes.
 *
 * <p>The placement tells it what to publish; it numbers the tables of its generation, sends each
 * change as a delta, the whole table to whoever has another revision than the one before, and every
 * few seconds the current revision, which each answers with the one that it has stored. Nothing is
 * journaled: a new publisher has a new generation, so speakers see that they must ask again. Per
 * speaker it keeps three revisions and no messages.
 */
public final class TablePublisherActor
    extends AbstractMatchingBehavior<TablePublisherActor.Command> {
  /** More speakers than this are refused; Kubernetes itself is meant for at most 5 000 nodes. */
  static final int SPEAKERS_MAX = 5_000;

  /**
   * A speaker that left so many answers to the current revision out has stopped for good, a minute
   * as set by default: one that is cut off gets what it lacks as soon as it is back. Its end is not
   * watched: Pekko tells the end of whatever was at an address when a new incarnation takes its
   * place there, and that can come after the new one has subscribed and name it instead.
   */
  static final int UNANSWERED_MAX = 30;

  private static final int HELLO_KEY_OCTETS = 32;

  /** What the publisher is told on its own node. */
  public sealed interface Command {}

  /**
   * What is published on the event stream of the active controller when a speaker reports a
   * conflict: whoever writes to Kubernetes tells users of it.
   */
  public record ConflictObserved(AddressConflict conflict) {}

  /** The table shall be this. Of several in quick succession only the last is published. */
  public record Publish(long generation, List<TableEntry> entries) implements Command {
    public Publish {
      entries = List.copyOf(entries);
    }
  }

  public record GetTable(ActorRef<PublishedTable> replyTo) implements Command {}

  public record GetDistribution(ActorRef<Distribution> replyTo) implements Command {}

  private record FromSpeaker(ToPublisher message) implements Command {}

  private record PublicationDue() implements Command {}

  private record KeepAliveDue() implements Command {}

  private final ActorRef<PlacementActor.Command> placement;
  private final PlacementSettings settings;
  private final TimerScheduler<Command> timers;
  private final ActorRef<ToPublisher> inlet;
  private final SecureRandom random = new SecureRandom();
  private final NavigableMap<NodeName, TableSubscriber> subscribers = new TreeMap<>();
  private AnnouncementTable table = AnnouncementTable.EMPTY;
  private Optional<Publish> waiting = Optional.empty();
  private Optional<HelloKey> helloKey = Optional.empty();

  private TablePublisherActor(
      ActorContext<Command> context,
      TimerScheduler<Command> timers,
      ActorRef<PlacementActor.Command> placement,
      PlacementSettings settings) {
    super(context);
    this.placement = placement;
    this.settings = settings;
    this.timers = timers;
    this.inlet = context.messageAdapter(ToPublisher.class, FromSpeaker::new);
    context
        .getSystem()
        .receptionist()
        .tell(Receptionist.register(TableProtocol.PUBLISHER_KEY, inlet));
    timers.startTimerWithFixedDelay(new KeepAliveDue(), settings.keepAlive());
  }

  /**
   * A publisher that registers itself for speakers to find.
   *
   * @param placement is told of claims, and when the generation is too low
   */
  public static Behavior<Command> create(
      ActorRef<PlacementActor.Command> placement, PlacementSettings settings) {
    return Behaviors.setup(
        context ->
            Behaviors.withTimers(
                timers -> new TablePublisherActor(context, timers, placement, settings)));
  }

  @Override
  public Behavior<Command> onMessage(Command command) {
    switch (command) {
      case Publish publish -> onPublish(publish);
      case PublicationDue() -> onPublicationDue();
      case KeepAliveDue() -> onKeepAliveDue();
      case FromSpeaker(var message) -> onSpeaker(message);
      case GetTable(var replyTo) -> replyTo.tell(published());
      case GetDistribution(var replyTo) -> replyTo.tell(distribution());
    }
    return this;
  }

  private void onPublish(Publish publish) {
    if (timers.isTimerActive(PublicationDue.class)) {
      waiting = Optional.of(publish);
    } else {
      publish(publish);
    }
  }

  private void onPublicationDue() {
    var due = waiting;
    waiting = Optional.empty();
    due.ifPresent(this::publish);
  }

  private void publish(Publish publish) {
    var last = table.revision();
    var revision =
        publish.generation() == last.generation()
            ? last.next()
            : new TableRevision(publish.generation(), 1);
    var next = AnnouncementTable.of(revision, publish.entries());
    var delta = table.deltaTo(next);
    if (delta.isEmpty() && publish.generation() == last.generation()) {
      return;
    }
    table = next;
    tellNewHelloKey(publish.generation());
    subscribers.replaceAll((node, subscriber) -> brought(node, subscriber, delta));
    timers.startSingleTimer(PublicationDue.class, new PublicationDue(), settings.coalesce());
  }

  private void tellNewHelloKey(long generation) {
    if (helloKey.filter(key -> key.generation() == generation).isEmpty()) {
      byte[] octets = new byte[HELLO_KEY_OCTETS];
      random.nextBytes(octets);
      var key = HelloKey.of(generation, octets);
      helloKey = Optional.of(key);
      subscribers
          .values()
          .forEach(s -> s.speaker().ifPresent(speaker -> speaker.tell(new TellHelloKey(key))));
    }
  }

  private TableSubscriber brought(NodeName node, TableSubscriber subscriber, TableDelta delta) {
    if (subscriber.speaker().isEmpty()) {
      return subscriber;
    }
    boolean hasLast = isRevision(delta.from()) && subscriber.sent().equals(delta.from());
    if (hasLast && TableParts.fits(delta)) {
      subscriber.speaker().get().tell(new Delta(delta, inlet));
      return subscriber.withSent(delta.to());
    }
    return answered(node, subscriber);
  }

  private void onKeepAliveDue() {
    if (isPublished()) {
      var current = new Current(table.revision(), inlet);
      subscribers.replaceAll((node, subscriber) -> asked(node, subscriber, current));
    }
  }

  private TableSubscriber asked(NodeName node, TableSubscriber subscriber, Current current) {
    if (subscriber.speaker().isEmpty()) {
      return subscriber;
    }
    if (subscriber.unanswered() >= UNANSWERED_MAX) {
      getContext()
          .getLog()
          .info("speaker of {} gets no tables: it left {} answers out", node, UNANSWERED_MAX);
      return subscriber.stopped();
    }
    subscriber.speaker().get().tell(current);
    return subscriber.asked();
  }

  private void onSpeaker(ToPublisher message) {
    switch (message) {
      case TableProtocol.Subscribe subscribe -> onSubscribe(subscribe);
      case ReportClaims(var node, var claims) -> forwardClaims(node, claims);
      case ReportTakeOvers(var node, var takeOvers) -> forwardTakeOvers(node, takeOvers);
      case TableProtocol.ReportInterfaces(var node, var interfaces) ->
          placement.tell(new PlacementActor.HeedInterfaces(node, interfaces));
      case TableProtocol.ReportConflict(var conflict) ->
          getContext()
              .getSystem()
              .eventStream()
              .tell(new EventStream.Publish<>(new ConflictObserved(conflict)));
      case Acknowledge(var node, var revision) ->
          subscribers.computeIfPresent(node, (_, s) -> s.withAcknowledged(revision));
    }
  }

  private void onSubscribe(TableProtocol.Subscribe subscribe) {
    var node = subscribe.node();
    var before = subscribers.get(node);
    if (before == null && !hasRoom()) {
      getContext()
          .getLog()
          .warn("speaker of {} refused: {} speakers are known", node, SPEAKERS_MAX);
      return;
    }
    // Claims go first, so that what is published next already heeds them.
    forwardClaims(node, subscribe.claims());
    var subscriber =
        before == null
            ? TableSubscriber.first(subscribe.speaker(), subscribe.known())
            : before.again(subscribe.speaker(), subscribe.known());
    subscribers.put(node, answered(node, subscriber));
    helloKey.ifPresent(key -> subscribe.speaker().tell(new TellHelloKey(key)));
  }

  private boolean hasRoom() {
    if (subscribers.size() >= SPEAKERS_MAX) {
      subscribers.values().removeIf(subscriber -> subscriber.speaker().isEmpty());
    }
    return subscribers.size() < SPEAKERS_MAX;
  }

  /** A speaker speaks for its own node only. */
  private void forwardClaims(NodeName node, List<Claim> claims) {
    var own = claims.stream().filter(claim -> claim.node().equals(node)).toList();
    if (!own.isEmpty()) {
      placement.tell(new PlacementActor.HeedClaims(own));
    }
  }

  private void forwardTakeOvers(NodeName node, List<TakeOver> takeOvers) {
    var own = takeOvers.stream().filter(takeOver -> takeOver.to().equals(node)).toList();
    if (!own.isEmpty()) {
      placement.tell(new PlacementActor.RecordTakeOvers(own));
    }
  }

  /** Sends a subscriber what it lacks of the current table. */
  private TableSubscriber answered(NodeName node, TableSubscriber subscriber) {
    if (!isPublished()) {
      return subscriber;
    }
    var current = table.revision();
    var known = subscriber.known();
    if (isForeign(known, subscriber.sent())) {
      getContext()
          .getLog()
          .warn("{} knows table {}, which is none of ours: the journal was lost", node, known);
      placement.tell(new PlacementActor.RaiseGeneration(known.generation()));
      return subscriber;
    }
    var speaker = subscriber.speaker().orElseThrow();
    if (known.equals(current)) {
      speaker.tell(new Current(current, inlet));
    } else {
      sendSnapshot(speaker);
    }
    return subscriber.withSent(current);
  }

  /**
   * True for a revision that this publisher never gave to the speaker although it should know it:
   * another one published under our generation or a later one.
   */
  private boolean isForeign(TableRevision known, TableRevision sent) {
    long generation = table.revision().generation();
    return known.generation() > generation
        || (known.generation() == generation && known.compareTo(sent) > 0);
  }

  private void sendSnapshot(ActorRef<ToSpeaker> speaker) {
    var parts = TableParts.cut(table.entries().values());
    for (int part = 0; part < parts.size(); part++) {
      speaker.tell(new SnapshotPart(table.revision(), part, parts.size(), parts.get(part), inlet));
    }
  }

  private boolean isPublished() {
    return isRevision(table.revision());
  }

  private static boolean isRevision(TableRevision revision) {
    return !revision.equals(TableRevision.NONE);
  }

  private PublishedTable published() {
    return new PublishedTable(table.revision(), List.copyOf(table.entries().values()));
  }

  private Distribution distribution() {
    var receipts =
        subscribers.entrySet().stream().map(e -> receipt(e.getKey(), e.getValue())).toList();
    return new Distribution(table.revision(), receipts);
  }

  private static Distribution.Receipt receipt(NodeName node, TableSubscriber subscriber) {
    return new Distribution.Receipt(
        node, subscriber.acknowledged(), subscriber.speaker().isPresent());
  }
}
