package io.fairlead.wire.arp;

import io.fairlead.net.IpAddress;
import io.fairlead.net.IpFamily;
import io.fairlead.net.MacAddress;
import io.fairlead.wire.ethernet.MacOctets;
import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * An ARP packet for IPv4 over Ethernet (RFC 826, "Packet format").
 *
 * <pre>
 *  0                   1                   2                   3
 *  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |   hardware space (1)          |   protocol space (0x0800)     |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * | hw length (6) | proto len (4) |          operation            |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |                   sender hardware address                     |
 * +                               +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |                               | sender protocol address ...   |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * | ... sender protocol address   | target hardware address ...   |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+                               +
 * |                                                               |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |                   target protocol address                     |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * </pre>
 *
 * @param senderIp an IPv4 address
 * @param targetMac without meaning in a request
 * @param targetIp an IPv4 address
 */
public record ArpPacket(
    ArpOperation operation,
    MacAddress senderMac,
    IpAddress senderIp,
    MacAddress targetMac,
    IpAddress targetIp) {
  /** Octets of the packet. */
  public static final int LENGTH = 28;

  private static final int HARDWARE_ETHERNET = 1;
  private static final int PROTOCOL_IPV4 = 0x0800;
  private static final int HARDWARE_LENGTH = 6;
  private static final int PROTOCOL_LENGTH = 4;
  private static final Decoded TRUNCATED = new Decoded.Dropped(DropReason.TRUNCATED);
  private static final Decoded NOT_ETHERNET_IPV4 =
      new Decoded.Dropped(DropReason.NOT_ETHERNET_IPV4);
  private static final Decoded OPERATION_UNKNOWN =
      new Decoded.Dropped(DropReason.OPERATION_UNKNOWN);

  public ArpPacket {
    if (senderIp.family() != IpFamily.IPV4 || targetIp.family() != IpFamily.IPV4) {
      throw new IllegalArgumentException("ARP carries IPv4 addresses only");
    }
  }

  /** What came of reading a packet. */
  public sealed interface Decoded {
    /** A packet. */
    record Ok(ArpPacket packet) implements Decoded {}

    /** No packet that concerns us. */
    record Dropped(DropReason reason) implements Decoded {}
  }

  /**
   * Reads a packet at the position of the buffer, of which octets after the packet are padding.
   * Never throws, whatever the bytes.
   */
  public static Decoded decode(ByteBuffer payload) {
    if (payload.remaining() < LENGTH) {
      return TRUNCATED;
    }
    boolean ethernetIpv4 =
        payload.getShort() == HARDWARE_ETHERNET
            && payload.getShort() == PROTOCOL_IPV4
            && payload.get() == HARDWARE_LENGTH
            && payload.get() == PROTOCOL_LENGTH;
    if (!ethernetIpv4) {
      return NOT_ETHERNET_IPV4;
    }
    Optional<ArpOperation> operation = ArpOperation.of(Short.toUnsignedInt(payload.getShort()));
    if (operation.isEmpty()) {
      return OPERATION_UNKNOWN;
    }
    var senderMac = MacOctets.read(payload);
    var senderIp = IpAddress.ofIpv4(payload.getInt());
    var targetMac = MacOctets.read(payload);
    var targetIp = IpAddress.ofIpv4(payload.getInt());
    return new Decoded.Ok(new ArpPacket(operation.get(), senderMac, senderIp, targetMac, targetIp));
  }

  /**
   * Writes the packet at the position of the buffer.
   *
   * @throws java.nio.BufferOverflowException unless {@link #LENGTH} octets remain
   */
  public void encode(ByteBuffer payload) {
    payload.putShort((short) HARDWARE_ETHERNET);
    payload.putShort((short) PROTOCOL_IPV4);
    payload.put((byte) HARDWARE_LENGTH);
    payload.put((byte) PROTOCOL_LENGTH);
    payload.putShort((short) operation.code());
    MacOctets.write(senderMac, payload);
    payload.putInt((int) senderIp.low());
    MacOctets.write(targetMac, payload);
    payload.putInt((int) targetIp.low());
  }

  /** The answer to this request: {@code mac} has the address that was asked for. */
  public ArpPacket replyFrom(MacAddress mac) {
    return new ArpPacket(
        ArpOperation.REPLY,
        /* senderMac= */ mac,
        /* senderIp= */ targetIp,
        /* targetMac= */ senderMac,
        /* targetIp= */ senderIp);
  }

  /** The ARP announcement of RFC 5227 section 3: a request for one's own address. */
  public static ArpPacket gratuitousRequest(MacAddress mac, IpAddress ip) {
    return new ArpPacket(ArpOperation.REQUEST, mac, ip, MacAddress.ZERO, ip);
  }

  /**
   * The unasked reply. Its target is the sender's own MAC address: only so does Linux take it for
   * gratuitous and replace an entry that it changed less than a second ago.
   */
  public static ArpPacket gratuitousReply(MacAddress mac, IpAddress ip) {
    return new ArpPacket(ArpOperation.REPLY, mac, ip, mac, ip);
  }

  /** True for a request or reply in which sender and target address are the same. */
  public boolean isGratuitous() {
    return senderIp.equals(targetIp);
  }
}
