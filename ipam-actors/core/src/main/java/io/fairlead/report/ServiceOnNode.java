package io.fairlead.report;

import io.fairlead.cluster.NodeName;
import io.fairlead.cluster.ServiceKey;
import java.util.Comparator;

/** A Service as one node announces it. */
public record ServiceOnNode(ServiceKey service, NodeName node)
    implements Comparable<ServiceOnNode> {
  private static final Comparator<ServiceOnNode> ORDER =
      Comparator.comparing(ServiceOnNode::service).thenComparing(ServiceOnNode::node);

  @Override
  public int compareTo(ServiceOnNode other) {
    return ORDER.compare(this, other);
  }
}
