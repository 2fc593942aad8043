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
 * @param weight its part of the addresses against that of other nodes, 0 to {@link #WEIGHT_MAX}; 0
 *     means none by choice
 */
public record NodeView(
    NodeName name,
    SortedMap<String, String> labels,
    List<IpAddress> internalAddresses,
    boolean networkUnavailable,
    boolean draining,
    SortedSet<String> taints,
    int weight) {
  /** Any value of this label keeps the node from announcing. */
  public static final String EXCLUDE_LABEL =
      "node.kubernetes.io/exclude-from-external-load-balancers";

  /** Any value of this annotation but {@code false} drains the node. */
  public static final String DRAIN_ANNOTATION = "fairlead.io/drain";

  /** How many addresses the node should have, against other nodes: a number from 0 on. */
  public static final String WEIGHT_ANNOTATION = "fairlead.io/weight";

  public static final int WEIGHT_DEFAULT = 1;
  public static final int WEIGHT_MAX = 100;

  public NodeView {
    if (weight < 0 || weight > WEIGHT_MAX) {
      throw new IllegalArgumentException("a weight is 0 to " + WEIGHT_MAX + ", not " + weight);
    }
    labels = unmodifiableSortedMap(new TreeMap<>(labels));
    internalAddresses = List.copyOf(internalAddresses);
    taints = unmodifiableSortedSet(new TreeSet<>(taints));
  }

  /** A node of the usual weight. */
  public NodeView(
      NodeName name,
      SortedMap<String, String> labels,
      List<IpAddress> internalAddresses,
      boolean networkUnavailable,
      boolean draining,
      SortedSet<String> taints) {
    this(name, labels, internalAddresses, networkUnavailable, draining, taints, WEIGHT_DEFAULT);
  }

  public boolean isExcludedByLabel() {
    return labels.containsKey(EXCLUDE_LABEL);
  }
}
