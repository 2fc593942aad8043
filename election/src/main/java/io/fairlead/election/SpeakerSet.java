package io.fairlead.election;

import static java.util.Collections.unmodifiableSortedSet;

import io.fairlead.cluster.NodeName;
import java.util.Collection;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * The speakers as the controller holds them at one moment; see {@link ReachabilityHold}.
 *
 * @param left those that left the cluster by themselves a short while ago
 * @param starting the controller started a short while ago: a node that it has not seen yet counts
 *     as {@link SpeakerStatus#HELD}
 */
public record SpeakerSet(
    SortedSet<NodeName> reachable,
    SortedSet<NodeName> held,
    SortedSet<NodeName> left,
    boolean starting) {
  public SpeakerSet {
    reachable = unmodifiableSortedSet(new TreeSet<>(reachable));
    held = unmodifiableSortedSet(new TreeSet<>(held));
    left = unmodifiableSortedSet(new TreeSet<>(left));
  }

  /** These are reachable, and there are no others. */
  public static SpeakerSet ofReachable(Collection<NodeName> nodes) {
    return new SpeakerSet(new TreeSet<>(nodes), new TreeSet<>(), new TreeSet<>(), false);
  }

  /** The controller hears no speaker: it must be itself that is cut off. */
  public boolean isCutOff() {
    return reachable.isEmpty();
  }

  public SpeakerStatus status(NodeName node) {
    if (reachable.contains(node)) {
      return SpeakerStatus.REACHABLE;
    }
    if (held.contains(node)) {
      return SpeakerStatus.HELD;
    }
    if (left.contains(node)) {
      return SpeakerStatus.LEFT;
    }
    return starting ? SpeakerStatus.HELD : SpeakerStatus.LOST;
  }

  /** True while one of the nodes may still show up for the first time since the start. */
  public boolean awaitsAny(Collection<NodeName> nodes) {
    return starting
        && nodes.stream()
            .anyMatch(
                node -> List.of(reachable, held, left).stream().noneMatch(s -> s.contains(node)));
  }
}
