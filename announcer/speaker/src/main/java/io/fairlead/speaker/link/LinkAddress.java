package io.fairlead.speaker.link;

import io.fairlead.net.IpAddress;
import io.fairlead.net.IpPrefix;

/**
 * An address of an interface.
 *
 * @param prefixLength bits that all on the segment have in common
 */
public record LinkAddress(IpAddress address, int prefixLength) {

  /** The addresses that are reached directly. */
  public IpPrefix subnet() {
    return new IpPrefix(address, prefixLength);
  }
}
