package io.fairlead.election;

import io.fairlead.cluster.NodeName;
import io.fairlead.net.IpAddress;
import io.fairlead.placement.Claim;
import io.fairlead.placement.PlacementCause;
import io.fairlead.placement.PlacementEvent;
import io.fairlead.placement.PlacementEvent.AddressPlaced;
import io.fairlead.placement.PlacementEvent.AddressUnplaced;
import io.fairlead.placement.Succession;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** One run of {@link Placement#adoptClaims}. */
final class ClaimRound {
  /** Of several claims to an address the highest epoch counts, then the first node by name. */
  private static final Comparator<Claim> STRONGEST_FIRST =
      Comparator.comparing(Claim::address)
          .thenComparing(Comparator.comparingLong(Claim::epoch).reversed())
          .thenComparing(Claim::node);

  private final Placement placement;
  private final SpeakerSet speakers;
  private final SortedMap<IpAddress, AddressDemand> demands = new TreeMap<>();

  ClaimRound(Placement placement, Collection<AddressDemand> demanded, SpeakerSet speakers) {
    this.placement = placement;
    this.speakers = speakers;
    demanded.forEach(demand -> demands.put(demand.address(), demand));
  }

  List<PlacementEvent> changes(Collection<Claim> claims) {
    var byAddress = new TreeMap<IpAddress, List<Claim>>();
    claims.stream()
        .filter(claim -> claim.epoch() > placement.epoch(claim.address()))
        .filter(claim -> claim.epoch() <= Placement.EPOCH_MAX)
        .sorted(STRONGEST_FIRST)
        .forEach(
            claim -> byAddress.computeIfAbsent(claim.address(), _ -> new ArrayList<>()).add(claim));
    return byAddress.values().stream().map(this::settle).toList();
  }

  /**
   * @param claims to one address, strongest first, all above our epoch
   */
  private PlacementEvent settle(List<Claim> claims) {
    var strongest = claims.getFirst();
    var address = strongest.address();
    var heir = claims.stream().filter(this::isHeeded).findFirst();
    var succession = placement.owned(address);
    if (heir.isEmpty()) {
      // The claimant must go quiet: with an owner one epoch above it, or else with none.
      return succession
          .map(ours -> placed(address, strongest.epoch() + 1, ours.nodes()))
          .orElseGet(() -> new AddressUnplaced(address, strongest.epoch()));
    }
    long epoch = heir.get().equals(strongest) ? strongest.epoch() : strongest.epoch() + 1;
    var node = heir.get().node();
    var nodes = succession.map(Succession::nodes).orElse(List.of());
    return Optional.of(node).equals(nodes.stream().findFirst()) || nodes.isEmpty()
        ? placed(address, epoch, nodes.isEmpty() ? List.of(node) : nodes)
        : new AddressPlaced(
            address, new Succession(epoch, first(node, nodes)), PlacementCause.TAKEN_OVER);
  }

  private static PlacementEvent placed(IpAddress address, long epoch, List<NodeName> nodes) {
    return new AddressPlaced(address, new Succession(epoch, nodes), PlacementCause.EPOCH_ADOPTED);
  }

  private boolean isHeeded(Claim claim) {
    var demand = demands.get(claim.address());
    return demand != null
        && demand.eligible().contains(claim.node())
        && speakers.status(claim.node()) != SpeakerStatus.LEFT;
  }

  /** The claimant, its fellow stand-bys, and at the end the owner that seems to be gone. */
  private static List<NodeName> first(NodeName claimant, List<NodeName> nodes) {
    var ordered = new ArrayList<NodeName>();
    ordered.add(claimant);
    nodes.stream().skip(1).filter(node -> !node.equals(claimant)).forEach(ordered::add);
    ordered.add(nodes.getFirst());
    return List.copyOf(ordered);
  }
}
