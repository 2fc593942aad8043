package io.fairlead.net;

import java.math.BigInteger;

/** An inclusive range of addresses of one family. */
public record IpRange(IpAddress first, IpAddress last) implements Comparable<IpRange> {
  public IpRange {
    if (first.family() != last.family()) {
      throw new IllegalArgumentException(
          "invalid IP range \"" + first + "-" + last + "\": two families");
    }
    if (first.compareTo(last) > 0) {
      throw new IllegalArgumentException(
          "invalid IP range \"" + first + "-" + last + "\": start is after end");
    }
  }

  /**
   * Reads {@code start-end}, blanks allowed around the dash, or a CIDR.
   *
   * @throws IllegalArgumentException when the text is neither
   */
  public static IpRange parse(String text) {
    int dash = text.indexOf('-');
    if (dash < 0) {
      return IpPrefix.parse(text.strip()).range();
    }
    return new IpRange(
        IpAddress.parse(text.substring(0, dash).strip()),
        IpAddress.parse(text.substring(dash + 1).strip()));
  }

  public IpFamily family() {
    return first.family();
  }

  public boolean contains(IpAddress address) {
    return first.compareTo(address) <= 0 && address.compareTo(last) <= 0;
  }

  public boolean overlaps(IpRange other) {
    return family() == other.family()
        && first.compareTo(other.last) <= 0
        && other.first.compareTo(last) <= 0;
  }

  /** Number of addresses; up to 2^128, hence not a long. */
  public BigInteger size() {
    return unsigned(last).subtract(unsigned(first)).add(BigInteger.ONE);
  }

  private static BigInteger unsigned(IpAddress address) {
    return new BigInteger(1, address.toBytes());
  }

  @Override
  public int compareTo(IpRange other) {
    int byFirst = first.compareTo(other.first);
    return byFirst != 0 ? byFirst : last.compareTo(other.last);
  }

  @Override
  public String toString() {
    return first + "-" + last;
  }
}
