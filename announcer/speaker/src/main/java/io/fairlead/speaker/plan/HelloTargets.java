package io.fairlead.speaker.plan;

import io.fairlead.cluster.NodeName;
import io.fairlead.placement.Claim;
import io.fairlead.placement.Succession;
import io.fairlead.table.AnnouncementTable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Whom a node watches by hello sessions: those whose place it takes first, and then those before it
 * where it is second in line, so that it also knows whether the first in line lives. One session
 * serves both ends; the node that is watched need not know why.
 */
public final class HelloTargets {
  /** A node watches so many at most; the nearest duty comes first. */
  public static final int TARGETS_MAX = 20;

  private static final int DEPTH = 2;
  private static final int SMALL_CLUSTER_OTHERS = 5;

  private HelloTargets() {}

  /**
   * @param others all other speakers; in a small cluster all of them are watched, so that sessions
   *     have settled before the first address is there
   */
  public static SortedSet<NodeName> of(
      AnnouncementTable table, NodeName self, ClaimBook claims, Set<NodeName> others) {
    var targets = byTable(table, self, claims);
    if (others.size() <= SMALL_CLUSTER_OTHERS) {
      targets.addAll(others);
    }
    return targets;
  }

  private static SortedSet<NodeName> byTable(
      AnnouncementTable table, NodeName self, ClaimBook claims) {
    var nearest = new HashMap<NodeName, Integer>();
    for (var entry : table.entries().values()) {
      var order = order(entry.succession(), claims.highestOf(entry.address()));
      int place = order.indexOf(self);
      if (place <= DEPTH) {
        for (int i = 0; i < place; i++) {
          nearest.merge(order.get(i), place, Math::min);
        }
      }
    }
    var targets = new TreeSet<NodeName>();
    nearest.entrySet().stream()
        .sorted(
            Map.Entry.<NodeName, Integer>comparingByValue()
                .thenComparing(Map.Entry.comparingByKey(Comparator.<NodeName>naturalOrder())))
        .limit(TARGETS_MAX)
        .forEach(entry -> targets.add(entry.getKey()));
    return targets;
  }

  /** Who announces, and then who would, as {@link AnnouncementPlanner} decides it. */
  private static List<NodeName> order(Succession succession, Optional<Claim> claim) {
    var claimant = claim.filter(c -> c.epoch() > succession.epoch()).map(Claim::node);
    if (claimant.isEmpty()) {
      return succession.nodes();
    }
    var order = new ArrayList<>(succession.nodes());
    order.remove(claimant.get());
    order.addFirst(claimant.get());
    return order;
  }
}
