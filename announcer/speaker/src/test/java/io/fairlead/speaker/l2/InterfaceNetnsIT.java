package io.fairlead.speaker.l2;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fairlead.net.IpAddress;
import io.fairlead.net.IpPrefix;
import io.fairlead.net.MacAddress;
import io.fairlead.placement.NodeInterface;
import io.fairlead.speaker.Await;
import io.fairlead.speaker.link.AfPacketLink;
import io.fairlead.speaker.link.InterfaceRules;
import io.fairlead.speaker.link.LinkException;
import io.fairlead.speaker.link.LinkInterface;
import io.fairlead.speaker.link.PortKind;
import io.fairlead.speaker.plan.Announcement;
import io.fairlead.testing.Require;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Interfaces that come, go, lose their carrier, or are of another kind than a plain one. */
class InterfaceNetnsIT {
  private static final Duration SOON = Duration.ofSeconds(8);

  /** Far below the interval at which all interfaces are looked at without a message. */
  private static final Duration BY_MESSAGE = Duration.ofMillis(1_500);

  private static final String ADDRESS = "192.168.120.200";
  private static final int VLAN = 5;
  private @Nullable Lan made;

  @BeforeEach
  void makeLan() throws Exception {
    Require.netns();
    made = new Lan();
    lan().host("n1", 11);
    lan().host("c", 50);
  }

  @AfterEach
  void removeLan() {
    if (made != null) {
      made.close();
    }
  }

  @Test
  void interfaces_areReportedWithSubnetsAsSoonAsTheyChange() throws Exception {
    var reports = new CopyOnWriteArrayList<List<NodeInterface>>();
    try (var n1 = announcer(L2Settings.DEFAULT)) {
      n1.listen(new Remembering(reports));
      Await.until(SOON, () -> !reports.isEmpty(), reports::toString);
      var eth0 = reports.getLast().getFirst();
      assertEquals(MacAddress.parse(Lan.mac(11)), eth0.mac());
      assertTrue(eth0.subnets().contains(IpPrefix.parse("192.168.120.0/24")), eth0::toString);
      assertTrue(eth0.subnets().contains(IpPrefix.parse("fd00:120::/64")), eth0::toString);
      lan().plug("n1", "eth1", 21);
      lan().in("n1", "ip addr add 10.9.8.7/16 dev eth1");
      Await.until(
          BY_MESSAGE,
          () ->
              reports.getLast().stream()
                  .anyMatch(each -> each.subnets().contains(IpPrefix.parse("10.9.0.0/16"))),
          reports::toString);
      lan().in("br", "ip link set " + Lan.port("n1", "eth0") + " down");
      Await.until(BY_MESSAGE, () -> names(reports.getLast()).equals("eth1"), reports::toString);
      assertTrue(n1.hasLink());
      lan().in("n1", "ip link del eth1");
      Await.until(BY_MESSAGE, () -> reports.getLast().isEmpty(), reports::toString);
      Await.until(BY_MESSAGE, () -> !n1.hasLink(), reports::toString);
    }
  }

  @Test
  void excludedInterfaces_areNeverAnsweredOn() throws Exception {
    var rules = InterfaceRules.of(List.of("^lo$", "^eth1$"));
    lan().plug("n1", "eth1", 21);
    try (var n1 = announcer(L2Settings.DEFAULT.withRules(rules))) {
      n1.announce(IpAddress.parse(ADDRESS), everywhere());
      var arping = arping("-c 2 -w 2");
      assertTrue(arping.contains(Lan.mac(11)), arping);
      assertFalse(arping.contains(Lan.mac(21)), arping);
    }
  }

  @Test
  void interfaceWithoutIpv4_isAnsweredOn() throws Exception {
    lan().in("n1", "ip addr flush dev eth0");
    try (var n1 = announcer(L2Settings.DEFAULT)) {
      n1.announce(IpAddress.parse(ADDRESS), everywhere());
      var arping = arping("-c 2 -w 2");
      assertTrue(arping.contains(Lan.mac(11)), arping);
    }
  }

  @Test
  void bridge_whosePortGetsItsCarrierBackIsAnnouncedOnAnew() throws Exception {
    lan().in("n1", "ip link add br0 type bridge stp_state 0 forward_delay 0");
    lan().in("n1", "ip link add cable type veth peer name cable2");
    lan().in("n1", "ip link set cable master br0 up");
    lan().in("n1", "ip link set cable2 up");
    lan().in("n1", "ip link set eth0 master br0");
    lan().in("n1", "ip link set br0 address " + Lan.mac(31) + " up");
    var rules = InterfaceRules.of(List.of("^lo$", "^cable2$"));
    try (var n1 = announcer(L2Settings.DEFAULT.withRules(rules))) {
      n1.announce(IpAddress.parse(ADDRESS), everywhere());
      Await.until(SOON, () -> gratuitous(n1) == 10, () -> "" + gratuitous(n1));
      assertTrue(arping("-c 2 -w 2").contains(Lan.mac(31)));
      lan().in("br", "ip link set p-n1 down");
      Await.until(BY_MESSAGE, () -> gratuitous(n1) > 10, () -> "" + gratuitous(n1));
      assertTrue(n1.hasLink(), "the bridge itself stays up");
      Await.until(SOON, () -> gratuitous(n1) == 20, () -> "" + gratuitous(n1));
      lan().in("br", "ip link set p-n1 up");
      Await.until(BY_MESSAGE, () -> gratuitous(n1) > 20, () -> "" + gratuitous(n1));
    }
  }

