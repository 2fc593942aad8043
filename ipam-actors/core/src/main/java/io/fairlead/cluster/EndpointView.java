package io.fairlead.cluster;

import static java.util.Collections.unmodifiableSortedSet;

import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Where the usable endpoints of one Service are. Usable: ready is absent or true, or serving is
 * true.
 *
 * @param anywhere at least one usable endpoint exists, with or without a node
 * @param nodes the nodes that have a usable endpoint
 */
public record EndpointView(ServiceKey service, boolean anywhere, SortedSet<NodeName> nodes) {
  public EndpointView {
    nodes = unmodifiableSortedSet(new TreeSet<>(nodes));
  }

  /** The view of a Service that has no usable endpoint. */
  public static EndpointView none(ServiceKey service) {
    return new EndpointView(service, false, new TreeSet<>());
  }
}
