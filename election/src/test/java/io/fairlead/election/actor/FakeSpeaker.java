package io.fairlead.election.actor;

import io.fairlead.cluster.NodeName;
import io.fairlead.election.actor.TableProtocol.Current;
import io.fairlead.election.actor.TableProtocol.Delta;
import io.fairlead.election.actor.TableProtocol.SnapshotPart;
import io.fairlead.election.actor.TableProtocol.ToPublisher;
import io.fairlead.election.actor.TableProtocol.ToSpeaker;
import io.fairlead.table.AnnouncementTable;
import io.fairlead.table.HelloKey;
import io.fairlead.table.TableEntry;
import io.fairlead.table.TableRevision;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.receptionist.Receptionist;

/**
 * The least a speaker does: finds the publisher, keeps the table, answers, asks again after a gap.
 */
final class FakeSpeaker {
  final NodeName node;
  final AtomicReference<AnnouncementTable> table = new AtomicReference<>(AnnouncementTable.EMPTY);
  final AtomicReference<Optional<HelloKey>> helloKey = new AtomicReference<>(Optional.empty());
  final AtomicReference<List<ActorRef<ToPublisher>>> publishers = new AtomicReference<>(List.of());
  final AtomicInteger snapshots = new AtomicInteger();
  final AtomicInteger deltas = new AtomicInteger();
  final AtomicInteger currents = new AtomicInteger();

  /** Set to lose the next delta. */
  final AtomicBoolean losesNextDelta = new AtomicBoolean();

  private final List<TableEntry> parts = new ArrayList<>();

  FakeSpeaker(NodeName node) {
    this.node = node;
  }

  Behavior<ToSpeaker> behavior() {
    return Behaviors.setup(
        context -> {
          var self = context.getSelf();
          var listings =
              context.spawnAnonymous(
                  Behaviors.receiveMessage(
                      (Receptionist.Listing listing) -> onListing(listing, self)));
          context
              .getSystem()
              .receptionist()
              .tell(Receptionist.subscribe(TableProtocol.PUBLISHER_KEY, listings));
          return Behaviors.receive(this::onMessage);
        });
  }

  private Behavior<Receptionist.Listing> onListing(
      Receptionist.Listing listing, ActorRef<ToSpeaker> self) {
    publishers.set(List.copyOf(listing.getServiceInstances(TableProtocol.PUBLISHER_KEY)));
    publishers.get().forEach(publisher -> subscribe(publisher, self));
    return Behaviors.same();
  }

  private void subscribe(ActorRef<ToPublisher> publisher, ActorRef<ToSpeaker> self) {
    publisher.tell(new TableProtocol.Subscribe(node, table.get().revision(), List.of(), self));
  }

  private Behavior<ToSpeaker> onMessage(ActorContext<ToSpeaker> context, ToSpeaker message) {
    switch (message) {
      case SnapshotPart part -> onPart(part);
      case TableProtocol.TellHelloKey(var key) -> helloKey.set(Optional.of(key));
      case Delta delta -> onDelta(delta, context.getSelf());
      case Current(var revision, var publisher) -> {
        currents.incrementAndGet();
        publisher.tell(new TableProtocol.Acknowledge(node, table.get().revision()));
        if (revision.compareTo(table.get().revision()) > 0) {
          subscribe(publisher, context.getSelf());
        }
      }
    }
    return Behaviors.same();
  }

  private void onPart(SnapshotPart part) {
    if (part.part() == 0) {
      parts.clear();
    }
    parts.addAll(part.entries());
    if (part.part() == part.parts() - 1) {
      snapshots.incrementAndGet();
      store(AnnouncementTable.of(part.revision(), parts), part.publisher());
    }
  }

  private void onDelta(Delta message, ActorRef<ToSpeaker> self) {
    if (losesNextDelta.getAndSet(false)) {
      return;
    }
    var next = table.get().apply(message.delta());
    if (next.isPresent()) {
      deltas.incrementAndGet();
      store(next.get(), message.publisher());
    } else {
      subscribe(message.publisher(), self);
    }
  }

  private void store(AnnouncementTable next, ActorRef<ToPublisher> publisher) {
    table.set(next);
    publisher.tell(new TableProtocol.Acknowledge(node, next.revision()));
  }

  TableRevision revision() {
    return table.get().revision();
  }
}
