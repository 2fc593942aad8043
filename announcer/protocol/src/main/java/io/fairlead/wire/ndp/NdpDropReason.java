package io.fairlead.wire.ndp;

/** Why a frame gets no answer. Counted in a metric, so a constant is never renamed. */
public enum NdpDropReason {
  /** Fewer octets than the headers and the message need, or than the IPv6 header says. */
  TRUNCATED,
  /** The EtherType is not that of IPv6, or the version is not 6. */
  NOT_IPV6,
  /** Not ICMPv6 right after the IPv6 header. */
  NOT_ICMPV6,
  /** Neither a solicitation nor an advertisement of a neighbor. */
  MESSAGE_TYPE,
  /** The hop limit is not 255: a router may have forwarded it (RFC 4861 section 7.1.1). */
  HOP_LIMIT,
  /** The checksum of ICMPv6 is wrong. */
  CHECKSUM,
  /** The code is not 0. */
  CODE,
  /** An option of length 0 or beyond the end of the message. */
  OPTION,
  /** The target is a group address, which nobody owns. */
  TARGET,
  /** A probe (source ::) to anything but a solicited-node group. */
  PROBE_DESTINATION,
  /** A probe (source ::) with a source link-layer option. */
  PROBE_LINK_LAYER,
  /** A group address as the source, which nobody can be answered at. */
  SOURCE,
  /** A solicited advertisement to a group (RFC 4861 section 7.1.2). */
  SOLICITED_TO_GROUP,
  /** The frame was sent neither to a group nor to this interface. */
  ETHERNET_DESTINATION,
  /** The packet was sent neither to a group nor to the address that it asks for. */
  IP_DESTINATION,
  /** The asker gives a group address or zeros as its own MAC address. */
  SENDER_MAC,
  /** A neighbor advertisement; only solicitations are answered. */
  ADVERTISEMENT,
  /** A frame of this node's own, sent back by the segment. */
  OWN_FRAME,
  /** The address asked for is not announced by this node. */
  ANNOUNCE_IP,
  /** The address is announced by this node, but not on this interface. */
  NOT_MATCH_INTERFACE
}
