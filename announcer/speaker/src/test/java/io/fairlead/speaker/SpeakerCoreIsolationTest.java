package io.fairlead.speaker;

import static io.fairlead.speaker.TestTables.entry;
import static io.fairlead.speaker.TestTables.table;
import static io.fairlead.speaker.TestViews.nodes;
import static io.fairlead.speaker.TestViews.view;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.fairlead.cluster.NodeName;
import io.fairlead.net.IpAddress;
import io.fairlead.net.IpPrefix;
import io.fairlead.net.MacAddress;
import io.fairlead.placement.Claim;
import io.fairlead.placement.NodeInterface;
import io.fairlead.placement.TakeOver;
import io.fairlead.speaker.l2.AnswerGate;
import io.fairlead.speaker.plan.ClusterView;
import io.fairlead.speaker.plan.HelloNews;
import io.fairlead.speaker.plan.NoticeBook;
import io.fairlead.speaker.plan.OwnStanding;
import io.fairlead.speaker.plan.PeerQuestion;
import io.fairlead.speaker.plan.StartGate;
import io.fairlead.speaker.table.TableStore;
import io.fairlead.table.TableRevision;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A speaker that is cut off, or stood still; its clock is the test's. */
class SpeakerCoreIsolationTest {
  private static final Duration SOON = Duration.ofSeconds(5);
  private static final Duration TICKS = Duration.ofMillis(300);
  private static final String OWN = "192.168.120.200";
  private static final String OTHERS = "192.168.120.201";
  private static final NodeName B = new NodeName("b");
  private static final ClusterView ALL = view("a", nodes("a", "b", "c"), nodes("a", "b", "c"));
  private static final ClusterView ALONE_OF_THREE = view("a", nodes("a"), nodes("a", "b", "c"));
  private static final ClusterView WITHOUT_B = view("a", nodes("a", "c"), nodes("a", "b", "c"));
  private static final ClusterView PAIR = view("a", nodes("a", "b"), nodes("a", "b"));
  private static final ClusterView ALONE_OF_TWO = view("a", nodes("a"), nodes("a", "b"));

  @TempDir Path folder;
  private final List<String> log = new CopyOnWriteArrayList<>();
  private final FakeL2Port l2 = new FakeL2Port("a", log);
  private final AtomicLong clock = new AtomicLong(1_000_000);
  private final List<PeerQuestion> asked = new CopyOnWriteArrayList<>();
  private @Nullable SpeakerCore started;

  @BeforeEach
  void start() {
    started =
        SpeakerCore.start(
            new NodeName("a"),
            l2,
            new AnswerGate(),
            new TableStore(folder.resolve("table.json")),
            new StartGate.Waits(0, 0, 0),
            clock::get);
    core().attach(new Asked());
    core().updateTable(table(1, 1, entry(OWN, 5, "a", "b"), entry(OTHERS, 3, "b", "a"))).join();
    // The question of the start is answered: what is asked from now on has another reason.
    core().updateClaims(B, List.of(), true).join();
    asked.clear();
  }

  @AfterEach
  void close() {
    core().close();
  }

  @Test
  void withoutALink_takesNothingOverKeepsItsOwnAndSettlesWhenTheLinkIsBack() {
    core().updateLiveNodes(PAIR).join();
    l2.link(false);
    core().updateLiveNodes(ALONE_OF_TWO).join();
    assertAnnounced(5, -1);
    l2.link(true);
    Await.until(SOON, () -> asked.contains(PeerQuestion.CLAIMS), asked::toString);
    passMillis(OwnStanding.SETTLE_MILLIS_MAX - 1_000);
    assertStays(5, -1);
    passMillis(1_000);
    Await.until(SOON, () -> l2.epochOf(OTHERS) == 4, () -> l2.current().toString());
    assertAnnounced(5, 4);
  }

  @Test
  void isolated_takesNothingOver() {
    core().updateLiveNodes(ALL).join();
    core().updateLiveNodes(ALONE_OF_THREE).join();
    passMillis(OwnStanding.SETTLE_MILLIS_MAX);
    assertStays(5, -1);
    assertEquals(List.of(), core().claims().all().stream().filter(c -> c.epoch() > 5).toList());
  }

