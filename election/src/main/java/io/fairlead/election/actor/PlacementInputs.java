package io.fairlead.election.actor;

import static java.util.Collections.unmodifiableNavigableSet;

import io.fairlead.cluster.NodeName;
import io.fairlead.election.AddressDemand;
import io.fairlead.election.Electorate;
import io.fairlead.election.NodeWeights;
import io.fairlead.election.Placement;
import io.fairlead.election.PlacementPolicy;
import io.fairlead.election.ReachabilityHold;
import io.fairlead.election.Segments;
import io.fairlead.placement.Claim;
import io.fairlead.placement.NodeInterface;
import io.fairlead.placement.PlacementEvent;
import io.fairlead.table.TableEntry;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;

/**
 * What the placement is decided from beside its journal. All of it is rebuilt after a start.
 *
 * @param demands empty until the bridge has told them; nothing is decided before
 * @param weights of the nodes
 * @param claims not heeded yet; at most one for each address and node
 * @param segments which interfaces the speakers have
 */
record PlacementInputs(
    Optional<List<AddressDemand>> demands,
    NodeWeights weights,
    ReachabilityHold hold,
    NavigableSet<Claim> claims,
    Segments segments) {
  /** Ten times the addresses of a large cluster; what is more is dropped, and claimed again. */
  static final int CLAIMS_MAX = 100_000;

  private static final Comparator<Claim> BY_CLAIMANT =
      Comparator.comparing(Claim::address).thenComparing(Claim::node);

  PlacementInputs {
    var copy = new TreeSet<>(BY_CLAIMANT);
    copy.addAll(claims);
    claims = unmodifiableNavigableSet(copy);
  }

  static PlacementInputs start(ReachabilityHold hold, boolean subnetCheck) {
    return new PlacementInputs(
        Optional.empty(),
        NodeWeights.EVEN,
        hold,
        new TreeSet<>(BY_CLAIMANT),
        Segments.unknown(subnetCheck));
  }

  PlacementInputs withDemands(List<AddressDemand> next, NodeWeights nextWeights) {
    return new PlacementInputs(Optional.of(List.copyOf(next)), nextWeights, hold, claims, segments);
  }

  PlacementInputs withHold(ReachabilityHold next) {
    return new PlacementInputs(demands, weights, next, claims, segments);
  }

  /** Adds claims; a later claim takes the place of an earlier one of the same node. */
  PlacementInputs withClaims(List<Claim> more) {
    var next = new TreeSet<>(BY_CLAIMANT);
    more.stream().limit(CLAIMS_MAX).forEach(next::add);
    claims.stream().limit(CLAIMS_MAX - next.size()).forEach(next::add);
    return new PlacementInputs(demands, weights, hold, next, segments);
  }

  PlacementInputs withoutClaims() {
    return claims.isEmpty()
        ? this
        : new PlacementInputs(demands, weights, hold, new TreeSet<>(BY_CLAIMANT), segments);
  }

  /** The node can announce on these interfaces. */
  PlacementInputs withInterfaces(NodeName node, List<NodeInterface> interfaces) {
    return new PlacementInputs(demands, weights, hold, claims, segments.with(node, interfaces));
  }

  /** What the claims change; nothing once it has been applied. */
  List<PlacementEvent> adoptions(Placement placement, long nowMillis) {
    return narrowed()
        .map(known -> placement.adoptClaims(claims, known, hold.speakers(nowMillis)))
        .orElse(List.of());
  }

  /** What the demands and the speakers change. */
  List<PlacementEvent> decisions(Placement placement, PlacementPolicy policy, long nowMillis) {
    return narrowed()
        .map(known -> placement.decide(known, electorate(nowMillis), policy, Map.of()))
        .orElse(List.of());
  }

  private Electorate electorate(long nowMillis) {
    return new Electorate(hold.speakers(nowMillis), weights, new TreeSet<>());
  }

  private Optional<List<AddressDemand>> narrowed() {
    return demands.map(known -> known.stream().map(segments::narrowed).toList());
  }

  /** The table of all demanded addresses that were ever placed. */
  Optional<List<TableEntry>> table(Placement placement) {
    return demands.map(
        known -> known.stream().flatMap(demand -> entry(demand, placement).stream()).toList());
  }

  private static Optional<TableEntry> entry(AddressDemand demand, Placement placement) {
    return Optional.ofNullable(placement.successions().get(demand.address()))
        .map(
            succession ->
                new TableEntry(
                    demand.address(), demand.services(), succession, demand.interfaces()));
  }
}
