package io.fairlead.membership;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;

/**
 * The seed nodes of a node, in order. Pekko lets the first seed found a cluster when it is the node
 * itself and no other seed answers as a member. So only controller 0 finds itself first.
 *
 * @param seeds whom to ask; empty if there is nobody but a node that may not found
 * @param mayFound the node itself is the first seed
 */
public record SeedList(List<MemberAddress> seeds, boolean mayFound) {
  /** More than any cluster this is made for; keeps a broken list of members harmless. */
  public static final int SPEAKERS_MAX = 1_000;

  public SeedList {
    seeds = List.copyOf(seeds);
  }

  /**
   * @param controllers in the order of their ordinals: the first is controller 0
   * @param knownSpeakers those from the API server or from the list kept on disk
   */
  public static SeedList of(
      MemberAddress self,
      List<MemberAddress> controllers,
      Collection<MemberAddress> knownSpeakers) {
    boolean mayFound = !controllers.isEmpty() && controllers.getFirst().equals(self);
    var seeds = new ArrayList<MemberAddress>();
    if (mayFound) {
      seeds.add(self);
    }
    controllers.stream().filter(address -> !address.equals(self)).forEach(seeds::add);
    new TreeSet<>(knownSpeakers)
        .stream()
            .filter(address -> !address.equals(self) && !controllers.contains(address))
            .limit(SPEAKERS_MAX)
            .forEach(seeds::add);
    return new SeedList(seeds, mayFound);
  }
}
