package io.fairlead.speaker.l2;

import io.fairlead.net.IpAddress;
import io.fairlead.net.MacAddress;
import io.fairlead.speaker.plan.Announcement;
import io.fairlead.wire.arp.ArpOperation;
import io.fairlead.wire.arp.ArpPacket;
import io.fairlead.wire.ethernet.EthernetFrame;
import io.fairlead.wire.ip6.Ip6Groups;
import io.fairlead.wire.ndp.NdpMessage;
import io.fairlead.wire.ndp.NdpPacket;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/**
 * Frames that never touch a wire, to exercise the responders before the first real one: it should
 * not wait for classes to load and code to compile.
 */
final class WarmUp {
  private static final int FRAMES = 2_000;
  private static final int FRAME_OCTETS_MAX = 128;
  private static final MacAddress OWN = new MacAddress(0x0200_0000_0001L);
  private static final MacAddress ASKER = new MacAddress(0x0200_0000_0002L);
  private static final IpAddress NOWHERE = IpAddress.parse("192.0.2.254");
  private static final IpAddress ASKED = IpAddress.parse("192.0.2.1");
  private static final IpAddress NOWHERE6 = IpAddress.parse("2001:db8::fe");
  private static final IpAddress ASKED6 = IpAddress.parse("2001:db8::1");

  private WarmUp() {}

  static void run() {
    var everywhere = new Announcement(0, new TreeSet<>());
    var all = Map.of(ASKED, everywhere, ASKED6, everywhere);
    var frame = ByteBuffer.allocate(FRAME_OCTETS_MAX);
    var reply = ByteBuffer.allocate(FRAME_OCTETS_MAX);
    for (int i = 0; i < FRAMES; i++) {
      request(frame, ASKER, ASKED);
      if (ArpResponder.hear(frame, OWN) instanceof ArpResponder.Heard.Packet(var packet)
          && ArpResponder.answer(packet, "lo", OWN, all)
              instanceof ArpResponder.Answer.Reply(var _, var answer)) {
        answer.encode(reply.clear());
      }
      solicitation(frame, ASKER, ASKED6);
      if (NdpResponder.hear(frame, OWN) instanceof NdpResponder.Heard.Packet(var header, var packet)
          && NdpResponder.answer(header, packet, "lo", OWN, all)
              instanceof NdpResponder.Answer.Reply(var _, var answer)) {
        answer.encode(reply.clear());
      }
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
