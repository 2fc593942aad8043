package io.fairlead.cluster;

import static java.util.Collections.unmodifiableSortedMap;

import io.fairlead.net.IpAddress;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * One Service of type LoadBalancer, only the fields that are decided on.
 *
 * @param clusterIps as in {@code spec.clusterIPs}, primary family first; empty when headless
 * @param statusAddresses what {@code status.loadBalancer.ingress} holds now, in its order
 * @param podSelector rendered as sorted {@code key=value} text; the backend key of sharing
 * @param annotations only those of Fairlead and MetalLB
 * @param loadBalancerIp {@code spec.loadBalancerIP}, empty when absent
 * @param createdAtEpochMillis creation time by the API server's clock; orders newcomers
 */
public record ServiceView(
    ServiceKey key,
    List<IpAddress> clusterIps,
    IpFamilyPolicy familyPolicy,
    List<IpAddress> statusAddresses,
    TrafficPolicy trafficPolicy,
    List<ServicePort> ports,
    String podSelector,
    SortedMap<String, String> labels,
    SortedMap<String, String> annotations,
    String loadBalancerIp,
    long createdAtEpochMillis) {

  /** Names the node that should announce the Service's addresses. */
  public static final String NODE_ANNOTATION = "fairlead.io/node";

  public ServiceView {
    clusterIps = List.copyOf(clusterIps);
    statusAddresses = List.copyOf(statusAddresses);
    ports = List.copyOf(ports);
    labels = unmodifiableSortedMap(new TreeMap<>(labels));
    annotations = unmodifiableSortedMap(new TreeMap<>(annotations));
  }

  /** The node that a person wants to announce the Service's addresses. */
  public Optional<NodeName> wantedNode() {
    return Optional.ofNullable(annotations.get(NODE_ANNOTATION))
        .map(String::strip)
        .filter(name -> !name.isEmpty())
        .map(NodeName::new);
  }
}
