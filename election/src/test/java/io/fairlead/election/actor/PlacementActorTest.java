package io.fairlead.election.actor;

import static io.fairlead.election.Samples.claim;
import static io.fairlead.election.Samples.demand;
import static io.fairlead.election.Samples.ip;
import static io.fairlead.election.Samples.node;
import static io.fairlead.election.Samples.nodes;
import static io.fairlead.election.Samples.succession;
import static io.fairlead.election.Samples.wanting;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.typesafe.config.ConfigFactory;
import io.fairlead.election.AddressDemand;
import io.fairlead.election.Placement;
import io.fairlead.election.PlacementReport;
import io.fairlead.election.SpeakerMembership;
import io.fairlead.election.UnmetWish;
import io.fairlead.election.actor.PlacementActor.Command;
import io.fairlead.election.actor.PlacementActor.GetReport;
import io.fairlead.election.actor.PlacementActor.HeedClaims;
import io.fairlead.election.actor.PlacementActor.HeedInterfaces;
import io.fairlead.election.actor.PlacementActor.RaiseGeneration;
import io.fairlead.election.actor.PlacementActor.RecordTakeOvers;
import io.fairlead.election.actor.PlacementActor.SpeakersChanged;
import io.fairlead.election.actor.PlacementActor.Update;
import io.fairlead.election.actor.TablePublisherActor.Publish;
import io.fairlead.journal.Ledger;
import io.fairlead.journal.Recorded;
import io.fairlead.net.IpAddress;
import io.fairlead.net.MacAddress;
import io.fairlead.placement.NodeInterface;
import io.fairlead.placement.PlacementCause;
import io.fairlead.placement.PlacementEvent;
import io.fairlead.placement.Succession;
import io.fairlead.placement.TakeOver;
import io.fairlead.placement.TakeOverCause;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.FishingOutcomes;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.persistence.testkit.javadsl.EventSourcedBehaviorTestKit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PlacementActorTest {
  private static final String A = "192.0.2.1";
  private static final NodeInterface ETH0 =
      new NodeInterface("eth0", MacAddress.parse("02:00:5e:00:53:01"), List.of());
  private static final PlacementSettings SETTINGS =
      new PlacementSettings(
          Duration.ofMillis(300), Duration.ZERO, Duration.ofMinutes(1), Duration.ofMillis(1));

  private final ActorTestKit kit =
      ActorTestKit.create(EventSourcedBehaviorTestKit.config().withFallback(ConfigFactory.load()));
  private final TestProbe<TablePublisherActor.Command> publisher =
      kit.createTestProbe(TablePublisherActor.Command.class);
  private final EventSourcedBehaviorTestKit<Command, Recorded<PlacementEvent>, Ledger<Placement>>
      placement =
          EventSourcedBehaviorTestKit.create(
              kit.system(),
              PlacementActor.create(
                  TextEventAdapter.storage(), SETTINGS, context -> publisher.getRef()),
              EventSourcedBehaviorTestKit.enabledSerializationSettings()
                  .withVerifyEquality(true)
                  .withVerifyEvents(false)
                  .withVerifyState(false));

  @BeforeEach
  void awaitGeneration() {
    publisher.awaitAssert(() -> assertTrueThat(state().generation() >= 1));
  }

  @AfterEach
  void shutdown() {
    kit.shutdownTestKit();
  }

  private static boolean assertTrueThat(boolean condition) {
    assertTrue(condition);
    return true;
  }

  private Placement state() {
    return placement.getState().state();
  }

  private void speakers(String reachable, String unreachable, String leaving) {
    placement.runCommand(
        new SpeakersChanged(
            new SpeakerMembership(nodes(reachable), nodes(unreachable), nodes(leaving))));
  }

  private void update(AddressDemand... demands) {
    placement.runCommand(new Update(List.of(demands)));
  }

  private Publish published(Predicate<Publish> wanted) {
    var seen =
        publisher.fishForMessage(
            Duration.ofSeconds(3),
            message ->
                message instanceof Publish publish && wanted.test(publish)
                    ? FishingOutcomes.complete()
                    : FishingOutcomes.continueAndIgnore());
    return (Publish) seen.getLast();
  }

  private static Predicate<Publish> shows(Succession succession) {
    return publish ->
        publish.entries().stream().anyMatch(entry -> entry.succession().equals(succession));
  }

  @Test
  void nothingIsDecidedOrPublished_beforeTheDemandsAreKnown() {
    speakers("n1 n2", "", "");
    placement.runCommand(new HeedClaims(List.of(claim(A, "n2", 7))));

    assertEquals(Placement.EMPTY.successions(), state().successions());
    publisher.expectNoMessage(Duration.ofMillis(50));

    update(demand(A, "n1 n2"));
    published(shows(succession(7, "n2 n1")));
  }

  @Test
  void anAddressIsPlacedJournaledAndPublished() {
    speakers("n1", "", "");
    update(demand(A, "n1"));

    var publish = published(shows(succession(1, "n1")));
    assertEquals(1, publish.generation());
    assertEquals(succession(1, "n1"), state().successions().get(ip(A)));
  }

  @Test
  void theSameDemandsAgainWriteNothing() {
    speakers("n1", "", "");
    update(demand(A, "n1"));
    published(shows(succession(1, "n1")));

    var again = placement.runCommand(new Update(List.of(demand(A, "n1"))));

    assertTrue(again.hasNoEvents());
  }

  @Test
  void anOwnerWhoseInterfaceIsGoneIsReplaced_andOneWithoutItIsNotChosen() {
    speakers("n1 n2 n3", "", "");
    placement.runCommand(new HeedInterfaces(node("n2"), List.of()));
    placement.runCommand(new HeedInterfaces(node("n3"), List.of(ETH0)));
    update(demand(A, "n1 n2 n3"));
    var first = published(publish -> !publish.entries().isEmpty()).entries().getFirst();
    var owner = first.succession().nodes().getFirst();
    assertEquals(nodes("n1 n3"), new TreeSet<>(first.succession().nodes()));

    placement.runCommand(new HeedInterfaces(owner, List.of()));

    var heir = owner.equals(node("n1")) ? "n3" : "n1";
    published(shows(succession(2, heir)));
  }

  @Test
  void anUnreachableOwnerIsReplacedAfterTheHold_notBefore() {
    speakers("n1", "", "");
    update(demand(A, "n1"));
    speakers("n1 n2", "", "");
    update(demand(A, "n1 n2"));
    published(shows(succession(1, "n1 n2")));

    var lostAtNanos = System.nanoTime();
    speakers("n2", "n1", "");
    assertEquals(succession(1, "n1 n2"), state().successions().get(ip(A)));

    published(shows(succession(2, "n2")));
    assertTrue(Duration.ofNanos(System.nanoTime() - lostAtNanos).toMillis() >= 295);
  }

  @Test
  void anOwnerThatLeavesIsReplacedAtOnce() {
    speakers("n1", "", "");
    update(demand(A, "n1"));
    speakers("n1 n2", "", "");
    update(demand(A, "n1 n2"));
    published(shows(succession(1, "n1 n2")));

    speakers("n2", "", "n1");

    assertEquals(succession(2, "n2"), state().successions().get(ip(A)));
  }

  private static TakeOver takeOver(TakeOverCause cause) {
    var at = Instant.parse("2026-03-01T03:12:00Z");
    return new TakeOver(ip(A), node("n1"), node("n2"), 2, cause, at, at, at);
  }

  private PlacementReport report() {
    var asker = kit.createTestProbe(PlacementReport.class);
    placement.runCommand(new GetReport(asker.getRef()));
    return asker.receiveMessage();
  }

  @Test
  void aLostNodeGetsOnePenalty_whoeverTellsOfTheLoss_andAnOrderlyLeaveGetsNone() {
    speakers("n1 n2 n3", "", "");
    update(demand(A, "n1 n2 n3"));
    placement.runCommand(new RecordTakeOvers(List.of(takeOver(TakeOverCause.OWNER_LEFT))));
    speakers("n1 n2", "", "n3");
    assertEquals(Map.of(), state().penalties());

    placement.runCommand(new RecordTakeOvers(List.of(takeOver(TakeOverCause.HELLO_SILENT))));
    speakers("n2 n3", "n1", "");

    publisher.awaitAssert(() -> assertTrueThat(state().penalties().containsKey(node("n1"))));
    assertEquals(nodes("n1"), state().penalties().keySet());
    assertEquals(1_000, state().penalties().values().iterator().next().value());
  }

  @Test
  void aMoveByHandIsJournaled_andAllOfItIsToldInTheReport() {
    speakers("n1", "", "");
    update(demand(A, "n1"));
    speakers("n1 n2", "", "");
    placement.runCommand(new HeedInterfaces(node("n1"), List.of()));
    placement.runCommand(new HeedInterfaces(node("n2"), List.of()));
    update(wanting(demand(A, "n1 n2"), "n9"));
    var before = report();
    assertEquals(
        Map.of(ip(A), new UnmetWish(node("n9"), UnmetWish.Reason.NOT_ELIGIBLE)), before.unmet());
    assertEquals(Map.of(node("n1"), 1, node("n2"), 0), before.owned());
    assertEquals(Map.of(ip(A), new TreeSet<>()), before.dark());

    placement.runCommand(new HeedInterfaces(node("n1"), List.of(ETH0)));
    placement.runCommand(new HeedInterfaces(node("n2"), List.of(ETH0)));
    update(wanting(demand(A, "n1 n2"), "n2"));

    published(shows(succession(2, "n2 n1")));
    assertEquals(Map.of(), report().unmet());
    assertEquals(Map.of(), report().dark());
    assertEquals(
        Map.of(PlacementCause.NEW_ADDRESS, 1L, PlacementCause.MOVED_BY_HAND, 1L), report().moves());
    placement.restart();
    assertEquals(Map.of(ip(A), node("n2")), state().homes());
  }

  @Test
  void everyStartBeginsAHigherGeneration_andKeepsEverythingElse() {
    speakers("n1", "", "");
    update(demand(A, "n1"));
    published(shows(succession(1, "n1")));
    var before = state();

    placement.restart();

    publisher.awaitAssert(() -> assertTrueThat(state().generation() == 2));
    assertEquals(before.successions(), state().successions());
    update(demand(A, "n1"));
    var publish = published(next -> next.generation() == 2);
    assertTrue(shows(succession(1, "n1")).test(publish));
  }

  @Test
  void aHigherGenerationInTheFieldIsOvertaken() {
    speakers("n1", "", "");
    update(demand(A, "n1"));

    placement.runCommand(new RaiseGeneration(41));
    assertEquals(42, state().generation());
    assertEquals(42, published(publish -> publish.generation() > 1).generation());

    placement.runCommand(new RaiseGeneration(41));
    placement.runCommand(new RaiseGeneration(Long.MAX_VALUE));
    assertEquals(42, state().generation());
  }

  @Test
  void manyAddressesAreWrittenInPortions_untilAllArePlaced() {
    int count = 3 * PlacementActor.EVENTS_PER_WRITE_MAX + 7;
    var demands =
        IntStream.range(0, count)
            .mapToObj(i -> demand(IpAddress.ofIpv4(0x0A00_0000 + i).toString(), "n1 n2 n3"))
            .toList();
    speakers("n1 n2 n3", "", "");

    placement.runCommand(new Update(demands));

    published(publish -> publish.entries().size() == count);
    assertEquals(count, state().successions().size());
  }
}
