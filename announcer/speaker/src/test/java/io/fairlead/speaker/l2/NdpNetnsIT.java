package io.fairlead.speaker.l2;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fairlead.net.IpAddress;
import io.fairlead.speaker.Await;
import io.fairlead.speaker.plan.Announcement;
import io.fairlead.testing.Require;
import io.fairlead.wire.ndp.NdpDropReason;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** IPv6 addresses on a real segment; {@code ndisc6} and the kernel are the judges. */
class NdpNetnsIT {
  private static final Duration SOON = Duration.ofSeconds(8);
  private static final String ADDRESS = "fd00:120::200";
  private static final String GROUP = "ff02::1:ff00:200";
  private static final String OTHER = "fd00:120::201";
  private @Nullable Lan made;

  @BeforeEach
  void requireTools() {
    Require.netns();
    Require.onPath("netns", "ndisc6");
  }

  @AfterEach
  void removeLan() {
    if (made != null) {
      made.close();
    }
  }

  @Test
  void announce_isAnsweredToNdisc6AndToTheKernel() throws Exception {
    makeLan(new Lan());
    try (var n1 = announcer("n1")) {
      announce(n1, ADDRESS, 1);
      assertAnswered(11, ndisc6(ADDRESS));
      assertEquals(Lan.mac(11), resolve(ADDRESS));
      assertNotAnswered(ndisc6(OTHER));
      n1.withdraw(IpAddress.parse(ADDRESS));
      assertNotAnswered(ndisc6(ADDRESS));
      assertFalse(groups("n1", "eth0").contains(GROUP), groups("n1", "eth0"));
    }
  }

  @Test
  void announce_isHeardThroughABridgeThatSnoopsMulticast() throws Exception {
    makeLan(new Lan("mcast_snooping 1 mcast_querier 1"));
    try (var n1 = announcer("n1")) {
      announce(n1, ADDRESS, 1);
      Await.until(SOON, () -> snooped().contains(GROUP), this::snooped);
      assertAnswered(11, ndisc6(ADDRESS));
    }
  }

  @Test
  void announce_isNotAnsweredOnAnotherInterfaceThanNamed() throws Exception {
    makeLan(new Lan());
    try (var n1 = announcer("n1")) {
      n1.announce(IpAddress.parse(ADDRESS), new Announcement(1, new TreeSet<>(List.of("eth1"))));
      assertNotAnswered(ndisc6(ADDRESS));
      assertFalse(groups("n1", "eth0").contains(GROUP), groups("n1", "eth0"));
      lan().plug("n1", "eth1", 31);
      Await.until(SOON, () -> answered(31, ndisc6(ADDRESS)), () -> groups("n1", "eth1"));
    }
  }

  @Test
  void announce_movesAnExistingNeighbourEntryToTheNewNode() throws Exception {
    makeLan(new Lan());
    try (var n1 = announcer("n1");
        var n2 = announcer("n2")) {
      announce(n1, ADDRESS, 1);
      assertEquals(Lan.mac(11), resolve(ADDRESS));
      announce(n2, ADDRESS, 2);
      n1.withdraw(IpAddress.parse(ADDRESS));
      // No packet of the client's own is needed: the advertisement alone moves the entry.
      Await.until(SOON, () -> Lan.mac(12).equals(neighbour(ADDRESS)), () -> neighbour(ADDRESS));
    }
  }

  @Test
  void unicastQuestion_ofAKernelThatChecksItsEntryIsAnswered() throws Exception {
    makeLan(new Lan());
    try (var n1 = announcer("n1")) {
      announce(n1, ADDRESS, 1);
      assertEquals(Lan.mac(11), resolve(ADDRESS));
      long before = requestsReceived(n1);
      lan()
          .in(
              "c",
              "ip neigh replace " + ADDRESS + " lladdr " + Lan.mac(11) + " dev eth0 nud probe");
      Await.until(
          SOON,
          () -> lan().neighbourLine("c", ADDRESS).contains("REACHABLE"),
          () -> lan().neighbourLine("c", ADDRESS));
      assertTrue(requestsReceived(n1) > before);
    }
  }

  @Test
  void duplicateAddressDetection_ofAnotherKernelFails() throws Exception {
    makeLan(new Lan());
    try (var n1 = announcer("n1")) {
      announce(n1, ADDRESS, 1);
      Await.until(SOON, () -> groups("n1", "eth0").contains(GROUP), () -> groups("n1", "eth0"));
      lan().in("c", "ip addr add " + ADDRESS + "/64 dev eth0");
      Await.until(SOON, () -> addresses("c").contains("dadfailed"), () -> addresses("c"));
      assertEquals(0, n1.counters().totals().conflicts());
    }
  }

  @Test
  void interfaceThatComesLater_joinsTheGroupsAndIsAnsweredOn() throws Exception {
    makeLan(new Lan());
    lan().in("n1", "ip link del eth0");
    try (var n1 = lan().announcer("n1")) {
      announce(n1, ADDRESS, 1);
      lan().plug("n1", "eth0", 21);
      Await.until(SOON, () -> groups("n1", "eth0").contains(GROUP), () -> groups("n1", "eth0"));
      assertAnswered(21, ndisc6(ADDRESS));
    }
  }

  @Test
  void interfaceWithoutAnyIpv6Address_isAnsweredOn() throws Exception {
    makeLan(new Lan());
    lan().in("n1", "ip -6 addr flush dev eth0");
    try (var n1 = announcer("n1")) {
      announce(n1, ADDRESS, 1);
      assertAnswered(11, ndisc6(ADDRESS));
      assertEquals(Lan.mac(11), resolve(ADDRESS));
      var dropped = n1.counters().ndpDropped().getOrDefault(NdpDropReason.CHECKSUM, 0L);
      assertEquals(0, dropped);
    }
  }

  private void makeLan(Lan lan) throws Exception {
    made = lan;
    lan.host("n1", 11);
    lan.host("n2", 12);
    lan.host("c", 50);
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
    announcer.announce(IpAddress.parse(address), new Announcement(epoch, new TreeSet<>()));
  }

  private static long requestsReceived(L2Announcer announcer) {
    var none = new L2Counters.OfAddress(0, 0, 0);
    return announcer
        .counters()
        .byAddress()
        .getOrDefault(IpAddress.parse(ADDRESS), none)
        .requestsReceived();
  }

  private String ndisc6(String address) {
    return ask("c", "ndisc6 -1 -r 3 -w 500 " + address + " eth0");
  }

  private static boolean answered(int number, String ndisc6) {
    return ndisc6.toLowerCase(Locale.ROOT).contains(Lan.mac(number));
  }

  private static void assertAnswered(int number, String ndisc6) {
    assertTrue(answered(number, ndisc6), ndisc6);
  }

  private static void assertNotAnswered(String ndisc6) {
    assertTrue(ndisc6.contains("No response") || ndisc6.contains("Timed out"), ndisc6);
  }

  private String groups(String host, String device) {
    return ask(host, "ip maddr show dev " + device);
  }

  private String addresses(String host) {
    return ask(host, "ip -6 addr show dev eth0");
  }

  private String snooped() {
    return ask("br", "bridge mdb show");
  }

  private String ask(String host, String command) {
    try {
      return lan().ask(host, command);
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  private String resolve(String address) throws Exception {
    lan().send("c", address);
    Await.until(SOON, () -> neighbour(address).contains(":5e:"), () -> neighbour(address));
    return neighbour(address);
  }

  private String neighbour(String address) {
    return lan().neighbour("c", address);
  }
}
