package io.fairlead.k8s.lab;

import io.fairlead.cluster.NodeName;
import io.fairlead.net.IpAddress;
import io.fairlead.net.IpPrefix;
import java.util.List;

/**
 * A node as the API server is told of it.
 *
 * @param addresses its own, as {@code InternalIP}; of both families
 * @param podPrefixes the ranges of its pods' addresses, primary family first; never empty
 */
public record StandInNode(NodeName name, List<IpAddress> addresses, List<IpPrefix> podPrefixes) {
  public StandInNode {
    addresses = List.copyOf(addresses);
    podPrefixes = List.copyOf(podPrefixes);
    if (podPrefixes.isEmpty()) {
      throw new IllegalArgumentException(name + " needs a range for its pods");
    }
  }
}
