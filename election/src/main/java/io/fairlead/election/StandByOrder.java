package io.fairlead.election;

import io.fairlead.cluster.NodeName;
import io.fairlead.net.IpAddress;
import io.fairlead.placement.Succession;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Orders the nodes that follow an owner. */
final class StandByOrder {
  private final RoundView view;

  /** What was ordered in this decision. */
  private final Map<IpAddress, List<NodeName>> ordered = new HashMap<>();

  StandByOrder(RoundView view) {
    this.view = view;
  }

  /**
   * True when the nodes behind the owner are those that should be there, in any order that has no
   * last choice before others. Not to order them anew each time keeps stand-bys from changing with
   * every change of the loads.
   */
  boolean isKept(List<NodeName> nodes, AddressDemand demand) {
    var owner = nodes.getFirst();
    if (view.policy == PlacementPolicy.HASH) {
      return nodes.equals(inOrder(demand, owner));
    }
    long wanted =
        demand.eligible().stream()
            .filter(node -> view.status(node) == SpeakerStatus.REACHABLE && !node.equals(owner))
            .count();
    boolean lastChoiceBefore = false;
    for (var node : nodes.subList(1, nodes.size())) {
      switch (demand.eligible().contains(node) ? view.status(node) : SpeakerStatus.LOST) {
        case REACHABLE -> {
          if (lastChoiceBefore && !view.isLastChoice(node)) {
            return false;
          }
          lastChoiceBefore |= view.isLastChoice(node);
          wanted--;
        }
        case HELD -> {}
        case LEFT, LOST -> {
          return false;
        }
      }
    }
    return wanted == 0;
  }

  /** The owner, then its stand-bys as they should follow. */
  List<NodeName> inOrder(AddressDemand demand, NodeName owner) {
    var order = view.order(demand);
    Comparator<NodeName> byPolicy =
        view.policy == PlacementPolicy.HASH
            ? OwnerChoice.byPreference(demand)
            : byMates(demand, owner).thenComparing(byLoad(demand, owner));
    var nodes = new ArrayList<NodeName>();
    nodes.add(owner);
    standBys(demand, owner).stream()
        .sorted(
            Comparator.comparing(view::status)
                .thenComparing(view::isLastChoice)
                .thenComparing(byPolicy)
                .thenComparing(order::compare))
        .forEach(nodes::add);
    ordered.put(demand.address(), List.copyOf(nodes));
    return nodes;
  }

  /** As behind the first address of the group: what belongs together stays so after a loss. */
  private Comparator<NodeName> byMates(AddressDemand demand, NodeName owner) {
    var model =
        view.companions.group(demand.address()).headSet(demand.address()).stream()
            .flatMap(mate -> nodesOf(mate).stream())
            .filter(nodes -> nodes.getFirst().equals(owner))
            .findFirst()
            .orElse(List.of());
    return Comparator.comparingInt(
        node -> model.contains(node) ? model.indexOf(node) : model.size());
  }

  private Optional<List<NodeName>> nodesOf(IpAddress address) {
    return Optional.ofNullable(ordered.get(address))
        .or(() -> view.placement.owned(address).map(Succession::nodes));
  }

  private Comparator<NodeName> byLoad(AddressDemand demand, NodeName owner) {
    Comparator<NodeName> byPlaces =
        Comparator.comparing(node -> !view.loads.mayFollow(owner, node));
    return byPlaces
        .thenComparing(node -> hasRoomAfterLoss(owner, node) ? -demand.score(node) : 0)
        .thenComparing(
            (left, right) ->
                view.loads.compareLoad(
                    left,
                    view.loads.ownedAfterLossOf(owner, left),
                    right,
                    view.loads.ownedAfterLossOf(owner, right)));
  }

  private boolean hasRoomAfterLoss(NodeName owner, NodeName node) {
    return view.loads.ownedAfterLossOf(owner, node) < view.realms.bound(node);
  }

  /** All eligible nodes that are reachable, and the held ones that already were stand-bys. */
  private Set<NodeName> standBys(AddressDemand demand, NodeName owner) {
    var standBys = new HashSet<NodeName>(view.usable(demand));
    view.placement.owned(demand.address()).stream()
        .flatMap(succession -> succession.nodes().stream())
        .filter(node -> view.status(node) == SpeakerStatus.HELD && demand.eligible().contains(node))
        .forEach(standBys::add);
    standBys.remove(owner);
    return standBys;
  }
}
