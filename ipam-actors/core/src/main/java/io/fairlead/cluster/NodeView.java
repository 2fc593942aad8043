package io.fairlead.cluster;

import static java.util.Collections.unmodifiableSortedMap;

import io.fairlead.net.IpAddress;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * One node of the cluster.
 *
 * @param internalAddresses its addresses of type InternalIP, in listed order
 * @param networkUnavailable the condition NetworkUnavailable is True
 */
public record NodeView(
    NodeName name,
    SortedMap<String, String> labels,
    List<IpAddress> internalAddresses,
    boolean networkUnavailable) {
  /** Any value of this label keeps the node from announcing. */
  public static final String EXCLUDE_LABEL =
      "node.kubernetes.io/exclude-from-external-load-balancers";

  public NodeView {
    labels = unmodifiableSortedMap(new TreeMap<>(labels));
    internalAddresses = List.copyOf(internalAddresses);
  }

  public boolean isExcludedByLabel() {
    return labels.containsKey(EXCLUDE_LABEL);
  }
}
