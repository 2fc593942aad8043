package io.fairlead.ipam;

import io.fairlead.cluster.ServiceKey;
import io.fairlead.net.IpAddress;
import io.fairlead.net.IpRange;
import java.util.List;

/** What an address pool records. It is the only truth about who holds an address. */
public sealed interface AddressPoolEvent {

  /**
   * The pool now has these ranges.
   *
   * @param ranges in listed order, which is the order of assignment
   */
  record PoolConfigured(List<IpRange> ranges, boolean avoidBuggyIps) implements AddressPoolEvent {
    public PoolConfigured {
      ranges = List.copyOf(ranges);
    }
  }

  /** The pool left the configuration; what it still holds is released by the Services. */
  record PoolRetired() implements AddressPoolEvent {}

  /**
   * A Service holds these addresses, one a family, instead of any it held before.
   *
   * @param requestDigest of the request that was answered; equal digests mean an equal request
   */
  record AddressesAssigned(ServiceKey service, List<IpAddress> addresses, String requestDigest)
      implements AddressPoolEvent {
    public AddressesAssigned {
      addresses = List.copyOf(addresses);
    }
  }

  /** A Service holds nothing of this pool any more. */
  record AddressesReleased(ServiceKey service, List<IpAddress> addresses)
      implements AddressPoolEvent {
    public AddressesReleased {
      addresses = List.copyOf(addresses);
    }
  }
}
