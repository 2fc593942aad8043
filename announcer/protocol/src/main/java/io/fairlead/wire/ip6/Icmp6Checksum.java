package io.fairlead.wire.ip6;

import io.fairlead.net.IpAddress;
import java.nio.ByteBuffer;

/**
 * The checksum of ICMPv6 (RFC 4443 section 2.3): the one's complement of the one's complement sum
 * over the pseudo-header of RFC 8200 section 8.1 and the message.
 */
public final class Icmp6Checksum {
  private static final int LOW_16 = 0xFFFF;

  private Icmp6Checksum() {}

  /**
   * The checksum of a message whose own checksum field holds zero; 0 for a message whose field
   * holds the right checksum.
   *
   * @param message big-endian; the octets from {@code from} on, {@code length} of them
   */
  public static int of(
      IpAddress source, IpAddress destination, ByteBuffer message, int from, int length) {
    long sum = words(source.high()) + words(source.low());
    sum += words(destination.high()) + words(destination.low());
    sum += length + Ip6Header.ICMPV6;
    int end = from + length;
    for (int at = from; at + 1 < end; at += 2) {
      sum += Short.toUnsignedInt(message.getShort(at));
    }
    if (length % 2 != 0) {
      sum += (message.get(end - 1) & 0xFF) << 8;
    }
    while (sum > LOW_16) {
      sum = (sum & LOW_16) + (sum >>> 16);
    }
    return (int) (~sum & LOW_16);
  }

  private static long words(long bits) {
    return (bits >>> 48) + ((bits >>> 32) & LOW_16) + ((bits >>> 16) & LOW_16) + (bits & LOW_16);
  }
}
