package io.fairlead.election;

import static java.util.Collections.unmodifiableSortedMap;
import static java.util.Collections.unmodifiableSortedSet;

import io.fairlead.cluster.NodeName;
import io.fairlead.net.IpAddress;
import io.fairlead.placement.PlacementCause;
import io.fairlead.placement.Succession;
import java.util.Collection;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The outcome of placement at one moment, for whoever shows it.
 *
 * @param owned how many addresses each node owns; reachable nodes without any are here with 0
 * @param moves how many addresses changed their owner since the start, by cause
 * @param flapping nodes that are last choice because they were lost too often
 * @param dark addresses that no node can announce for lack of a usable interface, although some
 *     may, with the interfaces that their advertisements name; none named means any
 * @param unmet addresses that a person wants elsewhere
 */
public record PlacementReport(
    SortedMap<NodeName, Integer> owned,
    SortedMap<PlacementCause, Long> moves,
    SortedSet<NodeName> flapping,
    SortedMap<IpAddress, SortedSet<String>> dark,
    SortedMap<IpAddress, UnmetWish> unmet) {
  public PlacementReport {
    owned = unmodifiableSortedMap(new TreeMap<>(owned));
    moves = unmodifiableSortedMap(new TreeMap<>(moves));
    flapping = unmodifiableSortedSet(new TreeSet<>(flapping));
    dark = unmodifiableSortedMap(new TreeMap<>(dark));
    unmet = unmodifiableSortedMap(new TreeMap<>(unmet));
  }

  /**
   * @param demands as the bridge told them, not narrowed by interfaces
   */
  public static PlacementReport of(
      Placement placement,
      Collection<AddressDemand> demands,
      Electorate electorate,
      Segments segments,
      SortedMap<PlacementCause, Long> moves) {
    var owned = new TreeMap<NodeName, Integer>();
    electorate.speakers().reachable().forEach(node -> owned.put(node, 0));
    var dark = new TreeMap<IpAddress, SortedSet<String>>();
    var unmet = new TreeMap<IpAddress, UnmetWish>();
    for (var demand : demands) {
      var owner = placement.owned(demand.address()).flatMap(Succession::owner);
      owner.ifPresent(node -> owned.merge(node, 1, Integer::sum));
      var able = segments.able(demand);
      if (able.isEmpty() && !demand.eligible().isEmpty()) {
        dark.put(demand.address(), demand.interfaces());
      }
      demand
          .wanted()
          .filter(node -> !owner.equals(Optional.of(node)))
          .ifPresent(
              node ->
                  unmet.put(
                      demand.address(),
                      new UnmetWish(node, reason(demand, node, able, electorate))));
    }
    return new PlacementReport(owned, moves, electorate.flapping(), dark, unmet);
  }

  private static UnmetWish.Reason reason(
      AddressDemand demand, NodeName node, SortedSet<NodeName> able, Electorate electorate) {
    if (!demand.eligible().contains(node)) {
      return UnmetWish.Reason.NOT_ELIGIBLE;
    }
    if (electorate.speakers().status(node) != SpeakerStatus.REACHABLE) {
      return UnmetWish.Reason.NO_SPEAKER;
    }
    if (!able.contains(node)) {
      return UnmetWish.Reason.NO_INTERFACE;
    }
    return electorate.flapping().contains(node)
        ? UnmetWish.Reason.FLAPPING
        : UnmetWish.Reason.NOT_YET;
  }
}
