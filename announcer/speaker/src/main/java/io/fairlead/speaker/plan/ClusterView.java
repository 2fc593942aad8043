package io.fairlead.speaker.plan;

import static java.util.Collections.unmodifiableSortedSet;

import io.fairlead.cluster.NodeName;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * What the cluster, once joined, shows to one speaker.
 *
 * @param live the speakers that are Up or WeaklyUp, reachable and not leaving
 * @param known all speakers shown, the live ones included
 * @param lost the known ones that are silent without having said that they leave: dead, or cut off,
 *     or this node is
 * @param reachesOthers true when any member on another node can be reached, speaker or controller
 */
public record ClusterView(
    SortedSet<NodeName> live,
    SortedSet<NodeName> known,
    SortedSet<NodeName> lost,
    boolean reachesOthers) {
  public static final ClusterView BLANK =
      new ClusterView(new TreeSet<>(), new TreeSet<>(), new TreeSet<>(), false);

  public ClusterView {
    live = unmodifiableSortedSet(new TreeSet<>(live));
    known = unmodifiableSortedSet(new TreeSet<>(known));
    lost = unmodifiableSortedSet(new TreeSet<>(lost));
  }

  /** The live speakers but this one. */
  public SortedSet<NodeName> liveOthers(NodeName self) {
    var others = new TreeSet<>(live);
    others.remove(self);
    return others;
  }
}
