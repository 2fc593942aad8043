package io.fairlead.k8s.lab;

import io.fairlead.cluster.ServiceKey;
import io.fairlead.cluster.TrafficPolicy;
import io.fairlead.net.IpAddress;
import java.util.List;

/**
 * A Service as the proxy sees it.
 *
 * @param clusterAddresses reachable from nodes and pods
 * @param externalAddresses what the load balancer gave it
 * @param policy which backends external traffic may use
 */
public record ProxyService(
    ServiceKey key,
    List<IpAddress> clusterAddresses,
    List<IpAddress> externalAddresses,
    TrafficPolicy policy,
    List<ProxyPort> ports) {
  public ProxyService {
    clusterAddresses = clusterAddresses.stream().sorted().toList();
    externalAddresses = externalAddresses.stream().sorted().toList();
    ports = List.copyOf(ports);
  }
}
