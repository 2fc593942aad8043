package io.fairlead.election;

import static java.util.Collections.unmodifiableSortedSet;

import io.fairlead.cluster.NodeName;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * The nodes as one decision sees them.
 *
 * @param flapping nodes that were lost too often of late, see {@link FlapDamping}
 */
public record Electorate(SpeakerSet speakers, NodeWeights weights, SortedSet<NodeName> flapping) {
  public Electorate {
    flapping = unmodifiableSortedSet(new TreeSet<>(flapping));
  }

  /** Speakers of one weight that are calm. */
  public static Electorate of(SpeakerSet speakers) {
    return new Electorate(speakers, NodeWeights.EVEN, new TreeSet<>());
  }

  /** True for a node that gets an address only where no other node can have it. */
  public boolean isLastChoice(NodeName node) {
    return weights.of(node) == 0 || flapping.contains(node);
  }
}
