package io.fairlead.config;

import io.fairlead.net.IpAddress;

/** Where a peer is. */
public sealed interface PeerTarget {
  /** At an address. */
  record Address(IpAddress address) implements PeerTarget {
    @Override
    public String toString() {
      return address.toString();
    }
  }

  /** At the other end of a link: an unnumbered session over IPv6 link-local addresses. */
  record Interface(String name) implements PeerTarget {
    @Override
    public String toString() {
      return "interface " + name;
    }
  }
}
