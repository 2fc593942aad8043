package io.fairlead.election;

import static java.util.Collections.unmodifiableSortedSet;

import io.fairlead.cluster.NodeName;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * The speakers in the cluster's membership at one moment. A node is in at most one of the sets.
 *
 * @param reachable members that the failure detector hears
 * @param unreachable members that it does not
 * @param leaving members that leave by themselves
 */
public record SpeakerMembership(
    SortedSet<NodeName> reachable, SortedSet<NodeName> unreachable, SortedSet<NodeName> leaving) {
  public static final SpeakerMembership NONE =
      new SpeakerMembership(new TreeSet<>(), new TreeSet<>(), new TreeSet<>());

  public SpeakerMembership {
    reachable = unmodifiableSortedSet(new TreeSet<>(reachable));
    unreachable = unmodifiableSortedSet(new TreeSet<>(unreachable));
    leaving = unmodifiableSortedSet(new TreeSet<>(leaving));
  }
}
