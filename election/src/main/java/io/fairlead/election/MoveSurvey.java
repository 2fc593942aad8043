package io.fairlead.election;

import io.fairlead.cluster.NodeName;
import io.fairlead.net.IpAddress;
import io.fairlead.placement.PlacementCause;
import io.fairlead.placement.Succession;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** What could move at one moment, and where to. See {@link MoveWatch} for when. */
final class MoveSurvey {
  private final RoundView view;

  /** The owners that are well; only what they have may move. */
  private final SortedMap<IpAddress, NodeName> owners = new TreeMap<>();

  /** Addresses of one owner that belong together, by the first of them. */
  private final SortedMap<IpAddress, SortedSet<IpAddress>> units = new TreeMap<>();

  MoveSurvey(
      Placement placement,
      Collection<AddressDemand> demands,
      Electorate electorate,
      PlacementPolicy policy) {
    view = new RoundView(placement, demands, electorate, policy);
    for (var demand : view.demands.values()) {
      placement
          .owned(demand.address())
          .flatMap(Succession::owner)
          .ifPresent(
              owner -> {
                view.loads.own(owner);
                if (view.isUsable(demand, owner)) {
                  owners.put(demand.address(), owner);
                }
              });
    }
    for (var group : view.companions.groups()) {
      var byOwner = new TreeMap<NodeName, SortedSet<IpAddress>>();
      for (var address : group) {
        var owner = owners.get(address);
        if (owner != null) {
          byOwner.computeIfAbsent(owner, _ -> new TreeSet<>()).add(address);
        }
      }
      byOwner.values().forEach(unit -> units.put(unit.first(), unit));
    }
  }

  /** What a person asks for that was not done yet. */
  Map<IpAddress, PlannedMove> askedByHand() {
    var moves = new TreeMap<IpAddress, PlannedMove>();
    owners.forEach(
        (address, owner) ->
            wanted(address)
                .filter(node -> !node.equals(owner))
                .filter(node -> !home(address).equals(Optional.of(node)))
                .filter(node -> isUsable(address, node))
                .ifPresent(
                    node ->
                        moves.put(address, new PlannedMove(node, PlacementCause.MOVED_BY_HAND))));
    return moves;
  }

  /**
   * What could go back, by the first address of what moves together: to the node that a person
   * asked for, and if addresses revert to the most preferred node, or the one they were chosen for.
   *
   * @param awaited the targets of before; they stay while they are as good as any
   */
  SortedMap<IpAddress, PlannedMove> returns(
      boolean revertive, SortedMap<IpAddress, NodeName> awaited) {
    var moves = new TreeMap<IpAddress, PlannedMove>();
    units.forEach(
        (first, unit) -> {
          var byHand = wanted(first);
          if (byHand.isPresent()) {
            byHand
                .filter(node -> !node.equals(owners.get(first)))
                .filter(node -> isWell(unit, node))
                .ifPresent(
                    node -> moves.put(first, new PlannedMove(node, PlacementCause.MOVED_BY_HAND)));
          } else if (revertive) {
            firstChoice(unit, Optional.ofNullable(awaited.get(first)))
                .ifPresent(
                    node -> moves.put(first, new PlannedMove(node, PlacementCause.REVERTED)));
          }
        });
    return moves;
  }

  private Optional<NodeName> firstChoice(SortedSet<IpAddress> unit, Optional<NodeName> awaited) {
    var owner = owners.get(unit.first());
    var demand = view.demands.get(unit.first());
    if (owner == null || demand == null) {
      return Optional.empty();
    }
    var home = home(unit.first());
    int ownScore = demand.score(owner);
    var candidates = new ArrayList<NodeName>();
    for (var node : demand.eligible()) {
      boolean better = demand.score(node) > ownScore;
      boolean asGood = demand.score(node) == ownScore && home.equals(Optional.of(node));
      if (!node.equals(owner) && (better || asGood) && isWell(unit, node) && hasRoom(unit, node)) {
        candidates.add(node);
      }
    }
    var order = view.order(demand);
    var first =
        candidates.stream()
            .min(
                OwnerChoice.byPreference(demand)
                    .thenComparing(node -> !home.equals(Optional.of(node)))
                    .thenComparing(node -> !awaited.equals(Optional.of(node)))
                    .thenComparing(order::compare));
    first.ifPresent(node -> unit.forEach(_ -> shiftLoad(owner, node)));
    return first;
  }

  private void shiftLoad(NodeName from, NodeName to) {
    view.loads.disown(from);
    view.loads.own(to);
  }

  /** The moves of all addresses that move together with these. */
  Map<IpAddress, PlannedMove> together(SortedMap<IpAddress, PlannedMove> firsts) {
    var moves = new TreeMap<IpAddress, PlannedMove>();
    firsts.forEach(
        (first, move) ->
            units
                .getOrDefault(first, new TreeSet<>(List.of(first)))
                .forEach(address -> moves.put(address, move)));
    return moves;
  }

  /** One move that evens out the load, or brings an address to a node that is preferred. */
  Map<IpAddress, PlannedMove> rebalanced() {
    var balancer = new Balancer(view, owners, owners.keySet());
    var moves = new TreeMap<IpAddress, PlannedMove>();
    balancer
        .nextTowardsBound()
        .or(balancer::nextTowardsPreference)
        .ifPresent(
            shift ->
                shift
                    .addresses()
                    .forEach(
                        address -> moves.put(address, new PlannedMove(shift.to(), shift.cause()))));
    return moves;
  }

  private Optional<NodeName> wanted(IpAddress address) {
    return Optional.ofNullable(view.demands.get(address)).flatMap(AddressDemand::wanted);
  }

  private Optional<NodeName> home(IpAddress address) {
    return Optional.ofNullable(view.placement.homes().get(address));
  }

  private boolean isWell(SortedSet<IpAddress> unit, NodeName node) {
    return !view.isLastChoice(node) && unit.stream().allMatch(address -> isUsable(address, node));
  }

  private boolean isUsable(IpAddress address, NodeName node) {
    return Optional.ofNullable(view.demands.get(address))
        .filter(demand -> view.isUsable(demand, node))
        .isPresent();
  }

  private boolean hasRoom(SortedSet<IpAddress> unit, NodeName node) {
    return view.loads.owned(node) + unit.size() <= view.realms.bound(node);
  }
}
