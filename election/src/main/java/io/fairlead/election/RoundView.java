package io.fairlead.election;

import io.fairlead.cluster.NodeName;
import io.fairlead.net.IpAddress;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** What one decision looks at: its inputs, what belongs together, and what nodes may own. */
final class RoundView {
  final Placement placement;
  final PlacementPolicy policy;
  final SortedMap<IpAddress, AddressDemand> demands = new TreeMap<>();
  final Companions companions;
  final Realms realms;
  final LoadBook loads;

  private final Electorate electorate;
  private final Map<NodeName, SpeakerStatus> statuses = new HashMap<>();

  RoundView(
      Placement placement,
      Collection<AddressDemand> demanded,
      Electorate electorate,
      PlacementPolicy policy) {
    this.placement = placement;
    this.policy = policy;
    this.electorate = electorate;
    demanded.forEach(demand -> demands.put(demand.address(), demand));
    companions = new Companions(demands);
    loads = new LoadBook(electorate.weights());
    realms = new Realms(demands.values(), electorate.weights(), this::sharesWork);
  }

  private boolean sharesWork(NodeName node) {
    return switch (status(node)) {
      case REACHABLE, HELD -> !electorate.flapping().contains(node);
      case LEFT, LOST -> false;
    };
  }

  SpeakerStatus status(NodeName node) {
    return statuses.computeIfAbsent(node, electorate.speakers()::status);
  }

  boolean isLastChoice(NodeName node) {
    return electorate.isLastChoice(node);
  }

  boolean isFlapping(NodeName node) {
    return electorate.flapping().contains(node);
  }

  boolean isUsable(AddressDemand demand, NodeName node) {
    return demand.eligible().contains(node) && status(node) == SpeakerStatus.REACHABLE;
  }

  /** The nodes that could announce the address now. */
  SortedSet<NodeName> usable(AddressDemand demand) {
    var usable = new TreeSet<>(demand.eligible());
    usable.retainAll(electorate.speakers().reachable());
    return usable;
  }

  /** Those of the nodes that are no last choice; if there are none, all of them. */
  SortedSet<NodeName> better(SortedSet<NodeName> nodes) {
    var better = new TreeSet<>(nodes);
    better.removeIf(this::isLastChoice);
    return better.isEmpty() ? nodes : better;
  }

  /** True while one of the nodes may still show up for the first time since the start. */
  boolean awaitsAny(Collection<NodeName> nodes) {
    return electorate.speakers().awaitsAny(nodes);
  }

  HashOrder order(AddressDemand demand) {
    return HashOrder.of(companions.lead(demand.address()));
  }
}
