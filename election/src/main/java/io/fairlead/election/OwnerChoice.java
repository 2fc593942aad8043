package io.fairlead.election;

import io.fairlead.cluster.NodeName;
import io.fairlead.net.IpAddress;
import io.fairlead.placement.Succession;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/** Chooses an owner among the nodes that may announce an address. */
final class OwnerChoice {
  private final RoundView view;
  private final Map<IpAddress, NodeName> owners;

  /**
   * @param owners of this decision so far
   */
  OwnerChoice(RoundView view, Map<IpAddress, NodeName> owners) {
    this.view = view;
    this.owners = owners;
  }

  /** The node for an address that nobody follows up on. */
  Optional<NodeName> choose(AddressDemand demand) {
    return view.policy == PlacementPolicy.HASH ? byHash(demand) : balanced(demand);
  }

  /** Who follows a lost owner. */
  Optional<NodeName> heir(AddressDemand demand, Succession succession) {
    if (view.policy == PlacementPolicy.HASH) {
      return byHash(demand);
    }
    var usable = succession.nodes().stream().filter(n -> view.isUsable(demand, n)).toList();
    return usable.stream()
        .filter(node -> !view.isLastChoice(node))
        .findFirst()
        .or(() -> usable.stream().findFirst().filter(_ -> hasOnlyLastChoices(demand)))
        .or(() -> choose(demand));
  }

  private boolean hasOnlyLastChoices(AddressDemand demand) {
    return view.usable(demand).stream().allMatch(view::isLastChoice);
  }

  /** MetalLB's owner: by preference, then the order of the Service's first address. */
  Optional<NodeName> byHash(AddressDemand demand) {
    var usable = view.usable(demand);
    var order = view.order(demand);
    return demand
        .wanted()
        .filter(node -> usable.contains(node))
        .or(
            () ->
                view.better(usable).stream()
                    .min(byPreference(demand).thenComparing(order::compare)));
  }

  /** The most preferred first. */
  static Comparator<NodeName> byPreference(AddressDemand demand) {
    return Comparator.<NodeName>comparingInt(demand::score).reversed();
  }

  /**
   * The node that a person wants; else the one that has another address of the same Service; else
   * the one that had this address last, if none is preferred to it and that keeps the bound; else
   * of those that keep the bound the most preferred, and of these the one that owns the fewest for
   * its weight.
   */
  private Optional<NodeName> balanced(AddressDemand demand) {
    var usable = view.usable(demand);
    if (usable.isEmpty()) {
      return Optional.empty();
    }
    var group = view.companions.group(demand.address());
    return demand
        .wanted()
        .filter(node -> usable.contains(node))
        .or(
            () ->
                group.stream()
                    .flatMap(mate -> Optional.ofNullable(owners.get(mate)).stream())
                    .filter(node -> usable.contains(node))
                    .findFirst())
        .or(() -> freely(demand, usable, group));
  }

  private Optional<NodeName> freely(
      AddressDemand demand, SortedSet<NodeName> usable, SortedSet<IpAddress> group) {
    var nodes = view.better(commonNodes(usable, group));
    int size = (int) group.stream().filter(mate -> !owners.containsKey(mate)).count();
    var order = view.order(demand);
    Comparator<NodeName> byBound = Comparator.comparing(node -> !hasRoom(node, size));
    Comparator<NodeName> byPreference =
        Comparator.comparing(node -> hasRoom(node, size) ? -demand.score(node) : 0);
    var best =
        nodes.stream()
            .min(
                byBound
                    .thenComparing(byPreference)
                    .thenComparing((left, right) -> compareLoad(left, right, size))
                    .thenComparing(order::compare));
    return formerOwner(demand)
        .filter(node -> nodes.contains(node))
        .filter(node -> hasRoom(node, size))
        .filter(node -> demand.score(node) == best.map(demand::score).orElse(0))
        .or(() -> best);
  }

  private int compareLoad(NodeName left, NodeName right, int size) {
    return view.loads.compareLoad(
        left, view.loads.owned(left) + size, right, view.loads.owned(right) + size);
  }

  private boolean hasRoom(NodeName node, int size) {
    return view.loads.owned(node) + size <= view.realms.bound(node);
  }

  private Optional<NodeName> formerOwner(AddressDemand demand) {
    return Optional.ofNullable(view.placement.former().get(demand.address()))
        .flatMap(Succession::owner);
  }

  /** Of the usable nodes, those that may announce the mates without an owner as well, if any. */
  private SortedSet<NodeName> commonNodes(SortedSet<NodeName> usable, SortedSet<IpAddress> group) {
    var common = usable;
    for (var mate : group) {
      var demand = view.demands.get(mate);
      if (demand != null && !owners.containsKey(mate)) {
        var narrowed = new TreeSet<>(common);
        narrowed.retainAll(demand.eligible());
        common = narrowed.isEmpty() ? common : narrowed;
      }
    }
    return common;
  }
}
