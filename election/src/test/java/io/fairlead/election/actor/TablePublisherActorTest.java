package io.fairlead.election.actor;

import static io.fairlead.election.Samples.claim;
import static io.fairlead.election.Samples.ip;
import static io.fairlead.election.Samples.node;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fairlead.election.actor.TableProtocol.Current;
import io.fairlead.election.actor.TableProtocol.Delta;
import io.fairlead.election.actor.TableProtocol.SnapshotPart;
import io.fairlead.election.actor.TableProtocol.TellHelloKey;
import io.fairlead.election.actor.TableProtocol.ToPublisher;
import io.fairlead.election.actor.TableProtocol.ToSpeaker;
import io.fairlead.net.IpAddress;
import io.fairlead.net.MacAddress;
import io.fairlead.placement.AddressConflict;
import io.fairlead.placement.Claim;
import io.fairlead.placement.NodeInterface;
import io.fairlead.placement.TakeOver;
import io.fairlead.placement.TakeOverCause;
import io.fairlead.table.TableEntry;
import io.fairlead.table.TableRevision;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.FishingOutcomes;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.eventstream.EventStream;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.receptionist.Receptionist;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TablePublisherActorTest {
  private static final TableEntry A = TableEntries.entry("192.0.2.1", 1, "n1 n2");
  private static final TableEntry A_MOVED = TableEntries.entry("192.0.2.1", 2, "n2 n1");
  private static final TableEntry B = TableEntries.entry("192.0.2.2", 1, "n2 n1");
  private static final PlacementSettings QUIET =
      new PlacementSettings(
          Duration.ofSeconds(5), Duration.ZERO, Duration.ofMinutes(1), Duration.ofMillis(1));

  private static final PlacementSettings TALKATIVE =
      new PlacementSettings(
          Duration.ofSeconds(5), Duration.ZERO, Duration.ofMillis(30), Duration.ofMillis(1));

  private final ActorTestKit kit = ActorTestKit.create();
  private final TestProbe<PlacementActor.Command> placement =
      kit.createTestProbe(PlacementActor.Command.class);
  private final TestProbe<ToSpeaker> speaker = kit.createTestProbe(ToSpeaker.class);
  private final TestProbe<ToSpeaker> keys = kit.createTestProbe(ToSpeaker.class);
  private final ActorRef<ToSpeaker> tableOnly = relay(speaker);
  private ActorRef<TablePublisherActor.Command> publisher = kit.system().deadLetters();
  private ActorRef<ToPublisher> inlet = kit.system().deadLetters();

  @BeforeEach
  void start() {
    start(QUIET);
  }

  @AfterEach
  void shutdown() {
    kit.shutdownTestKit();
  }

  private void start(PlacementSettings settings) {
    if (!publisher.equals(kit.system().deadLetters())) {
      kit.stop(publisher);
    }
    publisher = kit.spawn(TablePublisherActor.create(placement.getRef(), settings));
    var listings = kit.createTestProbe(Receptionist.Listing.class);
    kit.system()
        .receptionist()
        .tell(Receptionist.subscribe(TableProtocol.PUBLISHER_KEY, listings.getRef()));
    inlet =
        listings
            .fishForMessage(
                Duration.ofSeconds(3),
                listing ->
                    listing.getServiceInstances(TableProtocol.PUBLISHER_KEY).size() == 1
                        ? FishingOutcomes.complete()
                        : FishingOutcomes.continueAndIgnore())
            .getLast()
            .getServiceInstances(TableProtocol.PUBLISHER_KEY)
            .iterator()
            .next();
  }

  // The keys of the hello sessions come among the messages about the table, in no fixed order.
  private ActorRef<ToSpeaker> relay(TestProbe<ToSpeaker> table) {
    return kit.spawn(
        Behaviors.receiveMessage(
            message -> {
              var to = message instanceof TellHelloKey ? keys : table;
              to.getRef().tell(message);
              return Behaviors.same();
            }));
  }

  private void offer(long generation, TableEntry... entries) {
    publisher.tell(new TablePublisherActor.Publish(generation, List.of(entries)));
  }

  /** Publishes, and waits until it is done. */
  private void publish(long generation, TableEntry... entries) {
    offer(generation, entries);
    placement.awaitAssert(
        () -> {
          assertEquals(generation, table().revision().generation());
          assertEquals(List.of(entries), table().entries());
          return true;
        });
  }

  private void subscribe(TableRevision known, Claim... claims) {
    inlet.tell(new TableProtocol.Subscribe(node("n1"), known, List.of(claims), tableOnly));
  }

  private PublishedTable table() {
    var answer = kit.createTestProbe(PublishedTable.class);
    publisher.tell(new TablePublisherActor.GetTable(answer.getRef()));
    return answer.receiveMessage();
  }

  private static TableRevision revision(long generation, long number) {
    return new TableRevision(generation, number);
  }

  @Test
  void reportsOfInterfacesGoToPlacementAndConflictsToTheEventStream() {
    var mac = MacAddress.parse("02:00:5e:00:53:0a");
    var eth0 = new NodeInterface("eth0", mac, List.of());
    var observed = kit.createTestProbe(TablePublisherActor.ConflictObserved.class);
    kit.system()
        .eventStream()
        .tell(
            new EventStream.Subscribe<>(
                TablePublisherActor.ConflictObserved.class, observed.getRef()));
    inlet.tell(new TableProtocol.ReportInterfaces(node("n1"), List.of(eth0)));
    placement.expectMessage(new PlacementActor.HeedInterfaces(node("n1"), List.of(eth0)));

    var conflict = new AddressConflict(A.address(), node("n1"), mac, "eth0", false);
    inlet.tell(new TableProtocol.ReportConflict(conflict));
    observed.expectMessage(new TablePublisherActor.ConflictObserved(conflict));
  }

  @Test
  void aSubscriberGetsTheTableAndThenEveryChange() {
    publish(4, A);
    subscribe(TableRevision.NONE);
    publish(4, A_MOVED, B);
    publish(4, B);

    assertEquals(
        new SnapshotPart(revision(4, 1), 0, 1, List.of(A), inlet), speaker.receiveMessage());
    var first = speaker.expectMessageClass(Delta.class).delta();
    assertEquals(revision(4, 1), first.from());
    assertEquals(revision(4, 2), first.to());
    assertEquals(List.of(A_MOVED, B), first.changed());
    var second = speaker.expectMessageClass(Delta.class).delta();
    assertEquals(revision(4, 2), second.from());
    assertEquals(List.of(ip("192.0.2.1")), second.removed());
  }

  @Test
  void aSubscriberThatCameBeforeTheTableGetsItWhenItIsThere() {
    subscribe(revision(3, 9));
    speaker.expectNoMessage(Duration.ofMillis(50));
    publish(4, A);

    assertEquals(
        new SnapshotPart(revision(4, 1), 0, 1, List.of(A), inlet), speaker.receiveMessage());
  }

  @Test
  void aSubscriberThatIsUpToDateIsToldSo() {
    publish(4, A);
    subscribe(TableRevision.NONE);
    speaker.expectMessageClass(SnapshotPart.class);

    subscribe(revision(4, 1));

    assertEquals(new Current(revision(4, 1), inlet), speaker.receiveMessage());
  }

  @Test
  void aSubscriberWithAGapGetsTheWholeTableAgain() {
    publish(4, A);
    subscribe(TableRevision.NONE);
    speaker.expectMessageClass(SnapshotPart.class);
    publish(4, A, B);
    speaker.expectMessageClass(Delta.class);

    subscribe(revision(4, 1));

    assertEquals(
        new SnapshotPart(revision(4, 2), 0, 1, List.of(A, B), inlet), speaker.receiveMessage());
  }

  @Test
  void theSameTableAgainIsNoNewRevision() {
    publish(4, A);
    publish(4, A);
    assertEquals(revision(4, 1), table().revision());

    publish(5, A);
    assertEquals(revision(5, 1), table().revision());
  }

  @Test
  void publicationsInQuickSuccessionBecomeOne() {
    start(
        new PlacementSettings(
            Duration.ofSeconds(5), Duration.ZERO, Duration.ofMinutes(1), Duration.ofMillis(300)));
    publish(4);
    subscribe(TableRevision.NONE);
    speaker.expectMessageClass(SnapshotPart.class);

    for (int i = 1; i <= 50; i++) {
      offer(4, TableEntries.entry("192.0.2.1", i, "n1"));
    }

    var delta = speaker.expectMessageClass(Delta.class).delta();
    assertEquals(revision(4, 2), delta.to());
    assertEquals(50, delta.changed().getFirst().succession().epoch());
    speaker.expectNoMessage(Duration.ofMillis(400));
  }

  @Test
  void aChangeTooLargeForOneMessageGoesAsAWholeTable() {
    publish(4);
    subscribe(TableRevision.NONE);
    speaker.expectMessageClass(SnapshotPart.class);

    publish(4, TableEntries.large(500, 10).toArray(TableEntry[]::new));

    var part = speaker.expectMessageClass(SnapshotPart.class);
    assertEquals(0, part.part());
    assertTrue(part.parts() >= 3);
    for (int i = 1; i < part.parts(); i++) {
      assertEquals(i, speaker.expectMessageClass(SnapshotPart.class).part());
    }
  }

  @Test
  void aTableOfALaterGeneration_raisesOurs_andIsReplacedThen() {
    publish(4, A);
    subscribe(revision(9, 2));

    assertEquals(new PlacementActor.RaiseGeneration(9), placement.receiveMessage());
    speaker.expectNoMessage(Duration.ofMillis(50));

    publish(10, A);
    assertEquals(
        new SnapshotPart(revision(10, 1), 0, 1, List.of(A), inlet), speaker.receiveMessage());
  }

  @Test
  void aRevisionOfOurGenerationThatWeNeverSent_raisesOurs() {
    publish(4, A);
    subscribe(revision(4, 1));

    assertEquals(new PlacementActor.RaiseGeneration(4), placement.receiveMessage());
  }

  @Test
  void aSpeakerThatRestarted_isKnownByItsNode() {
    publish(4, A);
    subscribe(TableRevision.NONE);
    speaker.expectMessageClass(SnapshotPart.class);
    var restarted = kit.createTestProbe(ToSpeaker.class);

    inlet.tell(
        new TableProtocol.Subscribe(node("n1"), revision(4, 1), List.of(), relay(restarted)));

    assertEquals(new Current(revision(4, 1), inlet), restarted.receiveMessage());
    publish(4, B);
    restarted.expectMessageClass(Delta.class);
    speaker.expectNoMessage(Duration.ofMillis(50));
  }

  @Test
  void everyGenerationHasAHelloKeyOfItsOwnThatOnlySubscribersGet() {
    publish(4, A);
    keys.expectNoMessage(Duration.ofMillis(50));
    subscribe(TableRevision.NONE);
    var first = keys.expectMessageClass(TellHelloKey.class).key();
    assertEquals(4, first.generation());
    publish(4, B);
    subscribe(TableRevision.NONE);
    assertEquals(first, keys.expectMessageClass(TellHelloKey.class).key());
    publish(5, B);
    var second = keys.expectMessageClass(TellHelloKey.class).key();
    assertEquals(5, second.generation());
    assertNotEquals(first.secret(), second.secret());
    assertFalse(second.toString().contains(second.secret()));
  }

  @Test
  void takeOversReachThePlacement_butOnlyThoseOfTheSpeakersOwnNode() {
    var own = takeOver("n1");
    inlet.tell(new TableProtocol.ReportTakeOvers(node("n1"), List.of(own, takeOver("n2"))));
    assertEquals(new PlacementActor.RecordTakeOvers(List.of(own)), placement.receiveMessage());
  }

  private static TakeOver takeOver(String to) {
    return new TakeOver(
        IpAddress.parse("192.0.2.1"),
        node("n9"),
        node(to),
        7,
        TakeOverCause.HELLO_SILENT,
        Instant.EPOCH,
        Instant.EPOCH,
        Instant.EPOCH);
  }

  @Test
  void claimsReachThePlacement_butOnlyThoseForTheSpeakersOwnNode() {
    subscribe(TableRevision.NONE, claim("192.0.2.1", "n1", 3), claim("192.0.2.2", "n2", 9));
    inlet.tell(new TableProtocol.ReportClaims(node("n2"), List.of(claim("192.0.2.2", "n2", 4))));

    assertEquals(
        new PlacementActor.HeedClaims(List.of(claim("192.0.2.1", "n1", 3))),
        placement.receiveMessage());
    assertEquals(
        new PlacementActor.HeedClaims(List.of(claim("192.0.2.2", "n2", 4))),
        placement.receiveMessage());
  }

  @Test
  void theDistributionShowsWhoHasWhat() {
    publish(4, A);
    subscribe(TableRevision.NONE);
    inlet.tell(new TableProtocol.Acknowledge(node("n1"), revision(4, 1)));
    assertEquals(
        new Distribution(
            revision(4, 1), List.of(new Distribution.Receipt(node("n1"), revision(4, 1), true))),
        distribution());
  }

  private Distribution distribution() {
    var answer = kit.createTestProbe(Distribution.class);
    publisher.tell(new TablePublisherActor.GetDistribution(answer.getRef()));
    return answer.receiveMessage();
  }

  @Test
  void subscribersAreToldTheCurrentRevisionAgainAndAgain_asLongAsTheyAnswer() {
    start(TALKATIVE);
    publish(4, A);
    subscribe(TableRevision.NONE);

    assertInstanceOf(SnapshotPart.class, speaker.receiveMessage());
    for (int i = 0; i < 3 * TablePublisherActor.UNANSWERED_MAX; i++) {
      assertEquals(new Current(revision(4, 1), inlet), speaker.receiveMessage());
      inlet.tell(new TableProtocol.Acknowledge(node("n1"), TableRevision.NONE));
    }
    assertTrue(distribution().receipts().getFirst().subscribed());
  }

  @Test
  void aSubscriberThatLeavesItsAnswersOut_isToldNothingMore_untilItSubscribesAgain() {
    start(TALKATIVE);
    publish(4, A);
    subscribe(TableRevision.NONE);
    assertInstanceOf(SnapshotPart.class, speaker.receiveMessage());
    for (int i = 0; i < TablePublisherActor.UNANSWERED_MAX; i++) {
      assertEquals(new Current(revision(4, 1), inlet), speaker.receiveMessage());
    }
    speaker.expectNoMessage(Duration.ofMillis(200));
    assertFalse(distribution().receipts().getFirst().subscribed());
    publish(4, B);
    speaker.expectNoMessage(Duration.ofMillis(100));

    subscribe(revision(4, 1));

    assertInstanceOf(SnapshotPart.class, speaker.receiveMessage());
    assertEquals(new Current(revision(4, 2), inlet), speaker.receiveMessage());
  }
}
