package io.fairlead.net;

/**
 * An IPv4 or IPv6 address.
 *
 * <p>The value is an unsigned number of 128 bits; an IPv4 address uses the low 32. The order is
 * IPv4 before IPv6, then unsigned.
 *
 * @param high the upper 64 bits; 0 for IPv4
 * @param low the lower 64 bits
 */
public record IpAddress(IpFamily family, long high, long low) implements Comparable<IpAddress> {
  private static final long IPV4_MAX = 0xFFFF_FFFFL;

  public IpAddress {
    if (family == IpFamily.IPV4 && (high != 0 || low < 0 || low > IPV4_MAX)) {
      throw new IllegalArgumentException("not an IPv4 address: " + high + ":" + low);
    }
  }

  /**
   * Reads the usual text forms.
   *
   * @throws IllegalArgumentException when the text is no address; host names are never resolved
   */
  public static IpAddress parse(String text) {
    return IpAddressText.parse(text);
  }

  /** An IPv4 address from its 32 bits. */
  public static IpAddress ofIpv4(int bits) {
    return new IpAddress(IpFamily.IPV4, 0, Integer.toUnsignedLong(bits));
  }

  /**
   * An address from 4 or 16 octets in network order.
   *
   * @throws IllegalArgumentException for any other length
   */
  public static IpAddress ofBytes(byte[] octets) {
    return switch (octets.length) {
      case 4 -> new IpAddress(IpFamily.IPV4, 0, number(octets, 0, 4));
      case 16 -> new IpAddress(IpFamily.IPV6, number(octets, 0, 8), number(octets, 8, 8));
      default -> throw new IllegalArgumentException("an address has 4 or 16 octets");
    };
  }

  private static long number(byte[] octets, int from, int count) {
    long value = 0;
    for (int i = from; i < from + count; i++) {
      value = (value << 8) | (octets[i] & 0xFF);
    }
    return value;
  }

  /** The octets in network order: 4 or 16 of them. */
  public byte[] toBytes() {
    byte[] octets = new byte[family.bits() / 8];
    for (int i = 0; i < octets.length; i++) {
      int shift = family.bits() - 8 - 8 * i;
      octets[i] = (byte) (shift >= 64 ? high >>> (shift - 64) : low >>> shift);
    }
    return octets;
  }

  /** True for 255.255.255.255 and for the IPv6 address with all bits set. */
  public boolean isLast() {
    return family == IpFamily.IPV4 ? low == IPV4_MAX : high == -1 && low == -1;
  }

  /**
   * The address that follows.
   *
   * @throws ArithmeticException after the last address of the family
   */
  public IpAddress next() {
    if (isLast()) {
      throw new ArithmeticException("no address after " + this);
    }
    return low == -1 ? new IpAddress(family, high + 1, 0) : new IpAddress(family, high, low + 1);
  }

  /**
   * The address before.
   *
   * @throws ArithmeticException before the first address of the family
   */
  public IpAddress previous() {
    if (high == 0 && low == 0) {
      throw new ArithmeticException("no address before " + this);
    }
    return low == 0 ? new IpAddress(family, high - 1, -1) : new IpAddress(family, high, low - 1);
  }

  /** The last octet as a number, 0 to 255. */
  public int lastOctet() {
    return (int) (low & 0xFF);
  }

  @Override
  public int compareTo(IpAddress other) {
    if (family != other.family) {
      return family.compareTo(other.family);
    }
    return high == other.high
        ? Long.compareUnsigned(low, other.low)
        : Long.compareUnsigned(high, other.high);
  }

  /** Dotted decimal, or the canonical IPv6 text of RFC 5952 section 4. */
  @Override
  public String toString() {
    return IpAddressText.format(this);
  }
}
