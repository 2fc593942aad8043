package io.fairlead.speaker;

import io.fairlead.cluster.NodeName;
import io.fairlead.speaker.plan.ClusterView;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Views of a cluster without controllers. */
public final class TestViews {
  private TestViews() {}

  /** Who is known and not live is lost. */
  public static ClusterView view(String self, SortedSet<NodeName> live, SortedSet<NodeName> known) {
    var lost = new TreeSet<>(known);
    lost.removeAll(live);
    boolean others = live.stream().anyMatch(node -> !node.equals(new NodeName(self)));
    return new ClusterView(live, known, lost, others);
  }

  public static SortedSet<NodeName> nodes(String... names) {
    return Stream.of(names).map(NodeName::new).collect(Collectors.toCollection(TreeSet::new));
  }
}
