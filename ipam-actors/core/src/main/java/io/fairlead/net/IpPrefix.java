package io.fairlead.net;

/**
 * A CIDR prefix, RFC 4632. Host bits are always zero.
 *
 * @param length number of leading bits that are fixed
 */
public record IpPrefix(IpAddress address, int length) {
  public IpPrefix {
    if (length < 0 || length > address.family().bits()) {
      throw new IllegalArgumentException("invalid prefix length " + length + " for " + address);
    }
    address = masked(address, length);
  }

  /**
   * Reads {@code address/length}; host bits are masked, as MetalLB does.
   *
   * @throws IllegalArgumentException when the text is no CIDR
   */
  public static IpPrefix parse(String text) {
    int slash = text.indexOf('/');
    String length = slash < 0 ? "" : text.substring(slash + 1);
    if (length.isEmpty() || length.length() > 3 || !length.chars().allMatch(Character::isDigit)) {
      throw new IllegalArgumentException("invalid CIDR \"" + text + "\"");
    }
    return new IpPrefix(IpAddress.parse(text.substring(0, slash)), Integer.parseInt(length));
  }

  private static IpAddress masked(IpAddress address, int length) {
    if (address.family() == IpFamily.IPV4) {
      return new IpAddress(IpFamily.IPV4, 0, address.low() & ones(length, 32));
    }
    long high = address.high() & ones(Math.min(length, 64), 64);
    long low = address.low() & ones(Math.max(length - 64, 0), 64);
    return new IpAddress(IpFamily.IPV6, high, low);
  }

  /** A word of {@code width} bits whose first {@code count} are set. */
  private static long ones(int count, int width) {
    long all = width == 64 ? -1L : (1L << width) - 1;
    return count == 0 ? 0 : all & (-1L << (width - count));
  }

  /** First and last address of the prefix; the network and broadcast addresses belong to it. */
  public IpRange range() {
    if (address.family() == IpFamily.IPV4) {
      long last = address.low() | (~ones(length, 32) & ones(32, 32));
      return new IpRange(address, new IpAddress(IpFamily.IPV4, 0, last));
    }
    long high = address.high() | ~ones(Math.min(length, 64), 64);
    long low = address.low() | ~ones(Math.max(length - 64, 0), 64);
    return new IpRange(address, new IpAddress(IpFamily.IPV6, high, low));
  }

  public boolean contains(IpAddress candidate) {
    return range().contains(candidate);
  }

  @Override
  public String toString() {
    return address + "/" + length;
  }
}
