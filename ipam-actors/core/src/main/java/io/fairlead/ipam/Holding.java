package io.fairlead.ipam;

import io.fairlead.cluster.ServiceKey;
import io.fairlead.net.IpAddress;
import java.util.List;

/**
 * What one Service holds of one pool.
 *
 * @param addresses at most one a family, IPv4 first; never empty
 * @param digest of the request that was answered with them
 */
public record Holding(ServiceKey service, List<IpAddress> addresses, String digest) {
  public Holding {
    addresses = List.copyOf(addresses);
  }
}
