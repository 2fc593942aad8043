package io.fairlead.ipam;

import io.fairlead.net.IpAddress;
import java.util.ArrayList;
import java.util.List;

/** An address that a Service was given, and why this one. */
public record Grant(IpAddress address, GrantReason reason) {
  /** The addresses alone, in order. */
  static List<IpAddress> addresses(List<Grant> grants) {
    if (grants.size() == 1) {
      return List.of(grants.getFirst().address());
    }
    var addresses = new ArrayList<IpAddress>(grants.size());
    for (Grant grant : grants) {
      addresses.add(grant.address());
    }
    return List.copyOf(addresses);
  }

  @Override
  public String toString() {
    return address + " (" + reason + ")";
  }
}