  @Test
  void isolated_afterTheHealLeavesEverythingWhereTheOthersPutIt() {
    core().updateLiveNodes(ALL).join();
    core().updateLiveNodes(ALONE_OF_THREE).join();
    core().updateLiveNodes(view("a", nodes("a", "b"), nodes("a", "b", "c"))).join();
    assertAnnounced(5, -1);
    Await.until(SOON, () -> asked.contains(PeerQuestion.CLAIMS), asked::toString);
    core().updateClaims(B, List.of(new Claim(IpAddress.parse(OWN), B, 6)), true).join();
    assertAnnounced(-1, -1);
    core().updateLiveNodes(ALL).join();
    passMillis(OwnStanding.SETTLE_MILLIS_MAX);
    assertStays(-1, -1);
  }

  @Test
  void goneOwner_isKnockedAtUntilItIsBackForAWhile() {
    core().updateAddresses(new TreeMap<>(Map.of(B, IpAddress.parse("192.168.120.12"))));
    var mac = MacAddress.parse("02:00:5e:00:53:12");
    var subnet = IpPrefix.parse("192.168.120.0/24");
    core().segment().peerHas(B, List.of(new NodeInterface("eth0", mac, List.of(subnet))));
    core().updateLiveNodes(ALL).join();
    assertEquals(List.of(), knocks());
    core().heardHello(B, HelloNews.SILENT_CONFIRMED).join();
    Await.until(SOON, () -> !knocks().isEmpty(), log::toString);
    assertEquals("a knocks at 192.168.120.12 " + mac, knocks().getFirst());
    core().heardHello(B, HelloNews.UP).join();
    passMillis(NoticeBook.LINGER_MILLIS);
    int told = knocks().size() + 1;
    Await.always(TICKS, () -> knocks().size() <= told, log::toString);
  }

  private List<String> knocks() {
    return log.stream().filter(line -> line.contains("knocks")).toList();
  }

  @Test
  void pause_isFollowedByAQuestionAndNotByATakeOver() {
    core().updateLiveNodes(PAIR).join();
    clock.addAndGet(60_000);
    // The news of the failure detector, as misled as this node, may come before the next tick.
    core().updateLiveNodes(ALONE_OF_TWO).join();
    assertStays(5, -1);
    assertEquals(PeerQuestion.CLAIMS, asked.getFirst());
    core().updateLiveNodes(PAIR).join();
    core().updateClaims(B, List.of(), true).join();
    passMillis(OwnStanding.SETTLE_MILLIS_MIN);
    assertStays(5, -1);
    core().updateLiveNodes(ALONE_OF_TWO).join();
    assertAnnounced(5, 4);
  }

  @Test
  void loss_isTakenOverAsSoonAsAnotherSpeakerAnswers() {
    core().updateLiveNodes(ALL).join();
    core().updateLiveNodes(WITHOUT_B).join();
    assertAnnounced(5, -1);
    assertEquals(List.of(PeerQuestion.REACH), asked.stream().distinct().toList());
    core().heardFrom(new NodeName("c")).join();
    assertAnnounced(5, 4);
  }

  @Test
  void loss_whereTheRestFallsSilentTooIsNotTakenOver() {
    core().updateLiveNodes(ALL).join();
    core().updateLiveNodes(WITHOUT_B).join();
    passMillis(1_000);
    core().updateLiveNodes(ALONE_OF_THREE).join();
    passMillis(OwnStanding.CONFIRM_MILLIS_MAX);
    assertStays(5, -1);
  }

  @Test
  void settling_stillTakesOverFromASpeakerThatSaidThatItLeaves() {
    core().updateLiveNodes(ALL).join();
    clock.addAndGet(60_000);
    var bLeaves = new ClusterView(nodes("a", "c"), nodes("a", "b", "c"), nodes(), true);
    core().updateLiveNodes(bLeaves).join();
    assertAnnounced(5, 4);
  }

  // In steps that are no pause of the process.
  private void passMillis(long millis) {
    for (long passed = 0; passed < millis; passed += 1_000) {
      clock.addAndGet(1_000);
      core().heardFrom(new NodeName("nobody")).join();
    }
  }

  private void assertAnnounced(long own, long others) {
    assertEquals(List.of(own, others), List.of(l2.epochOf(OWN), l2.epochOf(OTHERS)));
  }

  private void assertStays(long own, long others) {
    Await.always(
        TICKS,
        () -> l2.epochOf(OWN) == own && l2.epochOf(OTHERS) == others,
        () -> l2.current().toString());
  }

  private SpeakerCore core() {
    return Objects.requireNonNull(started);
  }

  private final class Asked implements CoreListener {
    @Override
    public void announced(List<Claim> claims, List<Claim> takenOver, List<TakeOver> records) {}

    @Override
    public void stored(TableRevision revision) {}

    @Override
    public void asks(PeerQuestion question) {
      asked.add(question);
    }
  }
}
