package io.fairlead.speaker.l2;

import io.fairlead.net.IpAddress;
import io.fairlead.net.MacAddress;
import io.fairlead.wire.arp.ArpOperation;
import io.fairlead.wire.arp.ArpPacket;
import io.fairlead.wire.ethernet.EthernetFrame;
import java.nio.ByteBuffer;

/** Frames that never touch a wire, to exercise the responder before the first real one. */
final class WarmUp {
  private static final IpAddress NOWHERE = IpAddress.parse("192.0.2.254");

  private WarmUp() {}

  static void request(ByteBuffer buffer, MacAddress mac, IpAddress asked) {
    buffer.clear();
    new EthernetFrame(MacAddress.BROADCAST, mac, EthernetFrame.ETHER_TYPE_ARP).encode(buffer);
    new ArpPacket(ArpOperation.REQUEST, mac, NOWHERE, MacAddress.ZERO, asked).encode(buffer);
    buffer.flip();
  }
}