  @Test
  void periodicAnnouncement_goesOnAfterTheFirstSeconds() throws Exception {
    try (var n1 = announcer(L2Settings.DEFAULT.withPeriod(300))) {
      n1.announce(IpAddress.parse(ADDRESS), everywhere());
      Await.until(Duration.ofSeconds(12), () -> gratuitous(n1) >= 20, () -> "" + gratuitous(n1));
    }
  }

  @Test
  void taggedFrame_isNotTakenForOneOfTheInterfaceBelow() throws Exception {
    lan().host("x", 66);
    try (var n1 = announcer(L2Settings.DEFAULT)) {
      n1.announce(IpAddress.parse(ADDRESS), new Announcement(1, new TreeSet<>()));
      Await.until(SOON, () -> counters(n1).gratuitousSent() >= 1, () -> n1.counters().toString());
      var sent = lan().call("x", InterfaceNetnsIT::sendTaggedThenPlain);
      assertEquals(2, sent);
      // The plain one came second, so the tagged one is past.
      Await.until(SOON, () -> counters(n1).requestsReceived() >= 1, () -> n1.counters().toString());
      assertEquals(1, counters(n1).requestsReceived());
    }
  }

  @Test
  void vlanInterface_isAnsweredOnWithItsTagAndNotBelow() throws Exception {
    if (!lan().ask("c", "ip link add link eth0 name eth0.5 type vlan id " + VLAN).isEmpty()) {
      Require.missing("vlan", "a kernel with VLAN interfaces (8021q)");
    }
    lan().in("c", "ip link set eth0.5 up");
    lan().in("c", "ip addr add 192.168.125.50/24 dev eth0.5");
    lan().in("n1", "ip link add link eth0 name eth0.5 type vlan id " + VLAN);
    lan().in("n1", "ip link set eth0.5 up");
    try (var n1 = announcer(L2Settings.DEFAULT)) {
      var only = new TreeSet<>(List.of("eth0.5"));
      n1.announce(IpAddress.parse("192.168.125.200"), new Announcement(1, only));
      var tagged = lan().ask("c", "arping -c 2 -w 2 -I eth0.5 192.168.125.200");
      assertTrue(tagged.toLowerCase(Locale.ROOT).contains(Lan.mac(11)), tagged);
      var plain = lan().ask("c", "arping -c 2 -w 2 -I eth0 192.168.125.200");
      assertTrue(plain.contains("Received 0 response"), plain);
    }
  }

  /** An ARP request with a VLAN tag, and then the same without; returns how many went out. */
  private static int sendTaggedThenPlain() throws LinkException {
    try (var link = AfPacketLink.open()) {
      var eth0 = eth0(link);
      try (var port = link.open(PortKind.ARP, eth0)) {
        var frame = port.sendBuffer();
        WarmUp.request(frame, eth0.mac(), IpAddress.parse(ADDRESS));
        byte[] plain = new byte[frame.remaining()];
        frame.get(plain);
        frame.clear();
        frame.put(plain, 0, 12).putInt(0x8100_0000 | VLAN).put(plain, 12, plain.length - 12).flip();
        int sent = port.send() ? 1 : 0;
        frame.clear().put(plain).flip();
        return sent + (port.send() ? 1 : 0);
      }
    }
  }

  private static LinkInterface eth0(AfPacketLink link) throws LinkException {
    return link.interfaces().list().stream()
        .filter(each -> each.name().equals("eth0"))
        .findFirst()
        .orElseThrow();
  }

  private record Remembering(List<List<NodeInterface>> reports) implements L2Listener {
    @Override
    public void interfacesChanged(List<NodeInterface> interfaces) {
      reports.add(interfaces);
    }

    @Override
    public void conflict(IpAddress address, MacAddress mac, String interfaceName) {}
  }

  private static Announcement everywhere() {
    return new Announcement(1, new TreeSet<>());
  }

  private static String names(List<NodeInterface> interfaces) {
    return String.join(" ", interfaces.stream().map(NodeInterface::name).toList());
  }

  private static L2Counters.OfAddress counters(L2Announcer announcer) {
    return announcer
        .counters()
        .byAddress()
        .getOrDefault(IpAddress.parse(ADDRESS), new L2Counters.OfAddress(0, 0, 0));
  }

  private static long gratuitous(L2Announcer announcer) {
    return announcer
        .counters()
        .byAddress()
        .getOrDefault(IpAddress.parse(ADDRESS), new L2Counters.OfAddress(0, 0, 0))
        .gratuitousSent();
  }

  private String arping(String options) throws Exception {
    return lan().ask("c", "arping -b " + options + " -I eth0 " + ADDRESS).toLowerCase(Locale.ROOT);
  }

  private Lan lan() {
    return Objects.requireNonNull(made);
  }

  private L2Announcer announcer(L2Settings settings) throws Exception {
    var announcer = lan().announcer("n1", settings);
    Await.until(SOON, () -> !announcer.openInterfaces().isEmpty(), () -> "no interface on n1");
    return announcer;
  }
}
