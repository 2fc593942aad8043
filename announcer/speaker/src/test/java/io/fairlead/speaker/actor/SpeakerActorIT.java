package io.fairlead.speaker.actor;

import static io.fairlead.speaker.TestTables.entry;
import static io.fairlead.speaker.TestTables.table;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fairlead.election.actor.TableProtocol;
import io.fairlead.net.IpAddress;
import io.fairlead.placement.Claim;
import io.fairlead.speaker.Await;
import io.fairlead.table.TableRevision;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BooleanSupplier;
import org.apache.pekko.actor.CoordinatedShutdown;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Three speakers in one cluster in one JVM; no controller but a publisher of tables. */
class SpeakerActorIT {
  private static final Duration SOON = Duration.ofSeconds(30);
  private static final String ONE = "192.168.120.200";
  private static final String TWO = "192.168.120.201";

  @TempDir Path folder;
  private final List<String> log = new CopyOnWriteArrayList<>();
  private final List<SpeakerNode> nodes = new ArrayList<>();

  @AfterEach
  void close() throws Exception {
    for (SpeakerNode node : nodes) {
      node.kill();
    }
  }

  @Test
  void table_arrivesAsSnapshotAndDeltasAndIsAcknowledged() {
    var a = start("a");
    var b = start("b");
    var first = table(1, 1, entry(ONE, 1, "a", "b"), entry(TWO, 1, "b", "a"));
    var publisher = new FakePublisher(a.system(), first);
    await(() -> a.l2.epochOf(ONE) == 1 && b.l2.epochOf(TWO) == 1);
    var second = table(1, 2, entry(ONE, 2, "b", "a"), entry(TWO, 1, "b", "a"));
    publisher.publish(second);
    await(() -> b.l2.epochOf(ONE) == 2 && a.l2.epochOf(ONE) == -1);
    for (String node : List.of("a", "b")) {
      await(() -> acknowledged(publisher, node, second.revision()));
    }
  }

  @Test
  void gap_isFilledByANewSubscription() {
    var a = start("a");
    var b = start("b");
    var publisher = new FakePublisher(a.system(), table(1, 1, entry(ONE, 1, "a", "b")));
    await(() -> a.l2.epochOf(ONE) == 1 && b.core.table().revision().number() == 1);
    publisher.publish(table(1, 2, entry(ONE, 1, "a", "b"), entry(TWO, 1, "b", "a")), "b");
    publisher.publish(table(1, 3, entry(ONE, 2, "b", "a"), entry(TWO, 1, "b", "a")));
    await(() -> b.l2.epochOf(ONE) == 2 && b.l2.epochOf(TWO) == 1);
    assertTrue(
        publisher.received.stream()
            .filter(TableProtocol.Subscribe.class::isInstance)
            .map(TableProtocol.Subscribe.class::cast)
            .anyMatch(s -> s.node().value().equals("b") && s.known().number() == 1));
  }

  @Test
  void currentRevision_isAlwaysAnsweredWithWhatIsOnDisk() {
    var a = start("a");
    var publisher = new FakePublisher(a.system(), table(1, 1, entry(ONE, 1, "a")));
    var revision = new TableRevision(1, 1);
    await(() -> acknowledged(publisher, "a", revision));
    long before = acknowledged(publisher, "a").size();

    publisher.tellCurrent(revision);
    publisher.tellCurrent(new TableRevision(1, 9));
    await(() -> acknowledged(publisher, "a").size() >= before + 2);
    assertEquals(revision, acknowledged(publisher, "a").getLast());
  }

  @Test
  void publisherThatIsNotHeard_isAskedAgainAndAgain() {
    var a = start("a");
    var publisher = FakePublisher.mute(a.system());
    Await.until(
        Duration.ofMillis(TableSubscription.SILENCE_MILLIS_MAX - 1),
        () ->
            publisher.received.stream().filter(TableProtocol.Subscribe.class::isInstance).count()
                >= 3,
        publisher.received::toString);
  }

  @Test
  void takeOver_followsTheSuccessionIsReportedAndNotTakenBack() throws Exception {
    var a = start("a");
    var b = start("b");
    var c = start("c");
    var publisher = new FakePublisher(b.system(), table(1, 1, entry(ONE, 1, "a", "c", "b")));
    await(() -> a.l2.epochOf(ONE) == 1 && everyoneLive(a, b, c));
    nodes.remove(a);
    a.kill();
    await(() -> c.l2.epochOf(ONE) == 2);
    assertEquals(-1, b.l2.epochOf(ONE));
    var claim = new Claim(IpAddress.parse(ONE), c.core.self(), 2);
    await(() -> b.core.claims().all().contains(claim));
    await(() -> reported(publisher, claim));

    var again = start("a");
    await(() -> again.core.isStarted() && again.core.liveNodes().contains(c.core.self()));
    Await.always(
        Duration.ofMillis(500),
        () -> again.l2.epochOf(ONE) == -1 && c.l2.epochOf(ONE) == 2,
        log::toString);
  }

