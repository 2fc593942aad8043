package io.fairlead.speaker.l2;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fairlead.net.IpAddress;
import io.fairlead.speaker.Await;
import io.fairlead.speaker.link.AfPacketLink;
import io.fairlead.speaker.link.LinkException;
import io.fairlead.speaker.link.PortKind;
import io.fairlead.speaker.plan.Announcement;
import io.fairlead.testing.Require;
import io.fairlead.wire.arp.DropReason;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * The announcer on a real segment; {@code arping} and the kernel's neighbour table are the judges.
 */
class ArpNetnsIT {
  private static final Duration SOON = Duration.ofSeconds(8);
  private static final String ADDRESS = "192.168.120.200";
  private static final String OTHER = "192.168.120.201";
  private @Nullable Lan made;

  @BeforeEach
  void makeLan() throws Exception {
    Require.netns();
    made = new Lan();
    lan().host("n1", 11);
    lan().host("n2", 12);
    lan().host("c", 50);
  }

  @AfterEach
  void removeLan() throws Exception {
    if (made != null) {
      made.close();
    }
  }

  @Test
  void announce_isAnsweredToArpingAndToTheKernel() throws Exception {
    try (var n1 = announcer("n1")) {
      announce(n1, ADDRESS, 1);
      var answer = arping(ADDRESS);
      assertAnswered(answer);
      assertEquals(Lan.mac(11), resolve(ADDRESS));
      assertTrue(counters(n1, ADDRESS).responsesSent() >= 2, n1.counters()::toString);
      assertNotAnswered(arping(OTHER));
      // The kernel keeps back what asks for others.
      assertEquals(0L, foreign(n1));
      n1.withdraw(IpAddress.parse(ADDRESS));
      assertNotAnswered(arping(ADDRESS));
    }
  }

  @Test
  void announce_isNotAnsweredOnAnotherInterfaceThanNamed() throws Exception {
    try (var n1 = announcer("n1")) {
      var eth1 = new TreeSet<>(List.of("eth1"));
      n1.announce(IpAddress.parse(ADDRESS), new Announcement(1, eth1));
      assertNotAnswered(arping(ADDRESS));
      assertTrue(n1.counters().dropped().getOrDefault(DropReason.NOT_MATCH_INTERFACE, 0L) > 0);
    }
  }

  @Test
  void announce_movesAnExistingNeighbourEntryToTheNewNode() throws Exception {
    try (var n1 = announcer("n1");
        var n2 = announcer("n2")) {
      announce(n1, ADDRESS, 1);
      assertEquals(Lan.mac(11), resolve(ADDRESS));
      announce(n2, ADDRESS, 2);
      n1.withdraw(IpAddress.parse(ADDRESS));
      // No packet of the client's own is needed: the announcement alone moves the entry.
      Await.until(SOON, () -> Lan.mac(12).equals(neighbour(ADDRESS)), () -> neighbour(ADDRESS));
    }
  }

  @Test
  void announce_isRepeatedForFiveSecondsAndThenQuiet() throws Exception {
    try (var n1 = announcer("n1")) {
      announce(n1, ADDRESS, 1);
      Await.until(
          SOON, () -> counters(n1, ADDRESS).gratuitousSent() == 10, n1.counters()::toString);
      Await.always(
          Duration.ofMillis(1_500),
          () -> counters(n1, ADDRESS).gratuitousSent() == 10,
          n1.counters()::toString);
    }
  }

  @Test
  void announcer_survivesItsInterfaceGoingDownAndUpAndAway() throws Exception {
    try (var n1 = announcer("n1")) {
      announce(n1, ADDRESS, 1);
      for (int i = 0; i < 2; i++) {
        lan().in("n1", "ip link set eth0 down");
        Await.until(SOON, () -> n1.openInterfaces().isEmpty(), n1.openInterfaces()::toString);
        lan().in("n1", "ip link set eth0 up");
        Await.until(SOON, () -> n1.openInterfaces().size() == 1, n1.openInterfaces()::toString);
        assertAnswered(arping(ADDRESS));
      }
      lan().in("n1", "ip link del eth0");
      Await.until(SOON, () -> n1.openInterfaces().isEmpty(), n1.openInterfaces()::toString);
      assertTrue(n1.isAlive());
    }
  }

  @Test
  void announcer_answersThroughAFloodOfForeignRequests() throws Exception {
    var flooding = new AtomicBoolean(true);
    try (var n1 = announcer("n1")) {
      announce(n1, ADDRESS, 1);
      var flood = lan().call("n2", () -> Thread.ofPlatform().start(() -> flood(flooding)));
      try {
        assertAnswered(lan().ask("c", "arping -f -c 8 -w 8 -I eth0 " + ADDRESS));
        assertTrue(n1.isAlive());
        assertEquals(0L, foreign(n1));
        // So many single addresses are more than the kernel compares with.
        for (int i = 52; i < 200; i += 2) {
          announce(n1, "192.168.120." + i, 1);
        }
        assertAnswered(lan().ask("c", "arping -f -c 8 -w 8 -I eth0 192.168.120.66"));
      } finally {
        flooding.set(false);
        flood.join();
      }
    }
  }

  /** Asks for an address that nobody announces, as fast as the kernel takes it. */
  private static void flood(AtomicBoolean flooding) {
    try (var link = AfPacketLink.open()) {
      var eth0 =
          link.interfaces().list().stream()
              .filter(each -> each.name().equals("eth0"))
              .findFirst()
              .orElseThrow();
      try (var port = link.open(PortKind.ARP, eth0)) {
        while (flooding.get()) {
          WarmUp.request(port.sendBuffer(), eth0.mac(), IpAddress.parse(OTHER));
          port.send();
        }
      }
    } catch (LinkException e) {
      throw new AssertionError(e);
    }
  }

  private Lan lan() {
    return Objects.requireNonNull(made);
  }

  private L2Announcer announcer(String host) throws Exception {
    var announcer = lan().announcer(host);
    Await.until(SOON, () -> !announcer.openInterfaces().isEmpty(), () -> "no interface on " + host);
    return announcer;
  }

  private static void announce(L2Announcer announcer, String address, long epoch) {
    SortedSet<String> everywhere = new TreeSet<>();
    announcer.announce(IpAddress.parse(address), new Announcement(epoch, everywhere));
  }

  private static long foreign(L2Announcer announcer) {
    return announcer.counters().dropped().getOrDefault(DropReason.ANNOUNCE_IP, 0L);
  }

  private static L2Counters.OfAddress counters(L2Announcer announcer, String address) {
    return announcer
        .counters()
        .byAddress()
        .getOrDefault(IpAddress.parse(address), new L2Counters.OfAddress(0, 0, 0));
  }

  private String arping(String address) throws Exception {
    return lan().ask("c", "arping -c 2 -w 2 -I eth0 " + address);
  }

  private static void assertAnswered(String arping) {
    assertTrue(arping.toLowerCase(Locale.ROOT).contains(Lan.mac(11)), arping);
  }

  private static void assertNotAnswered(String arping) {
    assertTrue(arping.contains("Received 0 response"), arping);
  }

  /** Lets the kernel of the client resolve the address, and returns the MAC address it found. */
  private String resolve(String address) throws Exception {
    lan().send("c", address);
    Await.until(SOON, () -> neighbour(address).contains(":"), () -> neighbour(address));
    return neighbour(address);
  }

  private String neighbour(String address) {
    return lan().neighbour("c", address);
  }
}
