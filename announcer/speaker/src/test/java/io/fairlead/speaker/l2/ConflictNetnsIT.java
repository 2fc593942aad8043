package io.fairlead.speaker.l2;

import static io.fairlead.speaker.TestTables.entry;
import static io.fairlead.speaker.TestTables.table;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fairlead.cluster.NodeName;
import io.fairlead.net.IpAddress;
import io.fairlead.net.MacAddress;
import io.fairlead.placement.NodeInterface;
import io.fairlead.speaker.Await;
import io.fairlead.speaker.SpeakerCore;
import io.fairlead.speaker.plan.Announcement;
import io.fairlead.speaker.plan.ClaimBook;
import io.fairlead.speaker.plan.StartGate;
import io.fairlead.speaker.table.StoredTable;
import io.fairlead.speaker.table.TableStore;
import io.fairlead.testing.Require;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Somebody else on the segment has, or takes, an address of ours: another host's kernel. */
class ConflictNetnsIT {
  private static final Duration SOON = Duration.ofSeconds(8);
  private static final String ADDRESS = "192.168.120.200";
  private static final String OWN = "192.168.120.202";
  private static final String ADDRESS6 = "fd00:120::200";
  private static final Announcement EVERYWHERE = new Announcement(1, new TreeSet<>());
  @TempDir Path folder;
  private @Nullable Lan made;

  @BeforeEach
  void makeLan() throws Exception {
    Require.netns();
    made = new Lan();
    lan().host("n1", 11);
    lan().host("n2", 12);
    lan().host("c", 50);
    lan().host("x", 66);
  }

  @AfterEach
  void removeLan() {
    if (made != null) {
      made.close();
    }
  }

  @Test
  void probe_findsTheHostThatHasTheAddressAndElseThatItIsFree() throws Exception {
    lan().in("x", "ip addr add " + ADDRESS + "/24 dev eth0");
    lan().in("x", "ip addr add " + ADDRESS6 + "/64 dev eth0 nodad");
    try (var n1 = announcer("n1")) {
      var occupied = new ProbeResult.Occupied(MacAddress.parse(Lan.mac(66)), "eth0");
      assertEquals(occupied, probe(n1, ADDRESS));
      assertEquals(occupied, probe(n1, ADDRESS6));
      assertEquals(new ProbeResult.Free(), probe(n1, "192.168.120.201"));
      assertEquals(new ProbeResult.Free(), probe(n1, "fd00:120::201"));
      assertEquals(2, n1.counters().totals().occupied());
      // What was only asked for is not answered for.
      assertTrue(lan().ask("c", "arping -c 1 -w 1 -I eth0 192.168.120.201").contains("Received 0"));
      assertFalse(lan().ask("n1", "ip maddr show dev eth0").contains("ff02::1:ff00:201"));
    }
  }

  @Test
  void strangersAnnouncement_isDefendedOnceReportedAndTheClientsEntryComesBack() throws Exception {
    var heard = new CopyOnWriteArrayList<String>();
    try (var n1 = announcer("n1")) {
      n1.listen(new Remembering(heard));
      n1.announce(IpAddress.parse(ADDRESS), EVERYWHERE);
      lan().send("c", ADDRESS);
      Await.until(SOON, () -> neighbour().equals(Lan.mac(11)), this::neighbour);
      lan().in("x", "ip addr add " + ADDRESS + "/24 dev eth0");
      lan().ask("x", "arping -U -c 3 -w 3 -I eth0 " + ADDRESS);
      Await.until(SOON, () -> !heard.isEmpty(), n1.counters()::toString);
      Await.until(SOON, () -> neighbour().equals(Lan.mac(11)), this::neighbour);
      assertEquals(List.of(ADDRESS + " " + Lan.mac(66) + " eth0"), List.copyOf(heard));
      assertTrue(n1.counters().totals().conflicts() >= 2, n1.counters()::toString);
      assertEquals(Set.of(IpAddress.parse(ADDRESS)), n1.current().keySet());
    }
  }

