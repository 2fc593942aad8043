package io.fairlead.k8s.lab;

import io.fairlead.cluster.NodeName;
import io.fairlead.net.IpAddress;
import java.util.List;

/**
 * One pod that runs.
 *
 * @param addresses at most one of each family
 * @param ready whether it may get traffic
 */
public record Pod(NodeName node, List<IpAddress> addresses, boolean ready) {
  public Pod {
    addresses = List.copyOf(addresses);
  }
}
