package io.fairlead.wire.ip6;

import io.fairlead.net.IpAddress;
import io.fairlead.net.IpFamily;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;

/**
 * The fixed header of IPv6 (RFC 8200 section 3); the payload follows it in the same buffer.
 *
 * <pre>
 *  0                   1                   2                   3
 *  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |  version (6)  | traffic class |           flow label          |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |         payload length        |  next header  |   hop limit   |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |                     source address (16)                       |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |                   destination address (16)                    |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * </pre>
 *
 * @param version 6, unless the packet is none of IPv6
 * @param payloadLength octets after this header, 16 bits unsigned
 * @param nextHeader the kind of what follows, 8 bits unsigned
 * @param hopLimit 8 bits unsigned
 */
public record Ip6Header(
    int version,
    int payloadLength,
    int nextHeader,
    int hopLimit,
    IpAddress source,
    IpAddress destination) {
  /** Octets of the header. */
  public static final int LENGTH = 40;

  /** The only version that is encoded. */
  public static final int VERSION = 6;

  /** Next header of ICMPv6 (RFC 4443 section 1). */
  public static final int ICMPV6 = 58;

  private static final int OCTET = 0xFF;

  public Ip6Header {
    if (source.family() != IpFamily.IPV6 || destination.family() != IpFamily.IPV6) {
      throw new IllegalArgumentException("IPv6 carries IPv6 addresses only");
    }
  }

  /**
   * Reads the header and leaves the buffer at the payload.
   *
   * @throws BufferUnderflowException unless {@link #LENGTH} octets remain; check before
   */
  public static Ip6Header decode(ByteBuffer packet) {
    int version = packet.getInt() >>> 28;
    int payloadLength = Short.toUnsignedInt(packet.getShort());
    int nextHeader = packet.get() & OCTET;
    int hopLimit = packet.get() & OCTET;
    var source = Ip6Octets.read(packet);
    var destination = Ip6Octets.read(packet);
    return new Ip6Header(version, payloadLength, nextHeader, hopLimit, source, destination);
  }

  /**
   * Writes the header, with traffic class and flow label 0, at the position of the buffer.
   *
   * @throws java.nio.BufferOverflowException unless {@link #LENGTH} octets remain
   */
  public void encode(ByteBuffer packet) {
    packet.putInt(VERSION << 28);
    packet.putShort((short) payloadLength);
    packet.put((byte) nextHeader);
    packet.put((byte) hopLimit);
    Ip6Octets.write(source, packet);
    Ip6Octets.write(destination, packet);
  }
}
