package io.fairlead.speaker;

import static io.fairlead.speaker.TestTables.entry;
import static io.fairlead.speaker.TestTables.table;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.fairlead.cluster.NodeName;
import io.fairlead.net.IpAddress;
import io.fairlead.placement.Claim;
import io.fairlead.placement.TakeOver;
import io.fairlead.speaker.l2.AnswerGate;
import io.fairlead.speaker.plan.ClaimBook;
import io.fairlead.speaker.plan.PeerQuestion;
import io.fairlead.speaker.plan.StartGate;
import io.fairlead.speaker.table.StoredTable;
import io.fairlead.speaker.table.TableStore;
import io.fairlead.table.TableRevision;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SpeakerCoreTest {
  private static final Duration SOON = Duration.ofSeconds(5);
  private static final String ONE = "192.168.120.200";
  private static final String TWO = "192.168.120.201";
  private static final NodeName B = new NodeName("b");
  private static final StartGate.Waits NEVER =
      new StartGate.Waits(Integer.MAX_VALUE, Integer.MAX_VALUE, Integer.MAX_VALUE);
  private static final StartGate.Waits AT_ONCE = new StartGate.Waits(0, 0, 0);

  @TempDir Path folder;
  private final FakeL2Port l2 = new FakeL2Port();
  private final List<String> heard = new CopyOnWriteArrayList<>();
  private final List<PeerQuestion> asked = new CopyOnWriteArrayList<>();
  private @Nullable TableStore madeStore;
  private @Nullable SpeakerCore startedCore;

  @AfterEach
  void close() {
    core().close();
  }

  @Test
  void start_announcesNothingFromDiskBeforeAPeerAnswered() throws IOException {
    save();
    var core = start(NEVER);
    core.updateLiveNodes(TestViews.view("a", nodes("a", "b"), nodes("a", "b"))).join();
    assertEquals(-1, l2.epochOf(ONE));
    core.updateClaims(B, List.of(), true).join();
    assertEquals(5, l2.epochOf(ONE));
  }

  @Test
  void start_leavesAnAddressWithThePeerThatTookItOver() throws IOException {
    save();
    var core = start(NEVER);
    core.updateLiveNodes(TestViews.view("a", nodes("a", "b"), nodes("a", "b"))).join();
    core.updateClaims(B, List.of(claim(ONE, 6)), true).join();
    assertEquals(-1, l2.epochOf(ONE));
    core.updateLiveNodes(TestViews.view("a", nodes("a"), nodes("a", "b"))).join();
    assertEquals(7, l2.epochOf(ONE));
  }

  @Test
  void start_asksAgainUntilAPeerHasToldItsClaims() {
    var core = start(AT_ONCE);
    core.attach(listener());
    Await.until(SOON, () -> asked.size() > 1, asked::toString);
    core.updateClaims(B, List.of(), true).join();
    int before = asked.size();
    Await.always(Duration.ofMillis(1_500), () -> asked.size() == before, asked::toString);
    assertEquals(List.of(PeerQuestion.CLAIMS), asked.stream().distinct().toList());
  }

  @Test
  void start_withoutAnyClusterAnnouncesOnlyItsOwnFromDisk() throws IOException {
    save();
    var core = start(AT_ONCE);
    Await.until(SOON, core::isStarted, () -> "not started");
    Await.until(SOON, () -> l2.epochOf(ONE) == 5, () -> l2.current().toString());
    assertEquals(-1, l2.epochOf(TWO));
  }

  @Test
  void updateLiveNodes_takesOverReportsAndRemembers() {
    var core = start(AT_ONCE);
    core.attach(listener());
    core.updateTable(table(1, 1, entry(TWO, 3, "b", "a"))).join();
    core.updateLiveNodes(TestViews.view("a", nodes("a", "b"), nodes("a", "b"))).join();
    assertEquals(-1, l2.epochOf(TWO));
    core.updateLiveNodes(TestViews.view("a", nodes("a"), nodes("a", "b"))).join();
    assertEquals(4, l2.epochOf(TWO));
    assertEquals(List.of("took over " + TWO + " 4"), List.copyOf(heard));
    core.close();
    assertEquals(4, store().load().claims().highestOf(IpAddress.parse(TWO)).orElseThrow().epoch());
  }

  @Test
  void updateTable_isStoredAndThenReported() {
    var core = start(AT_ONCE);
    var stored = new CopyOnWriteArrayList<TableRevision>();
    core.attach(
        new CoreListener() {
          @Override
          public void announced(
              List<Claim> claims, List<Claim> takenOver, List<TakeOver> records) {}

          @Override
          public void stored(TableRevision revision) {
            stored.add(store().load().table().revision());
          }

          @Override
          public void asks(PeerQuestion question) {}
        });
    core.updateTable(table(1, 9)).join();
    Await.until(SOON, () -> stored.contains(new TableRevision(1, 9)), stored::toString);
  }

  @Test
  void updateTable_withdrawsWhatIsGoneAndForgetsItsClaims() {
    var core = start(AT_ONCE);
    core.updateTable(table(1, 1, entry(ONE, 5, "a"), entry("2001:db8::1", 1, "a"))).join();
    Await.until(SOON, () -> l2.epochOf(ONE) == 5, () -> l2.current().toString());
    core.updateTable(table(1, 2)).join();
    assertEquals(-1, l2.epochOf(ONE));
    assertEquals(List.of(), core.claims().all());
  }

  @Test
  void detach_keepsAnnouncingAndBelievesNobodyDead() {
    var core = start(AT_ONCE);
    var listener = listener();
    core.attach(listener);
    core.updateTable(table(1, 1, entry(ONE, 5, "a", "b"), entry(TWO, 3, "b", "a"))).join();
    core.updateLiveNodes(TestViews.view("a", nodes("a", "b"), nodes("a", "b"))).join();
    assertEquals(5, l2.epochOf(ONE));
    core.detach(listener);
    core.updateLiveNodes(TestViews.view("a", nodes("a"), nodes("a"))).join();
    assertEquals(5, l2.epochOf(ONE));
    assertEquals(-1, l2.epochOf(TWO), "a new incarnation has not seen b yet");
  }

  @Test
  void leave_withdrawsEverythingForGood() {
    var core = start(AT_ONCE);
    core.updateTable(table(1, 1, entry(ONE, 5, "a"))).join();
    core.leave().join();
    core.updateTable(table(1, 2, entry(ONE, 6, "a"), entry(TWO, 1, "a"))).join();
    assertEquals(0, l2.current().size());
    assertFalse(core.table().entries().isEmpty());
  }

  private SpeakerCore start(StartGate.Waits waits) {
    startedCore = SpeakerCore.start(new NodeName("a"), l2, new AnswerGate(), store(), waits);
    return startedCore;
  }

  private SpeakerCore core() {
    return Objects.requireNonNull(startedCore);
  }

  private TableStore store() {
    if (madeStore == null) {
      madeStore = new TableStore(folder.resolve("table.json"));
    }
    return madeStore;
  }

  private void save() throws IOException {
    store()
        .save(
            new StoredTable(
                table(1, 1, entry(ONE, 5, "a", "b"), entry(TWO, 3, "b", "a")), ClaimBook.EMPTY));
  }

  private CoreListener listener() {
    return new CoreListener() {
      @Override
      public void announced(List<Claim> claims, List<Claim> takenOver, List<TakeOver> records) {
        takenOver.forEach(c -> heard.add("took over " + c.address() + " " + c.epoch()));
      }

      @Override
      public void stored(TableRevision revision) {}

      @Override
      public void asks(PeerQuestion question) {
        asked.add(question);
      }
    };
  }

  private static Claim claim(String address, long epoch) {
    return new Claim(IpAddress.parse(address), B, epoch);
  }

  private static SortedSet<NodeName> nodes(String... names) {
    return Stream.of(names).map(NodeName::new).collect(Collectors.toCollection(TreeSet::new));
  }
}
