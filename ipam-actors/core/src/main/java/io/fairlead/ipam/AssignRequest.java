package io.fairlead.ipam;

import io.fairlead.cluster.ServiceKey;
import io.fairlead.net.IpAddress;
import io.fairlead.net.IpFamily;
import java.util.List;

/**
 * What a Service asks of one pool. The same request always gets the same answer while it holds.
 *
 * @param families the families wanted, one address of each, all from this pool
 * @param desired addresses asked for by name, or held already and to be adopted; empty for any
 * @param digest identifies the request; see {@code AddressPoolEvent.AddressesAssigned}
 */
public record AssignRequest(
    ServiceKey service, List<IpFamily> families, List<IpAddress> desired, String digest) {
  public AssignRequest {
    families = List.copyOf(families);
    desired = List.copyOf(desired);
  }
}
