package io.fairlead.speaker.l2;

import io.fairlead.net.IpAddress;
import io.fairlead.net.MacAddress;
import io.fairlead.speaker.plan.Announcement;
import io.fairlead.wire.arp.ArpOperation;
import io.fairlead.wire.arp.ArpPacket;
import io.fairlead.wire.arp.DropReason;
import io.fairlead.wire.ethernet.EthernetFrame;
import java.nio.ByteBuffer;
import java.util.EnumMap;
import java.util.Map;

/**
 * Decides whether a frame is answered. Pure. Only a request is, that reached this interface by
 * broadcast or by its own MAC address, and asks for an address that is announced on it. A probe
 * (RFC 5227 section 2.1.1) asks too, with the sender address 0.0.0.0, and is answered.
 */
public final class ArpResponder {
  private static final long GROUP_BIT = 0x0100_0000_0000L;
  private static final Map<DropReason, Answer> DROPS = drops();

  private ArpResponder() {}

  /** What becomes of a frame. */
  public sealed interface Answer {
    /** Send this packet, with this header before it. */
    record Reply(EthernetFrame header, ArpPacket packet) implements Answer {}

    /** Stay silent. */
    record Drop(DropReason reason) implements Answer {}
  }

  /**
   * The answer to one frame.
   *
   * @param frame big-endian, from the Ethernet header on; its position moves
   * @param announced what this node announces; a concurrent map will do
   */
  public static Answer respond(
      ByteBuffer frame,
      String interfaceName,
      MacAddress interfaceMac,
      Map<IpAddress, Announcement> announced) {
    if (frame.remaining() < EthernetFrame.HEADER_LENGTH) {
      return drop(DropReason.TRUNCATED);
    }
    var header = EthernetFrame.decode(frame);
    if (header.etherType() != EthernetFrame.ETHER_TYPE_ARP) {
      return drop(DropReason.NOT_ARP);
    }
    boolean forUs =
        header.destination().equals(MacAddress.BROADCAST)
            || header.destination().equals(interfaceMac);
    if (!forUs) {
      return drop(DropReason.ETHERNET_DESTINATION);
    }
    return switch (ArpPacket.decode(frame)) {
      case ArpPacket.Decoded.Dropped(var reason) -> drop(reason);
      case ArpPacket.Decoded.Ok(var packet) ->
          respond(packet, interfaceName, interfaceMac, announced);
    };
  }

  private static Answer respond(
      ArpPacket packet,
      String interfaceName,
      MacAddress interfaceMac,
      Map<IpAddress, Announcement> announced) {
    if (packet.operation() != ArpOperation.REQUEST) {
      return drop(DropReason.ARP_REPLY);
    }
    if (packet.isGratuitous()) {
      return drop(DropReason.ANNOUNCEMENT);
    }
    var asker = packet.senderMac();
    // RFC 1812 section 3.3.2: a group address is nobody's own; an answer to it would reach many.
    if (asker.equals(MacAddress.ZERO) || (asker.bits() & GROUP_BIT) != 0) {
      return drop(DropReason.SENDER_MAC);
    }
    var announcement = announced.get(packet.targetIp());
    if (announcement == null) {
      return drop(DropReason.ANNOUNCE_IP);
    }
    if (!announcement.covers(interfaceName)) {
      return drop(DropReason.NOT_MATCH_INTERFACE);
    }
    return new Answer.Reply(
        new EthernetFrame(asker, interfaceMac, EthernetFrame.ETHER_TYPE_ARP),
        packet.replyFrom(interfaceMac));
  }

  private static Answer drop(DropReason reason) {
    var answer = DROPS.get(reason);
    return answer == null ? new Answer.Drop(reason) : answer;
  }

  private static Map<DropReason, Answer> drops() {
    var all = new EnumMap<DropReason, Answer>(DropReason.class);
    for (DropReason reason : DropReason.values()) {
      all.put(reason, new Answer.Drop(reason));
    }
    return all;
  }
}
