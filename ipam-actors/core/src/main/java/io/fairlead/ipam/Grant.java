package io.fairlead.ipam;

import io.fairlead.net.IpAddress;
import java.util.List;

/** An address that a Service was given, and why this one. */
public record Grant(IpAddress address, GrantReason reason) {
  /** The addresses alone, in order. */
  static List<IpAddress> addresses(List<Grant> grants) {
    return grants.stream().map(Grant::address).toList();
  }

  @Override
  public String toString() {
    return address + " (" + reason + ")";
  }
}
