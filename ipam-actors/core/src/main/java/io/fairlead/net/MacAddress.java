package io.fairlead.net;

import java.util.HexFormat;

/**
 * An IEEE 802 MAC address of 48 bits.
 *
 * @param bits the address as a number, the first octet on the wire uppermost
 */
public record MacAddress(long bits) {
  public static final MacAddress BROADCAST = new MacAddress(0xFFFF_FFFF_FFFFL);
  public static final MacAddress ZERO = new MacAddress(0);
  private static final HexFormat TEXT = HexFormat.ofDelimiter(":");
  private static final int OCTETS = 6;
  private static final long GROUP_BIT = 0x0100_0000_0000L;

  public MacAddress {
    if (bits < 0 || bits > 0xFFFF_FFFF_FFFFL) {
      throw new IllegalArgumentException("a MAC address has 48 bits");
    }
  }

  /**
   * Reads six octets as {@code 02:00:5e:00:53:01}.
   *
   * @throws IllegalArgumentException for any other text
   */
  public static MacAddress parse(String text) {
    return ofBytes(TEXT.parseHex(text));
  }

  /**
   * @throws IllegalArgumentException unless there are six octets
   */
  public static MacAddress ofBytes(byte[] octets) {
    if (octets.length != OCTETS) {
      throw new IllegalArgumentException("a MAC address has 6 octets");
    }
    long value = 0;
    for (byte octet : octets) {
      value = (value << 8) | (octet & 0xFF);
    }
    return new MacAddress(value);
  }

  /** True for broadcast and multicast (IEEE 802, the I/G bit): no interface has it as its own. */
  public boolean isGroup() {
    return (bits & GROUP_BIT) != 0;
  }

  public byte[] toBytes() {
    byte[] octets = new byte[OCTETS];
    for (int i = 0; i < OCTETS; i++) {
      octets[i] = (byte) (bits >>> (40 - 8 * i));
    }
    return octets;
  }

  @Override
  public String toString() {
    return TEXT.formatHex(toBytes());
  }
}