  @Test
  void newActorSystem_inTheSameProcessLeavesTheAnnouncementsAlone() throws Exception {
    var a = start("a");
    var b = start("b");
    var publisher = new FakePublisher(a.system(), table(1, 1, entry(ONE, 1, "b", "a")));
    await(() -> b.l2.epochOf(ONE) == 1 && everyoneLive(a, b));
    var before = log.stream().filter(line -> line.startsWith("b ")).toList();
    b.newIncarnation();
    b.join(a);
    await(() -> publisher.received.stream().filter(SpeakerActorIT::fromB).count() >= 2);
    assertEquals(before, log.stream().filter(line -> line.startsWith("b ")).toList());
    assertEquals(1, b.l2.epochOf(ONE));
  }

  @Test
  void downedActorSystem_isNoHandOverAndNoTakeOver() throws Exception {
    var a = start("a");
    var b = start("b");
    var c = start("c");
    var first = table(1, 1, entry(ONE, 1, "b", "a", "c"), entry(TWO, 1, "a", "b", "c"));
    var _ = new FakePublisher(c.system(), first);
    await(() -> b.l2.epochOf(ONE) == 1 && a.l2.epochOf(TWO) == 1 && everyoneLive(a, b, c));
    b.downItself();
    await(() -> a.l2.epochOf(ONE) == 2);
    // Others may well take over from it; but the node itself must not take its peers for dead.
    assertEquals(-1, b.l2.epochOf(TWO), log::toString);
    int withdrawn = log.indexOf("b withdraws " + ONE);
    assertTrue(
        withdrawn < 0 || log.indexOf("a announces " + ONE + " 2") < withdrawn, log::toString);
  }

  @Test
  void leave_theNextInTheSuccessionAnnouncesBeforeTheLeaverWithdraws() throws Exception {
    var a = start("a");
    var b = start("b");
    var c = start("c");
    var first = table(1, 1, entry(ONE, 1, "a", "b", "c"), entry(TWO, 1, "a", "c", "b"));
    var _ = new FakePublisher(c.system(), first);
    await(() -> a.l2.epochOf(ONE) == 1 && a.l2.epochOf(TWO) == 1 && everyoneLive(a, b, c));
    log.clear();
    long begun = System.nanoTime();
    var _ =
        CoordinatedShutdown.get(a.system())
            .runAll(CoordinatedShutdown.jvmExitReason())
            .toCompletableFuture();
    await(() -> a.l2.current().isEmpty());
    long millis = (System.nanoTime() - begun) / 1_000_000;
    assertTrue(millis < 1_500, () -> "hand-over took " + millis + " ms");
    for (String address : List.of(ONE, TWO)) {
      String successor = address.equals(ONE) ? "b" : "c";
      int announced = log.indexOf(successor + " announces " + address + " 2");
      int withdrawn = log.indexOf("a withdraws " + address);
      assertTrue(announced >= 0 && announced < withdrawn, log::toString);
    }
  }

  @Test
  void leave_ofTheOnlySpeakerIsAtOnce() {
    var a = start("a");
    var _ = new FakePublisher(a.system(), table(1, 1, entry(ONE, 1, "a")));
    await(() -> a.l2.epochOf(ONE) == 1);
    a.system().tell(new SpeakerActor.Leave(a.system().ignoreRef()));
    await(() -> a.l2.current().isEmpty());
  }

  private SpeakerNode start(String name) {
    var node = new SpeakerNode(name, folder, log);
    node.join(nodes.isEmpty() ? node : nodes.getFirst());
    nodes.add(node);
    return node;
  }

  private void await(BooleanSupplier condition) {
    Await.until(SOON, condition, log::toString);
  }

  private static boolean everyoneLive(SpeakerNode... all) {
    return List.of(all).stream()
        .allMatch(node -> node.core.isStarted() && node.core.liveNodes().size() == all.length);
  }

  private static boolean fromB(TableProtocol.ToPublisher message) {
    return message instanceof TableProtocol.Subscribe subscribe
        && subscribe.node().value().equals("b");
  }

  private static boolean acknowledged(FakePublisher to, String node, TableRevision revision) {
    return acknowledged(to, node).contains(revision);
  }

  private static List<TableRevision> acknowledged(FakePublisher by, String node) {
    return by.received.stream()
        .filter(TableProtocol.Acknowledge.class::isInstance)
        .map(TableProtocol.Acknowledge.class::cast)
        .filter(ack -> ack.node().value().equals(node))
        .map(TableProtocol.Acknowledge::revision)
        .toList();
  }

  private static boolean reported(FakePublisher to, Claim claim) {
    return to.received.stream()
        .filter(TableProtocol.ReportClaims.class::isInstance)
        .map(TableProtocol.ReportClaims.class::cast)
        .anyMatch(report -> report.claims().contains(claim));
  }
}
