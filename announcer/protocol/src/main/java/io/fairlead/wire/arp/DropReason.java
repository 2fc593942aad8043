package io.fairlead.wire.arp;

/** Why a frame gets no answer. Counted in a metric, so a constant is never renamed. */
public enum DropReason {
  /** Fewer octets than an Ethernet header and an ARP packet need. */
  TRUNCATED,
  /** The EtherType is not that of ARP. */
  NOT_ARP,
  /** Not ARP for IPv4 over Ethernet: other address spaces or lengths. */
  NOT_ETHERNET_IPV4,
  /** Neither a request nor a reply, as the operations of RARP. */
  OPERATION_UNKNOWN,
  /** An ARP reply; only requests are answered. */
  ARP_REPLY,
  /** The frame was sent neither to everyone nor to this interface. */
  ETHERNET_DESTINATION,
  /** A frame of this node's own, sent back by the segment. */
  OWN_FRAME,
  /** The asker gives a group address or zeros as its own MAC address. */
  SENDER_MAC,
  /** An announcement (RFC 5227 section 3): it tells, and asks nothing. */
  ANNOUNCEMENT,
  /** The address asked for is not announced by this node. */
  ANNOUNCE_IP,
  /** The address is announced by this node, but not on this interface. */
  NOT_MATCH_INTERFACE
}
