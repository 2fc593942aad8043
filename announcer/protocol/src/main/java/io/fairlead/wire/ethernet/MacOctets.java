package io.fairlead.wire.ethernet;

import io.fairlead.net.MacAddress;
import java.nio.ByteBuffer;

/** Reads and writes MAC addresses in a big-endian buffer without an array in between. */
public final class MacOctets {
  private static final long LOW_32 = 0xFFFF_FFFFL;

  private MacOctets() {}

  /** The six octets at the position of the buffer. */
  public static MacAddress read(ByteBuffer buffer) {
    long upper = Short.toUnsignedLong(buffer.getShort());
    return new MacAddress((upper << 32) | (buffer.getInt() & LOW_32));
  }

  /** Puts the six octets at the position of the buffer. */
  public static void write(MacAddress mac, ByteBuffer buffer) {
    buffer.putShort((short) (mac.bits() >>> 32));
    buffer.putInt((int) mac.bits());
  }
}
