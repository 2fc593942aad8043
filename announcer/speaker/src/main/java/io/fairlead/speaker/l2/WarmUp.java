package io.fairlead.speaker.l2;

import io.fairlead.net.IpAddress;
import io.fairlead.net.MacAddress;
import io.fairlead.speaker.link.AfPacketLink;
import io.fairlead.speaker.link.LinkException;
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
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes an announcer through many turns on the loopback interface before there is a real segment:
 * the first question should not wait for classes to load and code to compile. All that answers
 * takes part, the calls of the kernel too; code that was compiled for other classes than the real
 * ones would be thrown away with the first frame.
 */
final class WarmUp {
  /** Enough for the compiler that optimises most. */
  private static final int TURNS = 20_000;

  private static final Logger LOG = LoggerFactory.getLogger(WarmUp.class);
  private static final MacAddress ASKER = new MacAddress(0x0200_0000_0002L);
  private static final IpAddress NOWHERE = IpAddress.parse("192.0.2.254");
  private static final IpAddress ASKED = IpAddress.parse("192.0.2.1");
  private static final IpAddress NOWHERE6 = IpAddress.parse("2001:db8::fe");
  private static final IpAddress ASKED6 = IpAddress.parse("2001:db8::1");

  private WarmUp() {}

  /**
   * Returns how many questions were answered, of which each turn asks one by ARP and one by
   * Neighbor Discovery; none where the loopback interface is down.
   *
   * @param limitNanos a slow machine is given up after this time
   */
  static long run(long limitNanos) {
    try (var heard = AfPacketLink.openLoopback();
        var asking = AfPacketLink.openLoopback()) {
      var announcer = L2Announcer.unstarted(heard);
      var everywhere = new Announcement(0, new TreeSet<>());
      announcer.announce(ASKED, everywhere);
      announcer.announce(ASKED6, everywhere);
      var arp = asking.open(PortKind.ARP, AfPacketLink.LOOPBACK);
      var ndp = asking.open(PortKind.NDP, AfPacketLink.LOOPBACK);
      long start = System.nanoTime();
      for (int i = 0; i < TURNS && System.nanoTime() - start < limitNanos; i++) {
        request(arp.sendBuffer(), ASKER, ASKED);
        solicitation(ndp.sendBuffer(), ASKER, ASKED6);
        if (!arp.send() || !ndp.send()) {
          // The queue of the interface is full: there is nothing new to answer.
          continue;
        }
        announcer.turn();
      }
      return announcer.counters().byAddress().values().stream()
          .mapToLong(L2Counters.OfAddress::responsesSent)
          .sum();
    } catch (LinkException e) {
      LOG.debug("no exercise before the first answer", e);
      return 0;
    }
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
