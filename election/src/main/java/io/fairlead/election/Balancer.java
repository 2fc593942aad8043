package io.fairlead.election;

import io.fairlead.cluster.NodeName;
import io.fairlead.net.IpAddress;
import io.fairlead.placement.PlacementCause;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Finds the moves that bring nodes within their bound ({@link Realms}), one at a time.
 *
 * <p>A node above its bound gives an address to a node with room; where none of its addresses may
 * go to such a node, it gives one to a node that can pass another on (an augmenting path of the
 * flow from nodes to places, found breadth first). So the bound is met whenever some placement
 * meets it, as far as single addresses go. Of a path the last step is made first: then every step
 * alone does no harm. A path takes groups of one size only, so each step shortens the next path,
 * and the moves come to an end.
 */
final class Balancer {
  private final RoundView view;
  private final SortedMap<IpAddress, NodeName> owners;
  private final SortedMap<NodeName, List<Unit>> unitsOf = new TreeMap<>();
  private final SortedSet<Integer> sizes = new TreeSet<>();

  /** Addresses of one owner that move together. */
  private record Unit(SortedSet<IpAddress> addresses, Set<NodeName> targets) {
    int size() {
      return addresses.size();
    }
  }

  /**
   * One move.
   *
   * @param addresses that move together
   */
  record Shift(SortedSet<IpAddress> addresses, NodeName from, NodeName to, PlacementCause cause) {}

  private record Step(Unit unit, NodeName from, NodeName to) {}

  /**
   * @param owners at present
   * @param movable the addresses that may move
   */
  Balancer(RoundView view, SortedMap<IpAddress, NodeName> owners, Collection<IpAddress> movable) {
    this.view = view;
    this.owners = new TreeMap<>(owners);
    var chosen = new HashSet<>(movable);
    for (var group : view.companions.groups()) {
      var byOwner = new TreeMap<NodeName, SortedSet<IpAddress>>();
      for (var address : group) {
        var owner = this.owners.get(address);
        if (owner != null) {
          byOwner.computeIfAbsent(owner, _ -> new TreeSet<>()).add(address);
        }
      }
      byOwner.forEach(
          (owner, addresses) -> {
            if (chosen.containsAll(addresses)) {
              add(owner, addresses);
            }
          });
    }
  }

  private void add(NodeName owner, SortedSet<IpAddress> addresses) {
    Set<NodeName> targets = null;
    for (var address : addresses) {
      var demand = view.demands.get(address);
      if (demand == null || demand.wanted().isPresent()) {
        return;
      }
      var usable = view.usable(demand);
      usable.removeIf(view::isLastChoice);
      if (targets == null) {
        targets = usable;
      } else {
        targets.retainAll(usable);
      }
    }
    if (targets != null) {
      sizes.add(addresses.size());
      unitsOf.computeIfAbsent(owner, _ -> new ArrayList<>()).add(new Unit(addresses, targets));
    }
  }

  /** The next move towards the bound; empty when all nodes keep it, or no move helps. */
  Optional<Shift> nextTowardsBound() {
    var overloaded =
        unitsOf.keySet().stream()
            .filter(node -> isHealthy(node) && excess(node) > 0)
            .sorted(Comparator.comparingInt(this::excess).reversed())
            .toList();
    for (var node : overloaded) {
      for (int size : sizes) {
        var step = lastStep(node, size);
        if (step.isPresent()) {
          return step.map(s -> shift(s, PlacementCause.REBALANCED));
        }
      }
    }
    return Optional.empty();
  }

  /** The next move of an address to a node that is preferred to its owner and has room. */
  Optional<Shift> nextTowardsPreference() {
    Step best = null;
    int bestGain = 0;
    for (var entry : unitsOf.entrySet()) {
      if (!isHealthy(entry.getKey())) {
        continue;
      }
      for (var unit : entry.getValue()) {
        for (var target : unit.targets()) {
          int gain = score(unit, target) - score(unit, entry.getKey());
          if (gain > bestGain && hasRoom(target, unit.size())) {
            best = new Step(unit, entry.getKey(), target);
            bestGain = gain;
          }
        }
      }
    }
    return Optional.ofNullable(best).map(s -> shift(s, PlacementCause.REBALANCED));
  }

  /** Makes a move, so that the next one can be asked for. */
  void perform(Shift shift) {
    shift
        .addresses()
        .forEach(
            address -> {
              owners.put(address, shift.to());
              view.loads.disown(shift.from());
              view.loads.own(shift.to());
            });
    var units = unitsOf.getOrDefault(shift.from(), new ArrayList<>());
    for (var unit : List.copyOf(units)) {
      if (unit.addresses().equals(shift.addresses())) {
        units.remove(unit);
        unitsOf.computeIfAbsent(shift.to(), _ -> new ArrayList<>()).add(unit);
      }
    }
  }

  private Optional<Step> lastStep(NodeName start, int size) {
    var seen = new HashSet<NodeName>(Set.of(start));
    var open = new ArrayDeque<NodeName>(List.of(start));
    while (!open.isEmpty()) {
      var from = open.remove();
      var units =
          unitsOf.getOrDefault(from, List.of()).stream()
              .filter(unit -> unit.size() == size)
              .toList();
      var best =
          units.stream()
              .flatMap(unit -> unit.targets().stream().map(to -> new Step(unit, from, to)))
              .filter(step -> !step.to().equals(start) && hasRoom(step.to(), size))
              .min(this::compare);
      if (best.isPresent()) {
        return best;
      }
      units.stream()
          .flatMap(unit -> unit.targets().stream())
          .filter(to -> isHealthy(to) && seen.add(to))
          .forEach(open::add);
    }
    return Optional.empty();
  }

  /** Least loss of preference, then the least loaded target, then the first address. */
  private int compare(Step left, Step right) {
    int byLoss = Integer.compare(loss(left), loss(right));
    if (byLoss != 0) {
      return byLoss;
    }
    int byLoad =
        view.loads.compareLoad(
            left.to(), view.loads.owned(left.to()), right.to(), view.loads.owned(right.to()));
    if (byLoad != 0) {
      return byLoad;
    }
    int byAddress = left.unit().addresses().first().compareTo(right.unit().addresses().first());
    return byAddress != 0 ? byAddress : left.to().compareTo(right.to());
  }

  private int loss(Step step) {
    return score(step.unit(), step.from()) - score(step.unit(), step.to());
  }

  private int score(Unit unit, NodeName node) {
    return unit.addresses().stream()
        .flatMap(address -> Optional.ofNullable(view.demands.get(address)).stream())
        .mapToInt(demand -> demand.score(node))
        .sum();
  }

  private boolean isHealthy(NodeName node) {
    return view.status(node) == SpeakerStatus.REACHABLE && !view.isFlapping(node);
  }

  private int excess(NodeName node) {
    return view.loads.owned(node) - view.realms.bound(node);
  }

  private boolean hasRoom(NodeName node, int size) {
    return view.loads.owned(node) + size <= view.realms.bound(node);
  }

  private static Shift shift(Step step, PlacementCause cause) {
    return new Shift(step.unit().addresses(), step.from(), step.to(), cause);
  }
}
