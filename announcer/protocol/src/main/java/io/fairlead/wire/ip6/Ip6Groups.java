package io.fairlead.wire.ip6;

import io.fairlead.net.IpAddress;
import io.fairlead.net.IpFamily;
import io.fairlead.net.MacAddress;

/** Addresses of IPv6 with a meaning of their own, and how groups are mapped to Ethernet. */
public final class Ip6Groups {
  /** No address yet: the source of a probe (RFC 4291 section 2.5.2). */
  public static final IpAddress UNSPECIFIED = new IpAddress(IpFamily.IPV6, 0, 0);

  /** Every node of the link (RFC 4291 section 2.7.1). */
  public static final IpAddress ALL_NODES = new IpAddress(IpFamily.IPV6, 0xFF02L << 48, 1);

  private static final long SOLICITED_NODE_LOW = 0x1_FF00_0000L;
  private static final long LOW_24 = 0xFF_FFFFL;
  private static final long LOW_32 = 0xFFFF_FFFFL;
  private static final long GROUP_MAC = 0x3333_0000_0000L;

  private Ip6Groups() {}

  /** The group that is asked for the address: ff02::1:ff and its last 24 bits (RFC 4291 2.7.1). */
  public static IpAddress solicitedNode(IpAddress address) {
    return new IpAddress(
        IpFamily.IPV6, ALL_NODES.high(), SOLICITED_NODE_LOW | (address.low() & LOW_24));
  }

  /** True for any solicited-node group. */
  public static boolean isSolicitedNode(IpAddress address) {
    return address.high() == ALL_NODES.high() && (address.low() & ~LOW_24) == SOLICITED_NODE_LOW;
  }

  /** True for a group address (RFC 4291 section 2.7). */
  public static boolean isMulticast(IpAddress address) {
    return address.family() == IpFamily.IPV6 && address.high() >>> 56 == 0xFF;
  }

  /** The Ethernet address of a group (RFC 2464 section 7): 33:33 and the last four octets. */
  public static MacAddress mac(IpAddress group) {
    return new MacAddress(GROUP_MAC | (group.low() & LOW_32));
  }
}
