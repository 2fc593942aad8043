package io.fairlead.speaker.l2;

import io.fairlead.net.IpAddress;
import io.fairlead.net.MacAddress;
import io.fairlead.speaker.link.PortKind;
import io.fairlead.speaker.plan.Announcement;
import io.fairlead.wire.arp.ArpOperation;
import io.fairlead.wire.arp.ArpPacket;
import io.fairlead.wire.ethernet.EthernetFrame;
import io.fairlead.wire.ip6.Ip6Groups;
import io.fairlead.wire.ndp.NdpMessage;
import io.fairlead.wire.ndp.NdpPacket;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.TreeSet;

/**
 * Takes an announcer through many turns on a link of memory, before there is a real one: the first
 * question should not wait for classes to load and code to compile. So all of a turn takes part but
 * the calls of the kernel, which the real link exercises.
 */
final class WarmUp {
  /** Enough for the compiler that optimises most. */
  private static final int TURNS = 20_000;

  private static final MacAddress ASKER = new MacAddress(0x0200_0000_0002L);
  private static final IpAddress NOWHERE = IpAddress.parse("192.0.2.254");
  private static final IpAddress ASKED = IpAddress.parse("192.0.2.1");
  private static final IpAddress NOWHERE6 = IpAddress.parse("2001:db8::fe");
  private static final IpAddress ASKED6 = IpAddress.parse("2001:db8::1");

  private WarmUp() {}

  /**
   * Returns how many questions were answered, of which each turn asks one by ARP and one by
   * Neighbor Discovery.
   *
   * @param limitNanos a slow machine is given up after this time
   */
  static long run(long limitNanos) {
    var link = new MemoryLink();
    var announcer = L2Announcer.unstarted(link);
    var everywhere = new Announcement(0, new TreeSet<>());
    announcer.announce(ASKED, everywhere);
    announcer.announce(ASKED6, everywhere);
    long start = System.nanoTime();
    for (int i = 0; i < TURNS && System.nanoTime() - start < limitNanos; i++) {
      request(link.offer(PortKind.ARP), ASKER, ASKED);
      solicitation(link.offer(PortKind.NDP), ASKER, ASKED6);
      announcer.turn();
    }
    return announcer.counters().byAddress().values().stream()
        .mapToLong(L2Counters.OfAddress::responsesSent)
        .sum();
  }

  /** An ARP request of everyone. */
  static void request(ByteBuffer buffer, MacAddress mac, IpAddress asked) {
    buffer.clear();
    new EthernetFrame(MacAddress.BROADCAST, mac, EthernetFrame.ETHER_TYPE_ARP).encode(buffer);
    new ArpPacket(ArpOperation.REQUEST, mac, NOWHERE, MacAddress.ZERO, asked).encode(buffer);
    buffer.flip();
  }

  private static void solicitation(ByteBuffer buffer, MacAddress mac, IpAddress asked) {
    buffer.clear();
    var group = Ip6Groups.solicitedNode(asked);
    new EthernetFrame(Ip6Groups.mac(group), mac, EthernetFrame.ETHER_TYPE_IPV6).encode(buffer);
    new NdpPacket(NOWHERE6, group, new NdpMessage.Solicitation(asked, Optional.of(mac)))
        .encode(buffer);
    buffer.flip();
  }
}
