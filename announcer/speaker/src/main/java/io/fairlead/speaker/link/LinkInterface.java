package io.fairlead.speaker.link;

import io.fairlead.net.MacAddress;
import java.util.List;

/**
 * A network interface as the kernel shows it.
 *
 * @param index the kernel's number; another one after the interface was made anew
 * @param mac zeros when the interface has no Ethernet address
 * @param master the index of the bridge or bond that it is a port of; 0 when of none
 * @param addresses IPv4 and IPv6 with the length of their prefix, in the kernel's order
 */
public record LinkInterface(
    int index,
    String name,
    MacAddress mac,
    LinkFlags flags,
    int master,
    List<LinkAddress> addresses) {
  public LinkInterface {
    addresses = List.copyOf(addresses);
  }
}
