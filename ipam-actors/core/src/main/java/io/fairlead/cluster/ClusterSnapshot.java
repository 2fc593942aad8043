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
 */
public record ClusterSnapshot(
    long revision,
    SortedMap<ServiceKey, ServiceView> services,
    SortedMap<ServiceKey, EndpointView> endpoints,
    SortedMap<NodeName, NodeView> nodes,
    SortedMap<String, SortedMap<String, String>> namespaceLabels,
    LbConfig config) {

  public ClusterSnapshot {
    services = unmodifiableSortedMap(new TreeMap<>(services));
    endpoints = unmodifiableSortedMap(new TreeMap<>(endpoints));
    nodes = unmodifiableSortedMap(new TreeMap<>(nodes));
    namespaceLabels = unmodifiableSortedMap(new TreeMap<>(namespaceLabels));
  }

  public EndpointView endpointsOf(ServiceKey service) {
    var view = endpoints.get(service);
    return view == null ? EndpointView.none(service) : view;
  }
}
