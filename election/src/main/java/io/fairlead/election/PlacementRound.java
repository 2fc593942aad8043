package io.fairlead.election;

import io.fairlead.cluster.NodeName;
import io.fairlead.cluster.ServiceKey;
import io.fairlead.net.IpAddress;
import io.fairlead.placement.PlacementCause;
import io.fairlead.placement.PlacementEvent;
import io.fairlead.placement.PlacementEvent.AddressPlaced;
import io.fairlead.placement.PlacementEvent.AddressUnplaced;
import io.fairlead.placement.Succession;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** One run of {@link Placement#decide}: owners first, then the stand-bys behind them. */
final class PlacementRound {
  private final Placement placement;
  private final SpeakerSet speakers;
  private final PlacementPolicy policy;
  private final SortedMap<IpAddress, AddressDemand> demands = new TreeMap<>();
  private final SortedMap<ServiceKey, SortedSet<IpAddress>> addressesOf = new TreeMap<>();
  private final Map<NodeName, SpeakerStatus> statuses = new HashMap<>();
  private final LoadBook loads = new LoadBook();

  /** Owners after this round. */
  private final SortedMap<IpAddress, NodeName> owners = new TreeMap<>();

  /** Why the owner is another one than before. */
  private final SortedMap<IpAddress, PlacementCause> causes = new TreeMap<>();

  private final List<PlacementEvent> withdrawn = new ArrayList<>();

  PlacementRound(
      Placement placement,
      Collection<AddressDemand> demanded,
      SpeakerSet speakers,
      PlacementPolicy policy) {
    this.placement = placement;
    this.speakers = speakers;
    this.policy = policy;
    for (var demand : demanded) {
      demands.put(demand.address(), demand);
      for (var service : demand.services()) {
        addressesOf.computeIfAbsent(service, _ -> new TreeSet<>()).add(demand.address());
      }
    }
  }

  List<PlacementEvent> changes() {
    var ownerless = keepOwners();
    var unplaced = new ArrayList<AddressDemand>();
    for (var demand : ownerless) {
      placement
          .owned(demand.address())
          .ifPresentOrElse(
              succession -> replaceOwner(demand, succession), () -> unplaced.add(demand));
    }
    unplaced.stream()
        .filter(demand -> !speakers.awaitsAny(demand.eligible()))
        .forEach(
            demand ->
                choose(demand).ifPresent(node -> own(demand, node, PlacementCause.NEW_ADDRESS)));

    var changes = new ArrayList<>(withdrawn);
    placement.successions().forEach((address, last) -> addUnplaced(changes, address, last));
    changes.addAll(successions());
    return List.copyOf(changes);
  }

  private SpeakerStatus status(NodeName node) {
    return statuses.computeIfAbsent(node, speakers::status);
  }

  /** Counts the owners that stay, and returns the demands of all other addresses. */
  private List<AddressDemand> keepOwners() {
    var ownerless = new ArrayList<AddressDemand>();
    for (var demand : demands.values()) {
      var owner = placement.owned(demand.address()).flatMap(Succession::owner);
      if (owner.isPresent() && isKept(demand, owner.get())) {
        own(demand, owner.get());
      } else {
        ownerless.add(demand);
      }
    }
    return ownerless;
  }

  private boolean isKept(AddressDemand demand, NodeName owner) {
    if (!demand.eligible().contains(owner)) {
      return false;
    }
    return switch (status(owner)) {
      case REACHABLE -> policy != PlacementPolicy.HASH || byHash(demand).equals(Optional.of(owner));
      case HELD -> true;
      case LEFT, LOST -> false;
    };
  }

  /** MetalLB's owner: the first reachable node in the order of the Service's first address. */
  private Optional<NodeName> byHash(AddressDemand demand) {
    var usable = demand.eligible().stream().filter(node -> isUsable(demand, node)).toList();
    return HashOrder.of(lead(demand, mates(demand))).sorted(usable).stream().findFirst();
  }

  private void replaceOwner(AddressDemand demand, Succession succession) {
    var heir =
        policy == PlacementPolicy.HASH
            ? byHash(demand)
            : succession.nodes().stream()
                .filter(node -> isUsable(demand, node))
                .findFirst()
                .or(() -> choose(demand));
    var cause = causeOfLoss(demand, succession.nodes().getFirst());
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
    var held = heirs.stream().filter(node -> status(node) == SpeakerStatus.HELD).toList();
    return held.isEmpty() ? heirs : held;
  }

  private PlacementCause causeOfLoss(AddressDemand demand, NodeName owner) {
    if (!demand.eligible().contains(owner)) {
      return PlacementCause.OWNER_NOT_ELIGIBLE;
    }
    return switch (status(owner)) {
      case LEFT -> PlacementCause.OWNER_LEFT;
      case LOST, HELD -> PlacementCause.OWNER_UNREACHABLE;
      case REACHABLE -> PlacementCause.FIRST_BY_HASH;
    };
  }

  private boolean isUsable(AddressDemand demand, NodeName node) {
    return demand.eligible().contains(node) && status(node) == SpeakerStatus.REACHABLE;
  }

  /**
   * The node for an address that nobody follows up on: the one that has another address of the same
   * Service; else the one that had this address last, if that keeps the bound; else the one that
   * owns the fewest.
   */
  private Optional<NodeName> choose(AddressDemand demand) {
    if (policy == PlacementPolicy.HASH) {
      return byHash(demand);
    }
    var usable = new TreeSet<>(demand.eligible());
    usable.retainAll(speakers.reachable());
    if (usable.isEmpty()) {
      return Optional.empty();
    }
    var mates = mates(demand);
    var joined =
        mates.stream()
            .flatMap(mate -> Optional.ofNullable(owners.get(mate)).stream())
            .filter(usable::contains)
            .findFirst();
    if (joined.isPresent()) {
      return joined;
    }
    var common = commonNodes(usable, mates);
    var order = HashOrder.of(lead(demand, mates));
    return formerOwner(demand, common)
        .or(
            () ->
                common.stream()
                    .min(Comparator.comparingInt(loads::owned).thenComparing(order::compare)));
  }

  private Optional<NodeName> formerOwner(AddressDemand demand, SortedSet<NodeName> nodes) {
    return Optional.ofNullable(placement.former().get(demand.address()))
        .flatMap(Succession::owner)
        .filter(node -> nodes.contains(node))
        .filter(node -> loads.owned(node) < loads.bound(nodes));
  }

  /** Of the usable nodes, those that may announce the mates without an owner as well, if any. */
  private SortedSet<NodeName> commonNodes(SortedSet<NodeName> usable, SortedSet<IpAddress> mates) {
    var common = usable;
    for (var mate : mates) {
      var demand = demands.get(mate);
      if (demand != null && !owners.containsKey(mate)) {
        var narrowed = new TreeSet<>(common);
        narrowed.retainAll(demand.eligible());
        common = narrowed.isEmpty() ? common : narrowed;
      }
    }
    return common;
  }

  /** The other addresses of the Services that hold this one. */
  private SortedSet<IpAddress> mates(AddressDemand demand) {
    var mates = new TreeSet<IpAddress>();
    demand.services().stream()
        .flatMap(service -> Optional.ofNullable(addressesOf.get(service)).stream())
        .forEach(mates::addAll);
    mates.remove(demand.address());
    return mates;
  }

  private static IpAddress lead(AddressDemand demand, SortedSet<IpAddress> mates) {
    return mates.isEmpty() || demand.address().compareTo(mates.first()) < 0
        ? demand.address()
        : mates.first();
  }

  private void own(AddressDemand demand, NodeName node, PlacementCause cause) {
    causes.put(demand.address(), cause);
    own(demand, node);
  }

  private void own(AddressDemand demand, NodeName node) {
    owners.put(demand.address(), node);
    loads.own(node);
  }

  private void addUnplaced(List<PlacementEvent> changes, IpAddress address, Succession last) {
    if (!demands.containsKey(address)) {
      changes.add(new AddressUnplaced(address, last.epoch()));
    }
  }

  /** Successions that differ from the recorded ones: those with another owner first. */
  private List<PlacementEvent> successions() {
    var stale = new ArrayList<IpAddress>();
    for (var address : owners.keySet()) {
      var nodes = placement.owned(address).map(Succession::nodes).orElse(List.of());
      if (causes.containsKey(address) || !areStandBys(nodes, address)) {
        stale.add(address);
      } else if (nodes.size() > 1) {
        loads.follow(nodes.get(0), nodes.get(1));
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

  /** True when the nodes behind the owner are, in any order, those of {@link #standBys}. */
  private boolean areStandBys(List<NodeName> nodes, IpAddress address) {
    var demand = demands.get(address);
    if (demand == null) {
      return false;
    }
    var owner = nodes.getFirst();
    if (policy == PlacementPolicy.HASH) {
      return nodes.equals(inOrder(demand, owner));
    }
    long wanted =
        demand.eligible().stream()
            .filter(node -> status(node) == SpeakerStatus.REACHABLE && !node.equals(owner))
            .count();
    for (var node : nodes.subList(1, nodes.size())) {
      switch (demand.eligible().contains(node) ? status(node) : SpeakerStatus.LOST) {
        case REACHABLE -> wanted--;
        case HELD -> {}
        case LEFT, LOST -> {
          return false;
        }
      }
    }
    return wanted == 0;
  }

  /** All eligible nodes that are reachable, and the held ones that already were stand-bys. */
  private Set<NodeName> standBys(AddressDemand demand, NodeName owner) {
    var standBys = new HashSet<NodeName>();
    demand.eligible().stream()
        .filter(node -> status(node) == SpeakerStatus.REACHABLE)
        .forEach(standBys::add);
    placement.owned(demand.address()).stream()
        .flatMap(succession -> succession.nodes().stream())
        .filter(node -> status(node) == SpeakerStatus.HELD && demand.eligible().contains(node))
        .forEach(standBys::add);
    standBys.remove(owner);
    return standBys;
  }

  private PlacementEvent placed(IpAddress address) {
    var demand = demands.get(address);
    var owner = owners.get(address);
    if (demand == null || owner == null) {
      throw new IllegalStateException("an address got an owner without a demand: " + address);
    }
    var nodes = inOrder(demand, owner);
    if (nodes.size() > 1) {
      loads.follow(owner, nodes.get(1));
    }
    var cause = causes.get(address);
    long epoch = placement.epoch(address);
    return cause == null
        ? new AddressPlaced(address, new Succession(epoch, nodes), PlacementCause.STANDBYS_CHANGED)
        : new AddressPlaced(address, new Succession(epoch + 1, nodes), cause);
  }

  /** The owner, then its stand-bys as they should follow. */
  private List<NodeName> inOrder(AddressDemand demand, NodeName owner) {
    var order = HashOrder.of(lead(demand, mates(demand)));
    var nodes = new ArrayList<NodeName>();
    nodes.add(owner);
    standBys(demand, owner).stream()
        .sorted(
            Comparator.comparing(this::status)
                .thenComparingInt(
                    node ->
                        policy == PlacementPolicy.HASH ? 0 : loads.ownedAfterLossOf(owner, node))
                .thenComparing(order::compare))
        .forEach(nodes::add);
    return nodes;
  }
}
