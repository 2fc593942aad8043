package io.fairlead.speaker.plan;

import static java.util.Collections.unmodifiableSortedMap;

import io.fairlead.cluster.NodeName;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Who has spoken to this node lately although the cluster does not reach it. The cluster needs
 * seconds to take back that a node cannot be reached, and never does while only one direction is
 * cut; a claim that comes from the node itself shows at once that it lives. Were it taken for dead
 * with that claim at hand, each of the two would outbid the other until the cluster has noticed.
 *
 * @param heardMillis when each was heard last
 */
public record Words(SortedMap<NodeName, Long> heardMillis) {
  /** So long a word counts. Who announces in another's place repeats itself ten times as often. */
  public static final long KEEP_MILLIS = 1_000;

  public static final Words NONE = new Words(new TreeMap<>());

  public Words {
    heardMillis = unmodifiableSortedMap(new TreeMap<>(heardMillis));
  }

  /** The node itself has just spoken. */
  public Words heardFrom(NodeName node, long nowMillis) {
    var next = new TreeMap<>(heardMillis);
    next.put(node, nowMillis);
    return new Words(next);
  }

  /** Only the words of these still count: others had not spoken since they were lost. */
  public Words retain(SortedSet<NodeName> lostAllTheTime) {
    var next = new TreeMap<>(heardMillis);
    return next.keySet().retainAll(lostAllTheTime) ? new Words(next) : this;
  }

  /** These words without those that are too old to count. */
  public Words at(long nowMillis) {
    var next = new TreeMap<>(heardMillis);
    return next.values().removeIf(heard -> isOld(heard, nowMillis)) ? new Words(next) : this;
  }

  /** Whose word counts. */
  public SortedSet<NodeName> nodes(long nowMillis) {
    return new TreeSet<>(at(nowMillis).heardMillis.keySet());
  }

  private static boolean isOld(long heardMillis, long nowMillis) {
    return nowMillis - heardMillis >= KEEP_MILLIS;
  }
}
