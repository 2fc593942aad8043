package io.fairlead.election;

import io.fairlead.cluster.ServiceKey;
import io.fairlead.net.IpAddress;
import java.util.List;

/**
 * What one Service holds.
 *
 * @param addresses of either family; the order does not matter
 * @param pool where they come from
 */
public record AssignedService(ServiceKey service, List<IpAddress> addresses, String pool) {
  public AssignedService {
    addresses = List.copyOf(addresses);
  }
}
