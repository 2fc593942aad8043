package io.fairlead.ipam;

import io.fairlead.net.IpFamily;

/** How messages name an address family. */
final class FamilyText {
  private FamilyText() {}

  static String of(IpFamily family) {
    return switch (family) {
      case IPV4 -> "IPv4";
      case IPV6 -> "IPv6";
    };
  }
}