  @Test
  void strangersAdvertisement_isReportedToo() throws Exception {
    var heard = new CopyOnWriteArrayList<String>();
    try (var n1 = announcer("n1");
        var stranger = announcer("x")) {
      n1.listen(new Remembering(heard));
      n1.announce(IpAddress.parse(ADDRESS6), EVERYWHERE);
      stranger.announce(IpAddress.parse(ADDRESS6), EVERYWHERE);
      Await.until(
          SOON,
          () -> heard.contains(ADDRESS6 + " " + Lan.mac(66) + " eth0"),
          n1.counters()::toString);
    }
  }

  @Test
  void peersAnnouncement_isNoConflict() throws Exception {
    var heard = new CopyOnWriteArrayList<String>();
    try (var n1 = announcer("n1");
        var n2 = announcer("n2")) {
      n1.listen(new Remembering(heard));
      n1.knowPeers(Set.of(MacAddress.parse(Lan.mac(12))));
      n1.announce(IpAddress.parse(ADDRESS), EVERYWHERE);
      n2.announce(IpAddress.parse(ADDRESS), new Announcement(2, new TreeSet<>()));
      Await.until(SOON, () -> n1.counters().totals().peerClaims() >= 4, n1.counters()::toString);
      assertEquals(List.of(), List.copyOf(heard));
      assertEquals(0, n1.counters().totals().conflicts());
    }
  }

  @Test
  void restartFromDiskWithoutACluster_leavesToThePeerWhatItTookOverMeanwhile() throws Exception {
    var store = new TableStore(folder.resolve("table.json"));
    var stored =
        table(1, 7, entry(ADDRESS, 5, "a", "b"), entry(ADDRESS6, 5, "a", "b"), entry(OWN, 5, "a"));
    store.save(new StoredTable(stored, ClaimBook.EMPTY));
    try (var n2 = announcer("n2")) {
      n2.announce(IpAddress.parse(ADDRESS), new Announcement(6, new TreeSet<>()));
      n2.announce(IpAddress.parse(ADDRESS6), new Announcement(6, new TreeSet<>()));
      try (var n1 = announcer("n1");
          var core =
              SpeakerCore.start(new NodeName("a"), n1, store, new StartGate.Waits(0, 0, 0))) {
        Await.until(SOON, () -> n1.current().size() == 1, n1.counters()::toString);
        assertEquals(Set.of(IpAddress.parse(OWN)), n1.current().keySet());
        Await.until(SOON, () -> n1.counters().totals().occupied() == 2, n1.counters()::toString);
        Await.always(Duration.ofSeconds(3), () -> n1.current().size() == 1, n1.current()::toString);
        assertTrue(core.isStarted());
        var arping = lan().ask("c", "arping -b -c 2 -w 2 -I eth0 " + ADDRESS);
        assertTrue(arping.toLowerCase(Locale.ROOT).contains(Lan.mac(12)), arping);
        assertFalse(arping.toLowerCase(Locale.ROOT).contains(Lan.mac(11)), arping);
      }
    }
  }

  private record Remembering(List<String> heard) implements L2Listener {
    @Override
    public void interfacesChanged(List<NodeInterface> interfaces) {}

    @Override
    public void conflict(IpAddress address, MacAddress mac, String interfaceName) {
      heard.add(address + " " + mac + " " + interfaceName);
    }
  }

  private static ProbeResult probe(L2Announcer announcer, String address) throws Exception {
    return announcer
        .probe(IpAddress.parse(address), EVERYWHERE, false)
        .get(SOON.toSeconds(), TimeUnit.SECONDS);
  }

  private String neighbour() {
    return lan().neighbour("c", ADDRESS);
  }

  private Lan lan() {
    return Objects.requireNonNull(made);
  }

  private L2Announcer announcer(String host) throws Exception {
    var announcer = lan().announcer(host);
    Await.until(SOON, () -> !announcer.openInterfaces().isEmpty(), () -> "no interface on " + host);
    return announcer;
  }
}
