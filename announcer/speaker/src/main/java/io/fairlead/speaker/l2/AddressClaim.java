package io.fairlead.speaker.l2;

import io.fairlead.net.IpAddress;
import io.fairlead.net.IpFamily;
import io.fairlead.net.MacAddress;
import io.fairlead.wire.arp.ArpOperation;
import io.fairlead.wire.arp.ArpPacket;
import io.fairlead.wire.ethernet.EthernetFrame;
import io.fairlead.wire.ip6.Ip6Groups;
import io.fairlead.wire.ndp.NdpMessage;
import io.fairlead.wire.ndp.NdpPacket;

/**
 * What a packet says of its sender: it has an address, or wants one.
 *
 * @param probe it only wants the address, and asks first whether it is free (RFC 5227 section
 *     2.1.1, RFC 4862 section 5.4.2)
 */
record AddressClaim(IpAddress address, MacAddress mac, boolean probe) {
  private static final IpAddress NO_IPV4 = new IpAddress(IpFamily.IPV4, 0, 0);

  /** Every ARP packet with a sender address claims it (RFC 5227 section 2.4). */
  static AddressClaim in(ArpPacket packet) {
    boolean probe = packet.operation() == ArpOperation.REQUEST && packet.senderIp().equals(NO_IPV4);
    return new AddressClaim(
        probe ? packet.targetIp() : packet.senderIp(), packet.senderMac(), probe);
  }

  /** An advertisement claims its target, a solicitation the address that it comes from. */
  static AddressClaim in(EthernetFrame header, NdpPacket packet) {
    return switch (packet.message()) {
      case NdpMessage.Advertisement advertisement ->
          new AddressClaim(
              advertisement.target(),
              advertisement.targetLinkLayer().orElse(header.source()),
              false);
      case NdpMessage.Solicitation(var target, var linkLayer) -> {
        boolean probe = packet.source().equals(Ip6Groups.UNSPECIFIED);
        yield new AddressClaim(
            probe ? target : packet.source(), linkLayer.orElse(header.source()), probe);
      }
    };
  }
}
