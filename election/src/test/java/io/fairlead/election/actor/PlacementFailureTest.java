package io.fairlead.election.actor;

import static io.fairlead.election.Samples.demand;
import static io.fairlead.election.Samples.nodes;
import static io.fairlead.election.Samples.succession;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.typesafe.config.ConfigFactory;
import io.fairlead.election.SpeakerMembership;
import io.fairlead.election.actor.PlacementActor.Command;
import io.fairlead.election.actor.PlacementActor.SpeakersChanged;
import io.fairlead.election.actor.PlacementActor.Update;
import io.fairlead.election.actor.TablePublisherActor.Publish;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.persistence.testkit.PersistenceTestKitPlugin;
import org.apache.pekko.persistence.testkit.javadsl.PersistenceTestKit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PlacementFailureTest {
  private static final PlacementSettings SETTINGS =
      new PlacementSettings(
          Duration.ofSeconds(5), Duration.ZERO, Duration.ofMinutes(1), Duration.ofMillis(1));

  private final ActorTestKit kit =
      ActorTestKit.create(
          PersistenceTestKitPlugin.getInstance().config().withFallback(ConfigFactory.load()));
  private final PersistenceTestKit journal = PersistenceTestKit.create(kit.system());
  private final BlockingQueue<TestProbe<TablePublisherActor.Command>> publishers =
      new LinkedBlockingQueue<>();

  @AfterEach
  void shutdown() {
    kit.shutdownTestKit();
  }

  private ActorRef<TablePublisherActor.Command> newPublisher(ActorContext<Command> context) {
    TestProbe<TablePublisherActor.Command> probe =
        kit.createTestProbe(TablePublisherActor.Command.class);
    publishers.add(probe);
    return probe.getRef();
  }

  private ActorRef<Command> placement() {
    return kit.spawn(
        PlacementActor.create(TextEventAdapter.storage(), SETTINGS, this::newPublisher));
  }

  private static Command speakers(String reachable) {
    return new SpeakersChanged(new SpeakerMembership(nodes(reachable), nodes(""), nodes("")));
  }

  private static Publish published(TestProbe<TablePublisherActor.Command> publisher) {
    var publish = publisher.expectMessageClass(Publish.class, Duration.ofSeconds(5));
    return publish.entries().isEmpty() ? published(publisher) : publish;
  }

  @Test
  void aFailedWriteIsMadeUpFor_underANewGenerationAndWithANewPublisher() throws Exception {
    var placement = placement();
    placement.tell(speakers("n1"));
    placement.tell(new Update(List.of()));
    assertEquals(
        1, publishers.take().expectMessageClass(Publish.class, Duration.ofSeconds(5)).generation());

    journal.failNextPersisted(PlacementActor.PERSISTENCE_ID.id());
    placement.tell(new Update(List.of(demand("192.0.2.1", "n1"))));

    var publish = published(publishers.take());
    assertEquals(2, publish.generation());
    assertEquals(succession(1, "n1"), publish.entries().getFirst().succession());
  }

  @Test
  void aPublisherThatStopsIsReplaced_underANewGeneration() throws Exception {
    var placement = placement();
    placement.tell(speakers("n1"));
    placement.tell(new Update(List.of(demand("192.0.2.1", "n1"))));
    var first = publishers.take();
    assertEquals(1, published(first).generation());

    first.stop();

    assertEquals(2, published(publishers.take()).generation());
  }
}
