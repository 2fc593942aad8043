package io.fairlead.speaker;

import static io.fairlead.speaker.TestTables.entry;
import static io.fairlead.speaker.TestTables.table;
import static io.fairlead.speaker.TestViews.nodes;
import static io.fairlead.speaker.TestViews.view;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.fairlead.cluster.NodeName;
import io.fairlead.net.IpAddress;
import io.fairlead.net.MacAddress;
import io.fairlead.placement.AddressConflict;
import io.fairlead.placement.Claim;
import io.fairlead.placement.NodeInterface;
import io.fairlead.speaker.l2.ProbeResult;
import io.fairlead.speaker.plan.ClaimBook;
import io.fairlead.speaker.plan.StartGate;
import io.fairlead.speaker.table.StoredTable;
import io.fairlead.speaker.table.TableStore;
import io.fairlead.table.TableRevision;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The segment is asked before an address is announced for the first time, and only then. */
class SpeakerCoreProbeTest {
  private static final Duration SOON = Duration.ofSeconds(5);
  private static final String ONE = "192.168.120.200";
  private static final String TWO = "2001:db8::200";
  private static final NodeName A = new NodeName("a");
  private static final NodeName B = new NodeName("b");
  private static final MacAddress STRANGER = MacAddress.parse("02:00:5e:00:53:0a");
  private static final ProbeResult TAKEN = new ProbeResult.Occupied(STRANGER, "eth0");

  @TempDir Path folder;
  private final List<String> log = new CopyOnWriteArrayList<>();
  private final FakeL2Port l2 = new FakeL2Port("a", log);
  private final AtomicLong clock = new AtomicLong(1_000);
  private final List<AddressConflict> conflicts = new CopyOnWriteArrayList<>();
  private @Nullable SpeakerCore startedCore;

  @AfterEach
  void close() {
    core().close();
  }

  @Test
  void firstAnnouncement_waitsForTheSegmentAndThenGoesOut() {
    startBesideB();
    var result = new CompletableFuture<ProbeResult>();
    l2.nextProbe(ONE, result);
    core().updateTable(table(1, 1, entry(ONE, 1, "a", "b"), entry(TWO, 1, "a", "b"))).join();
    assertEquals(1, l2.epochOf(TWO));
    assertEquals(-1, l2.epochOf(ONE));
    assertEquals(Optional.empty(), core().claims().highestOf(IpAddress.parse(ONE)));
    result.complete(new ProbeResult.Free());
    Await.until(SOON, () -> l2.epochOf(ONE) == 1, log::toString);
    assertEquals(1, log.stream().filter(("a probes " + ONE)::equals).count());
  }

  @Test
  void firstAnnouncement_ofAnAddressInUseIsLeftOutReportedAndTriedAgain() {
    startBesideB();
    l2.nextProbe(ONE, CompletableFuture.completedFuture(TAKEN));
    core().updateTable(table(1, 1, entry(ONE, 1, "a", "b"))).join();
    core().updateTable(table(1, 2, entry(ONE, 1, "a", "b"), entry(TWO, 1, "a"))).join();
    assertEquals(-1, l2.epochOf(ONE));
    var expected = new AddressConflict(IpAddress.parse(ONE), A, STRANGER, "eth0", false);
    assertEquals(List.of(expected), List.copyOf(conflicts));
    clock.addAndGet(PreClaim.RETRY_MILLIS - 1_000);
    core().updateTable(table(1, 3, entry(ONE, 1, "a", "b"))).join();
    assertEquals(-1, l2.epochOf(ONE));
    clock.addAndGet(1_000);
    Await.until(SOON, () -> l2.epochOf(ONE) == 1, log::toString);
  }

  @Test
  void addressThatComesBack_isAskedForAnew() {
    startBesideB();
    core().updateTable(table(1, 1, entry(ONE, 1, "a"))).join();
    core().updateTable(table(1, 2)).join();
    core().updateTable(table(1, 3, entry(ONE, 2, "a"))).join();
    assertEquals(2, log.stream().filter(("a probes " + ONE)::equals).count());
  }

