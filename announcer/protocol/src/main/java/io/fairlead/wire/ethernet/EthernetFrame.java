package io.fairlead.wire.ethernet;

import io.fairlead.net.MacAddress;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;

/**
 * The header of an Ethernet II frame; the payload follows it in the same buffer.
 *
 * <pre>
 *  0                   1                   2                   3
 *  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |                      destination address                      |
 * +                               +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |                               |                               |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+                               +
 * |                        source address                         |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |          EtherType            |           payload ...
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * </pre>
 *
 * @param etherType what the payload is, 16 bits unsigned
 */
public record EthernetFrame(MacAddress destination, MacAddress source, int etherType) {
  /** Octets of the header. */
  public static final int HEADER_LENGTH = 14;

  /** EtherType of ARP (IANA, IEEE 802 numbers). */
  public static final int ETHER_TYPE_ARP = 0x0806;

  /** EtherType of IPv6 (RFC 2464 section 3). */
  public static final int ETHER_TYPE_IPV6 = 0x86DD;

  private static final int ETHER_TYPE_MAX = 0xFFFF;

  public EthernetFrame {
    if (etherType < 0 || etherType > ETHER_TYPE_MAX) {
      throw new IllegalArgumentException("an EtherType has 16 bits, not " + etherType);
    }
  }

  /**
   * Reads the header and leaves the buffer at the payload.
   *
   * @throws BufferUnderflowException unless {@link #HEADER_LENGTH} octets remain; check before
   */
  public static EthernetFrame decode(ByteBuffer frame) {
    var destination = MacOctets.read(frame);
    var source = MacOctets.read(frame);
    return new EthernetFrame(destination, source, Short.toUnsignedInt(frame.getShort()));
  }

  /**
   * Writes the header at the position of the buffer.
   *
   * @throws java.nio.BufferOverflowException unless {@link #HEADER_LENGTH} octets remain
   */
  public void encode(ByteBuffer frame) {
    MacOctets.write(destination, frame);
    MacOctets.write(source, frame);
    frame.putShort((short) etherType);
  }
}
