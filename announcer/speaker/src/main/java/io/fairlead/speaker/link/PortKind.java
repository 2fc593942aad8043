package io.fairlead.speaker.link;

import io.fairlead.wire.ethernet.EthernetFrame;

/** What a packet port hears. */
public enum PortKind {
  /** ARP requests and replies. */
  ARP(EthernetFrame.ETHER_TYPE_ARP),
  /** Solicitations and advertisements of IPv6 neighbors. */
  NDP(EthernetFrame.ETHER_TYPE_IPV6);

  private final int etherType;

  PortKind(int etherType) {
    this.etherType = etherType;
  }

  int etherType() {
    return etherType;
  }
}
