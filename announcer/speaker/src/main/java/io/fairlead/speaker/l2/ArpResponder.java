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
  private static final Map<DropReason, Drop> DROPS = drops();

  private ArpResponder() {}

  /** What a frame is. */
  public sealed interface Heard {
    /** A packet that was meant for this interface; whether it is answered is another question. */
    record Packet(ArpPacket packet) implements Heard {}
  }

  /** What becomes of a packet. */
  public sealed interface Answer {
    /** Send this packet, with this header before it. */
    record Reply(EthernetFrame header, ArpPacket packet) implements Answer {}
  }

  /** Stay silent. */
  public record Drop(DropReason reason) implements Heard, Answer {}

  /**
   * Reads one frame.
   *
   * @param frame big-endian, from the Ethernet header on; its position moves
   */
  public static Heard hear(ByteBuffer frame, MacAddress interfaceMac) {
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
          packet.senderMac().equals(interfaceMac)
              ? drop(DropReason.OWN_FRAME)
              : new Heard.Packet(packet);
    };
  }

  /**
   * The answer to one packet.
   *
   * @param announced what this node announces; a concurrent map will do
   */
  public static Answer answer(
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
    if (asker.equals(MacAddress.ZERO) || asker.isGroup()) {
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

  private static Drop drop(DropReason reason) {
    var answer = DROPS.get(reason);
    return answer == null ? new Drop(reason) : answer;
  }

  private static Map<DropReason, Drop> drops() {
    var all = new EnumMap<DropReason, Drop>(DropReason.class);
    for (DropReason reason : DropReason.values()) {
      all.put(reason, new Drop(reason));
    }
    return all;
  }
}
