package io.fairlead.ipam;

import io.fairlead.cluster.ServiceKey;
import io.fairlead.config.Reservation;
import io.fairlead.config.ReuseRules;
import io.fairlead.net.IpAddress;
import io.fairlead.net.IpRange;
import java.time.Instant;
import java.util.List;

/** What an address pool records. It is the only truth about who holds an address. */
public sealed interface AddressPoolEvent {
  /**
   * The pool now has these ranges and rules.
   *
   * @param ranges in listed order, which is the order of assignment
   */
  record PoolConfigured(
      List<IpRange> ranges, boolean avoidBuggyIps, List<Reservation> reservations, ReuseRules reuse)
      implements AddressPoolEvent {
    public PoolConfigured {
      ranges = List.copyOf(ranges);
      reservations = List.copyOf(reservations);
    }
  }

  /** The pool left the configuration; what it still holds is released by the Services. */
  record PoolRetired() implements AddressPoolEvent {}

  /**
   * A Service holds these addresses, one a family, instead of any it held before.
   *
   * @param requestDigest of the request that was answered; equal digests mean an equal request
   * @param time of the decision; former holders whose time was over by then are forgotten
   */
  record AddressesAssigned(
      ServiceKey service, List<Grant> grants, String requestDigest, Sharing sharing, Instant time)
      implements AddressPoolEvent {
    public AddressesAssigned {
      grants = List.copyOf(grants);
    }
  }

  /**
   * A Service holds nothing of this pool any more.
   *
   * @param time from which retention and quarantine of the addresses count
   */
  record AddressesReleased(ServiceKey service, List<IpAddress> addresses, Instant time)
      implements AddressPoolEvent {
    public AddressesReleased {
      addresses = List.copyOf(addresses);
    }
  }
}
