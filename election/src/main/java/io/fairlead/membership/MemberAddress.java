package io.fairlead.membership;

import java.util.Comparator;

/**
 * Where a member is reached: the stable name of a controller or the node address of a speaker, and
 * the port. Ordered by host, then port; the order breaks ties and must be the same on all nodes.
 */
public record MemberAddress(String host, int port) implements Comparable<MemberAddress> {
  private static final int PORT_MAX = 65_535;
  private static final Comparator<MemberAddress> ORDER =
      Comparator.comparing(MemberAddress::host).thenComparingInt(MemberAddress::port);

  /** Throws IllegalArgumentException if the host is blank or the port out of range. */
  public MemberAddress {
    if (host.isBlank() || host.chars().anyMatch(Character::isWhitespace)) {
      throw new IllegalArgumentException("'" + host + "' is not a host name or address");
    }
    if (port < 1 || port > PORT_MAX) {
      throw new IllegalArgumentException("port " + port + " of " + host + " is not in 1-65535");
    }
  }

  /** Reads {@code host:port}; the last colon separates, so bare IPv6 hosts work. */
  public static MemberAddress parse(String text) {
    int colon = text.lastIndexOf(':');
    if (colon < 1) {
      throw new IllegalArgumentException("'" + text + "' is not host:port");
    }
    try {
      return new MemberAddress(
          text.substring(0, colon), Integer.parseInt(text.substring(colon + 1)));
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("'" + text + "' has no number as its port", e);
    }
  }

  @Override
  public int compareTo(MemberAddress other) {
    return ORDER.compare(this, other);
  }

  @Override
  public String toString() {
    return host + ":" + port;
  }
}