  @Test
  void takeOver_asksNobody() {
    startBesideB();
    core().updateTable(table(1, 1, entry(ONE, 3, "b", "a"))).join();
    core().updateClaims(B, List.of(claim(B, 3)), false).join();
    core().updateLiveNodes(view("a", nodes("a"), nodes("a", "b"))).join();
    assertEquals(4, l2.epochOf(ONE));
    assertEquals(List.of("a announces " + ONE + " 4"), List.copyOf(log));
  }

  @Test
  void ownerByANewerTable_ofAnAddressAnnouncedBeforeAsksNobody() {
    startBesideB();
    core().updateClaims(B, List.of(claim(B, 3)), false).join();
    core().updateTable(table(1, 1, entry(ONE, 4, "a", "b"))).join();
    assertEquals(List.of("a announces " + ONE + " 4"), List.copyOf(log));
  }

  @Test
  void startFromDiskWithoutAnyPeer_leavesWhatSomebodyElseAnswersFor() throws IOException {
    var store = new TableStore(folder.resolve("table.json"));
    store.save(
        new StoredTable(
            table(1, 7, entry(ONE, 5, "a", "b"), entry(TWO, 5, "a", "b")),
            ClaimBook.of(List.of(claim(A, 5)))));
    l2.nextProbe(ONE, CompletableFuture.completedFuture(TAKEN));
    start(new StartGate.Waits(0, 0, 0));
    Await.until(SOON, () -> l2.epochOf(TWO) == 5, log::toString);
    assertEquals(-1, l2.epochOf(ONE));
    assertEquals(List.of(), List.copyOf(conflicts), "it may be a peer, and nobody knows better");

    // A peer that can be reached at last knows no higher claim, so the address is this node's.
    core().updateLiveNodes(view("a", nodes("a", "b"), nodes("a", "b"))).join();
    core().updateClaims(B, List.of(), true).join();
    assertEquals(5, l2.epochOf(ONE));
  }

  @Test
  void startFromDiskWithAPeer_asksTheSegmentForNothing() throws IOException {
    var store = new TableStore(folder.resolve("table.json"));
    store.save(
        new StoredTable(table(1, 7, entry(ONE, 5, "a", "b")), ClaimBook.of(List.of(claim(A, 5)))));
    startBesideB();
    Await.until(SOON, () -> l2.epochOf(ONE) == 5, log::toString);
    assertEquals(List.of("a announces " + ONE + " 5"), List.copyOf(log));
  }

  @Test
  void strangersClaim_toAnAnnouncedAddressIsReportedAndTheAddressKept() {
    startBesideB();
    core().updateTable(table(1, 1, entry(ONE, 1, "a"))).join();
    l2.listener().conflict(IpAddress.parse(ONE), STRANGER, "eth0");
    var expected = new AddressConflict(IpAddress.parse(ONE), A, STRANGER, "eth0", true);
    assertEquals(List.of(expected), List.copyOf(conflicts));
    assertEquals(1, l2.epochOf(ONE));
  }

  @Test
  void peersInterfaces_makeTheirMacsNoStrangersAlsoWhenTheirCableIsOut() {
    startBesideB();
    var eth0 = new NodeInterface("eth0", STRANGER, List.of());
    core().segment().peerHas(B, List.of(eth0));
    core().segment().peerHas(B, List.of());
    assertEquals(Set.of(STRANGER), l2.peers());
  }

  private static Claim claim(NodeName node, long epoch) {
    return new Claim(IpAddress.parse(ONE), node, epoch);
  }

  private void startBesideB() {
    start(new StartGate.Waits(Integer.MAX_VALUE, Integer.MAX_VALUE, Integer.MAX_VALUE));
    core().updateLiveNodes(view("a", nodes("a", "b"), nodes("a", "b"))).join();
    core().updateClaims(B, List.of(), true).join();
  }

  private void start(StartGate.Waits waits) {
    var store = new TableStore(folder.resolve("table.json"));
    startedCore = SpeakerCore.start(A, l2, store, waits, clock::get);
    core()
        .attach(
            new CoreListener() {
              @Override
              public void announced(List<Claim> claims, List<Claim> takenOver) {}

              @Override
              public void stored(TableRevision revision) {}

              @Override
              public void asks(PeerQuestion question) {}

              @Override
              public void conflict(AddressConflict conflict) {
                conflicts.add(conflict);
              }
            });
  }

  private SpeakerCore core() {
    return Objects.requireNonNull(startedCore);
  }
}
