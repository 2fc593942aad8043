package io.fairlead.speaker.actor;

import io.fairlead.election.actor.TableProtocol;
import io.fairlead.election.actor.TableProtocol.ToPublisher;
import io.fairlead.election.actor.TableProtocol.ToSpeaker;
import io.fairlead.table.AnnouncementTable;
import io.fairlead.table.TableRevision;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.Props;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.receptionist.Receptionist;

/** A publisher that does only what the test says, but for the snapshot on each subscription. */
final class FakePublisher {
  final List<ToPublisher> received = new CopyOnWriteArrayList<>();
  private final Map<String, ActorRef<ToSpeaker>> speakers = new ConcurrentHashMap<>();
  private final ActorRef<ToPublisher> self;
  private final boolean answers;
  private volatile AnnouncementTable table;

  FakePublisher(ActorSystem<?> system, AnnouncementTable table) {
    this(system, table, true);
  }

  private FakePublisher(ActorSystem<?> system, AnnouncementTable table, boolean answers) {
    this.table = table;
    this.answers = answers;
    this.self = system.systemActorOf(behavior(), "publisher", Props.empty());
    system.receptionist().tell(Receptionist.register(TableProtocol.PUBLISHER_KEY, self));
  }

  /** One whose words are all lost. */
  static FakePublisher mute(ActorSystem<?> system) {
    return new FakePublisher(system, AnnouncementTable.EMPTY, false);
  }

  /** Publishes the next table as a delta to all speakers but the named ones, which lose it. */
  void publish(AnnouncementTable next, String... losers) {
    var delta = table.deltaTo(next);
    table = next;
    speakers.forEach(
        (node, speaker) -> {
          if (!List.of(losers).contains(node)) {
            speaker.tell(new TableProtocol.Delta(delta, self));
          }
        });
  }

  /** Tells all speakers that this is the current revision. */
  void tellCurrent(TableRevision revision) {
    speakers.values().forEach(to -> to.tell(new TableProtocol.Current(revision, self)));
  }

  private Behavior<ToPublisher> behavior() {
    return Behaviors.receiveMessage(
        message -> {
          received.add(message);
          if (answers && message instanceof TableProtocol.Subscribe subscribe) {
            speakers.put(subscribe.node().value(), subscribe.speaker());
            snapshot(subscribe.speaker());
          }
          return Behaviors.same();
        });
  }

  private void snapshot(ActorRef<ToSpeaker> speaker) {
    var entries = List.copyOf(table.entries().values());
    int parts = Math.max(1, entries.size());
    for (int part = 0; part < parts; part++) {
      var some = entries.isEmpty() ? entries : entries.subList(part, part + 1);
      speaker.tell(new TableProtocol.SnapshotPart(table.revision(), part, parts, some, self));
    }
  }
}
