package io.fairlead.report;

import static java.util.Collections.unmodifiableSortedMap;

import io.fairlead.cluster.NodeName;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What all speakers say at one moment.
 *
 * @param nodes the speakers that report
 * @param isSettled true when a node that is not among them has no speaker that announces anything;
 *     false while some may not have been heard yet
 */
public record ClusterReport(SortedMap<NodeName, NodeReport> nodes, boolean isSettled) {
  /** Before anybody was heard. */
  public static final ClusterReport NONE = new ClusterReport(new TreeMap<>(), false);

  public ClusterReport {
    nodes = unmodifiableSortedMap(new TreeMap<>(nodes));
  }

  /** True when it is known what the node does, or that it does nothing. */
  public boolean tellsOf(NodeName node) {
    return isSettled || nodes.containsKey(node);
  }
}
