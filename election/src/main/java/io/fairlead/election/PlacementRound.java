package io.fairlead.election;

import io.fairlead.cluster.NodeName;
import io.fairlead.net.IpAddress;
import io.fairlead.placement.PlacementCause;
import io.fairlead.placement.PlacementEvent;
import io.fairlead.placement.PlacementEvent.AddressPlaced;
import io.fairlead.placement.PlacementEvent.AddressUnplaced;
import io.fairlead.placement.Succession;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** One run of {@link Placement#decide}: owners first, then the stand-bys behind them. */
final class PlacementRound {
  private final RoundView view;
  private final Map<IpAddress, PlannedMove> moves;

  /** Owners after this round. */
  private final SortedMap<IpAddress, NodeName> owners = new TreeMap<>();

  /** Why the owner is another one than before. */
  private final SortedMap<IpAddress, PlacementCause> causes = new TreeMap<>();

  private final List<PlacementEvent> withdrawn = new ArrayList<>();
  private final OwnerChoice choice;
  private final StandByOrder standBys;

  PlacementRound(RoundView view, Map<IpAddress, PlannedMove> moves) {
    this.view = view;
    this.moves = moves;
    this.choice = new OwnerChoice(view, owners);
    this.standBys = new StandByOrder(view);
  }

  List<PlacementEvent> changes() {
    var ownerless = keepOwners();
    var unplaced = new ArrayList<AddressDemand>();
    for (var demand : ownerless) {
      view.placement
          .owned(demand.address())
          .ifPresentOrElse(
              succession -> replaceOwner(demand, succession), () -> unplaced.add(demand));
    }
    placeNew(unplaced);

    var changes = new ArrayList<>(withdrawn);
    view.placement.successions().forEach((address, last) -> addUnplaced(changes, address, last));
    changes.addAll(successions());
    return List.copyOf(changes);
  }

  /** Counts the owners that stay, and returns the demands of all other addresses. */
  private List<AddressDemand> keepOwners() {
    var ownerless = new ArrayList<AddressDemand>();
    for (var demand : view.demands.values()) {
      var owner = view.placement.owned(demand.address()).flatMap(Succession::owner);
      var move = owner.flatMap(node -> moveOf(demand, node));
      if (move.isPresent()) {
        own(demand, move.get().to(), move.get().cause());
      } else if (owner.isPresent() && isKept(demand, owner.get())) {
        own(demand, owner.get());
      } else {
        ownerless.add(demand);
      }
    }
    return ownerless;
  }

  private Optional<PlannedMove> moveOf(AddressDemand demand, NodeName owner) {
    return Optional.ofNullable(moves.get(demand.address()))
        .filter(move -> !move.to().equals(owner) && view.isUsable(demand, move.to()));
  }

  private boolean isKept(AddressDemand demand, NodeName owner) {
    if (!demand.eligible().contains(owner)) {
      return false;
    }
    return switch (view.status(owner)) {
      case REACHABLE ->
          view.policy != PlacementPolicy.HASH || choice.byHash(demand).equals(Optional.of(owner));
      case HELD -> true;
      case LEFT, LOST -> false;
    };
  }

  private void replaceOwner(AddressDemand demand, Succession succession) {
    var heir = choice.heir(demand, succession);
    var cause = causeOfLoss(demand, succession.nodes().getFirst(), heir);
    if (heir.isPresent()) {
      own(demand, heir.get(), cause);
    } else if (cause == PlacementCause.OWNER_NOT_ELIGIBLE) {
      var heirs = heirsOutOfReach(demand, succession);
      withdrawn.add(
          new AddressPlaced(
              demand.address(), new Succession(succession.epoch() + 1, heirs), cause));
    }
  }

  /** The eligible nodes that are not given up yet; if there are none, all eligible ones. */
  private List<NodeName> heirsOutOfReach(AddressDemand demand, Succession succession) {
    var heirs =
        succession.nodes().stream().filter(node -> demand.eligible().contains(node)).toList();
    var held = heirs.stream().filter(node -> view.status(node) == SpeakerStatus.HELD).toList();
    return held.isEmpty() ? heirs : held;
  }

  private PlacementCause causeOfLoss(
      AddressDemand demand, NodeName owner, Optional<NodeName> heir) {
    if (!demand.eligible().contains(owner)) {
      return PlacementCause.OWNER_NOT_ELIGIBLE;
    }
    return switch (view.status(owner)) {
      case LEFT -> PlacementCause.OWNER_LEFT;
      case LOST, HELD -> PlacementCause.OWNER_UNREACHABLE;
      case REACHABLE ->
          heir.isPresent() && heir.equals(demand.wanted())
              ? PlacementCause.MOVED_BY_HAND
              : PlacementCause.FIRST_BY_HASH;
    };
  }

  /** Places new addresses, then evens them out: as long as nobody announces them they move free. */
  private void placeNew(List<AddressDemand> unplaced) {
    var placed = new ArrayList<IpAddress>();
    for (var demand : unplaced) {
      if (!view.awaitsAny(demand.eligible())) {
        choice
            .choose(demand)
            .ifPresent(
                node -> {
                  own(demand, node, PlacementCause.NEW_ADDRESS);
                  placed.add(demand.address());
                });
      }
    }
    if (placed.isEmpty() || view.policy == PlacementPolicy.HASH) {
      return;
    }
    var balancer = new Balancer(view, owners, placed);
    for (var shift = balancer.nextTowardsBound();
        shift.isPresent();
        shift = balancer.nextTowardsBound()) {
      var to = shift.get().to();
      balancer.perform(shift.get());
      shift.get().addresses().forEach(address -> owners.put(address, to));
    }
  }

  private void own(AddressDemand demand, NodeName node, PlacementCause cause) {
    causes.put(demand.address(), cause);
    own(demand, node);
  }

  private void own(AddressDemand demand, NodeName node) {
    owners.put(demand.address(), node);
    view.loads.own(node);
  }

  private void addUnplaced(List<PlacementEvent> changes, IpAddress address, Succession last) {
    if (!view.demands.containsKey(address)) {
      changes.add(new AddressUnplaced(address, last.epoch()));
    }
  }

  /** Successions that differ from the recorded ones: those with another owner first. */
  private List<PlacementEvent> successions() {
    var stale = new ArrayList<IpAddress>();
    for (var address : owners.keySet()) {
      var nodes = view.placement.owned(address).map(Succession::nodes).orElse(List.of());
      var demand = view.demands.get(address);
      if (causes.containsKey(address) || demand == null || !standBys.isKept(nodes, demand)) {
        stale.add(address);
      } else if (nodes.size() > 1) {
        view.loads.follow(nodes.get(0), nodes.get(1));
      }
    }
    stale.sort(Comparator.comparingInt(this::urgency));
    return stale.stream().map(this::placed).toList();
  }

  private int urgency(IpAddress address) {
    var cause = causes.get(address);
    if (cause == null) {
      return 2;
    }
    return cause == PlacementCause.NEW_ADDRESS ? 1 : 0;
  }

  private PlacementEvent placed(IpAddress address) {
    var demand = view.demands.get(address);
    var owner = owners.get(address);
    if (demand == null || owner == null) {
      throw new IllegalStateException("an address got an owner without a demand: " + address);
    }
    var nodes = standBys.inOrder(demand, owner);
    if (nodes.size() > 1) {
      view.loads.follow(owner, nodes.get(1));
    }
    var cause = causes.get(address);
    long epoch = view.placement.epoch(address);
    return cause == null
        ? new AddressPlaced(address, new Succession(epoch, nodes), PlacementCause.STANDBYS_CHANGED)
        : new AddressPlaced(address, new Succession(epoch + 1, nodes), cause);
  }
}
