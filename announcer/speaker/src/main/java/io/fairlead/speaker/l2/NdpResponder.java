package io.fairlead.speaker.l2;

import io.fairlead.net.IpAddress;
import io.fairlead.net.MacAddress;
import io.fairlead.speaker.plan.Announcement;
import io.fairlead.wire.ethernet.EthernetFrame;
import io.fairlead.wire.ip6.Ip6Groups;
import io.fairlead.wire.ndp.NdpDropReason;
import io.fairlead.wire.ndp.NdpMessage;
import io.fairlead.wire.ndp.NdpPacket;
import java.nio.ByteBuffer;
import java.util.Map;

/**
 * Decides whether a frame with a neighbor solicitation is answered (RFC 4861 section 7.2.4). Pure.
 * A multicast question, a unicast one of a host that checks an entry, and the probe of a host that
 * wants the address for itself are answered alike, with or without a link-layer option: the frame
 * shows where its sender is.
 */
public final class NdpResponder {
  private NdpResponder() {}

  /** What a frame is. */
  public sealed interface Heard {
    /** A packet that was meant for this interface; whether it is answered is another question. */
    record Packet(EthernetFrame header, NdpPacket packet) implements Heard {}
  }

  /** What becomes of a packet. */
  public sealed interface Answer {
    /** Send this packet, with this header before it. */
    record Reply(EthernetFrame header, NdpPacket packet) implements Answer {}
  }

  /** Stay silent. */
  public record Drop(NdpDropReason reason) implements Heard, Answer {}

  /**
   * Reads one frame.
   *
   * @param frame big-endian, from the Ethernet header on; its position and limit move
   */
  public static Heard hear(ByteBuffer frame, MacAddress interfaceMac) {
    if (frame.remaining() < EthernetFrame.HEADER_LENGTH) {
      return new Drop(NdpDropReason.TRUNCATED);
    }
    var header = EthernetFrame.decode(frame);
    if (header.etherType() != EthernetFrame.ETHER_TYPE_IPV6) {
      return new Drop(NdpDropReason.NOT_IPV6);
    }
    if (!header.destination().isGroup() && !header.destination().equals(interfaceMac)) {
      return new Drop(NdpDropReason.ETHERNET_DESTINATION);
    }
    if (header.source().equals(interfaceMac)) {
      return new Drop(NdpDropReason.OWN_FRAME);
    }
    return switch (NdpPacket.decode(frame)) {
      case NdpPacket.Decoded.Dropped(var reason) -> new Drop(reason);
      case NdpPacket.Decoded.Ok(var packet) -> new Heard.Packet(header, packet);
    };
  }

  /**
   * The answer to one packet.
   *
   * @param header of the frame that it came in
   * @param announced what this node announces; a concurrent map will do
   */
  public static Answer answer(
      EthernetFrame header,
      NdpPacket packet,
      String interfaceName,
      MacAddress interfaceMac,
      Map<IpAddress, Announcement> announced) {
    if (!(packet.message() instanceof NdpMessage.Solicitation(var target, var linkLayer))) {
      return new Drop(NdpDropReason.ADVERTISEMENT);
    }
    var announcement = announced.get(target);
    if (announcement == null) {
      return new Drop(NdpDropReason.ANNOUNCE_IP);
    }
    if (!announcement.covers(interfaceName)) {
      return new Drop(NdpDropReason.NOT_MATCH_INTERFACE);
    }
    var destination = packet.destination();
    if (!Ip6Groups.isMulticast(destination) && !destination.equals(target)) {
      return new Drop(NdpDropReason.IP_DESTINATION);
    }
    var asker = linkLayer.orElse(header.source());
    if (asker.isGroup() || asker.equals(MacAddress.ZERO)) {
      return new Drop(NdpDropReason.SENDER_MAC);
    }
    var reply = packet.advertisementFrom(interfaceMac);
    var to =
        Ip6Groups.isMulticast(reply.destination()) ? Ip6Groups.mac(reply.destination()) : asker;
    return new Answer.Reply(
        new EthernetFrame(to, interfaceMac, EthernetFrame.ETHER_TYPE_IPV6), reply);
  }
}
