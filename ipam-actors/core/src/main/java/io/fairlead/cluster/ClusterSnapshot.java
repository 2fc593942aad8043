package io.fairlead.cluster;

import static java.util.Collections.unmodifiableSortedMap;

import io.fairlead.config.LbConfig;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * One consistent view of all that the bridge watches.
 *
 * @param revision grows by one with every snapshot of one watcher
 * @param namespaceLabels labels by namespace name
 * @param addressQuotas how many addresses a namespace may hold, by namespace and pool
 */
public record ClusterSnapshot(
    long revision,
    SortedMap<ServiceKey, ServiceView> services,
    SortedMap<ServiceKey, EndpointView> endpoints,
    SortedMap<NodeName, NodeView> nodes,
    SortedMap<String, SortedMap<String, String>> namespaceLabels,
    LbConfig config,
    SortedMap<String, SortedMap<String, Integer>> addressQuotas) {

  public ClusterSnapshot {
    services = unmodifiableSortedMap(new TreeMap<>(services));
    endpoints = unmodifiableSortedMap(new TreeMap<>(endpoints));
    nodes = unmodifiableSortedMap(new TreeMap<>(nodes));
    namespaceLabels = unmodifiableSortedMap(new TreeMap<>(namespaceLabels));
    addressQuotas = unmodifiableSortedMap(new TreeMap<>(addressQuotas));
  }

  /** A view of a cluster without quotas. */
  public ClusterSnapshot(
      long revision,
      SortedMap<ServiceKey, ServiceView> services,
      SortedMap<ServiceKey, EndpointView> endpoints,
      SortedMap<NodeName, NodeView> nodes,
      SortedMap<String, SortedMap<String, String>> namespaceLabels,
      LbConfig config) {
    this(revision, services, endpoints, nodes, namespaceLabels, config, new TreeMap<>());
  }

  /** How many addresses the namespace may hold, by pool; a pool that is missing has no bound. */
  public SortedMap<String, Integer> quotasOf(String namespace) {
    return addressQuotas.getOrDefault(namespace, new TreeMap<>());
  }

  public EndpointView endpointsOf(ServiceKey service) {
    var view = endpoints.get(service);
    return view == null ? EndpointView.none(service) : view;
  }
}
