package io.fairlead.ipam;

import io.fairlead.cluster.ServiceKey;
import io.fairlead.net.IpAddress;
import java.util.List;

/**
 * What one Service holds of one pool.
 *
 * @param grants at most one a family, IPv4 first; never empty
 * @param digest of the request that was answered with them
 * @param sharing on what terms others may hold the same addresses
 */
public record Holding(ServiceKey service, List<Grant> grants, String digest, Sharing sharing) {
  public Holding {
    grants = List.copyOf(grants);
  }

  /** IPv4 first. */
  public List<IpAddress> addresses() {
    return Grant.addresses(grants);
  }
}
