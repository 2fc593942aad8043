package io.fairlead.ipam;

import io.fairlead.cluster.ServiceKey;
import io.fairlead.net.IpAddress;
import io.fairlead.net.IpFamily;
import java.util.List;
import java.util.OptionalInt;

/**
 * What a Service asks of one pool. The same request always gets the same answer while it holds.
 *
 * @param families the families wanted, one address of each, all from this pool
 * @param desired addresses asked for by name, or held already and to be adopted; empty for any
 * @param adopts true when {@code desired} are addresses that the Service holds by its record or its
 *     status; no quota counts them
 * @param sharing on what terms others may hold the same addresses
 * @param quota how many addresses of the pool the Service's namespace may come to hold; empty for
 *     any number
 * @param digest identifies the request; see {@code AddressPoolEvent.AddressesAssigned}
 */
public record AssignRequest(
    ServiceKey service,
    List<IpFamily> families,
    List<IpAddress> desired,
    boolean adopts,
    Sharing sharing,
    OptionalInt quota,
    String digest) {
  public AssignRequest {
    families = List.copyOf(families);
    desired = List.copyOf(desired);
  }

  /** A request that shares with nobody and that no quota bounds. */
  public static AssignRequest plain(
      ServiceKey service, List<IpFamily> families, List<IpAddress> desired, String digest) {
    return new AssignRequest(
        service, families, desired, false, Sharing.NONE, OptionalInt.empty(), digest);
  }
}
