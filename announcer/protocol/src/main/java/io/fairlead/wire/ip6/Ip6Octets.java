package io.fairlead.wire.ip6;

import io.fairlead.net.IpAddress;
import io.fairlead.net.IpFamily;
import java.nio.ByteBuffer;

/** Reads and writes IPv6 addresses in a big-endian buffer without an array in between. */
public final class Ip6Octets {
  private Ip6Octets() {}

  /** The sixteen octets at the position of the buffer. */
  public static IpAddress read(ByteBuffer buffer) {
    long high = buffer.getLong();
    return new IpAddress(IpFamily.IPV6, high, buffer.getLong());
  }

  /** Puts the sixteen octets at the position of the buffer. */
  public static void write(IpAddress address, ByteBuffer buffer) {
    buffer.putLong(address.high());
    buffer.putLong(address.low());
  }
}
