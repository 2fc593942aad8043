package io.fairlead.cluster;

import static java.util.Collections.unmodifiableSortedMap;
import static java.util.Collections.unmodifiableSortedSet;

import io.fairlead.net.IpAddress;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * One node of the cluster.
 *
 * @param internalAddresses its addresses of type InternalIP, in listed order
 * @param networkUnavailable the condition NetworkUnavailable is True
 * @param draining an administrator asks it to hand its addresses over
 * @param taints each as {@code key:effect}
 */
public record NodeView(
    NodeName name,
    SortedMap<String, String> labels,
    List<IpAddress> internalAddresses,
    boolean networkUnavailable,
    boolean draining,
    SortedSet<String> taints) {
  /** Any value of this label keeps the node from announcing. */
  public static final String EXCLUDE_LABEL =
      "node.kubernetes.io/exclude-from-external-load-balancers";

  /** Any value of this annotation but {@code false} drains the node. */
  public static final String DRAIN_ANNOTATION = "fairlead.io/drain";

  public NodeView {
    labels = unmodifiableSortedMap(new TreeMap<>(labels));
    internalAddresses = List.copyOf(internalAddresses);
    taints = unmodifiableSortedSet(new TreeSet<>(taints));
  }

  public boolean isExcludedByLabel() {
    return labels.containsKey(EXCLUDE_LABEL);
  }
}
