package io.fairlead.election.actor;

import static java.util.Collections.unmodifiableNavigableSet;
import static java.util.Collections.unmodifiableSortedSet;

import io.fairlead.cluster.NodeName;
import io.fairlead.election.AddressDemand;
import io.fairlead.election.Electorate;
import io.fairlead.election.MoveWatch;
import io.fairlead.election.NodeWeights;
import io.fairlead.election.Placement;
import io.fairlead.election.ReachabilityHold;
import io.fairlead.election.Segments;
import io.fairlead.placement.Claim;
import io.fairlead.placement.NodeInterface;
import io.fairlead.placement.PlacementEvent;
import io.fairlead.placement.PlacementEvent.AddressPlaced;
import io.fairlead.placement.PlacementEvent.NodePenalized;
import io.fairlead.placement.TakeOver;
import io.fairlead.placement.TakeOverCause;
import io.fairlead.table.TableEntry;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.LongStream;

/**
 * What the placement is decided from beside its journal. All of it is rebuilt after a start.
 *
 * @param demands empty until the bridge has told them; nothing is decided before
 * @param weights of the nodes
 * @param claims not heeded yet; at most one for each address and node
 * @param segments which interfaces the speakers have
 * @param lost nodes that were lost, and have no penalty for it yet
 * @param watch when owners that are well give addresses away
 */
record PlacementInputs(
    Optional<List<AddressDemand>> demands,
    NodeWeights weights,
    ReachabilityHold hold,
    NavigableSet<Claim> claims,
    Segments segments,
    SortedSet<NodeName> lost,
    MoveWatch watch) {
  /** Ten times the addresses of a large cluster; what is more is dropped, and claimed again. */
  static final int CLAIMS_MAX = 100_000;

  private static final Comparator<Claim> BY_CLAIMANT =
      Comparator.comparing(Claim::address).thenComparing(Claim::node);

  /** The next events to record, and what to go on with once they are. */
  record Step(PlacementInputs next, List<PlacementEvent> events) {}

  PlacementInputs {
    var copy = new TreeSet<>(BY_CLAIMANT);
    copy.addAll(claims);
    claims = unmodifiableNavigableSet(copy);
    lost = unmodifiableSortedSet(new TreeSet<>(lost));
  }

  static PlacementInputs start(PlacementSettings settings, long nowMillis) {
    return new PlacementInputs(
        Optional.empty(),
        NodeWeights.EVEN,
        ReachabilityHold.start(nowMillis, settings.start().toMillis(), settings.hold().toMillis()),
        new TreeSet<>(BY_CLAIMANT),
        Segments.unknown(settings.subnetCheck()),
        new TreeSet<>(),
        MoveWatch.start(settings.moves(), nowMillis));
  }

  PlacementInputs withDemands(List<AddressDemand> next, NodeWeights nextWeights) {
    return new PlacementInputs(
        Optional.of(List.copyOf(next)), nextWeights, hold, claims, segments, lost, watch);
  }

  PlacementInputs withHold(ReachabilityHold next, long nowMillis) {
    boolean same = next.speakers(nowMillis).equals(hold.speakers(nowMillis));
    return new PlacementInputs(demands, weights, next, claims, segments, lost, watch)
        .withLost(next.lostSince(hold))
        .withWatch(same ? watch : watch.disturbed(nowMillis));
  }

  /** Adds claims; a later claim takes the place of an earlier one of the same node. */
  PlacementInputs withClaims(List<Claim> more) {
    var next = new TreeSet<>(BY_CLAIMANT);
    more.stream().limit(CLAIMS_MAX).forEach(next::add);
    claims.stream().limit(CLAIMS_MAX - next.size()).forEach(next::add);
    return new PlacementInputs(demands, weights, hold, next, segments, lost, watch);
  }

  private PlacementInputs withoutClaims() {
    return claims.isEmpty() ? this : withoutClaims(new TreeSet<>(BY_CLAIMANT));
  }

  private PlacementInputs withoutClaims(NavigableSet<Claim> none) {
    return new PlacementInputs(demands, weights, hold, none, segments, lost, watch);
  }

  /** The node can announce on these interfaces. To have none after some is to be lost. */
  PlacementInputs withInterfaces(NodeName node, List<NodeInterface> interfaces, long nowMillis) {
    var next = segments.with(node, interfaces);
    boolean lostAll = interfaces.isEmpty() && segments.hasAny(node);
    return new PlacementInputs(demands, weights, hold, claims, next, lost, watch)
        .withLost(new TreeSet<>(lostAll ? List.of(node) : List.of()))
        .withWatch(next.equals(segments) ? watch : watch.disturbed(nowMillis));
  }

  /** Stand-bys took over: from whom, unless it left in order, is lost. */
  PlacementInputs withTakeOvers(List<TakeOver> takeOvers, long nowMillis) {
    var from = new TreeSet<NodeName>();
    takeOvers.stream()
        .filter(each -> each.cause() != TakeOverCause.OWNER_LEFT)
        .map(TakeOver::from)
        .filter(node -> !hold.isLeaving(node))
        .forEach(from::add);
    return withLost(from).withWatch(watch.disturbed(nowMillis));
  }

  private PlacementInputs withLost(SortedSet<NodeName> more) {
    var all = new TreeSet<>(lost);
    all.addAll(more);
    return new PlacementInputs(demands, weights, hold, claims, segments, all, watch);
  }

  private PlacementInputs withWatch(MoveWatch next) {
    return new PlacementInputs(demands, weights, hold, claims, segments, lost, next);
  }

  private PlacementInputs withoutLost() {
    return new PlacementInputs(demands, weights, hold, claims, segments, new TreeSet<>(), watch);
  }

  /**
   * What to record next; nothing once all has been recorded. The most urgent comes first: claims,
   * then lost owners and new addresses, then what moves without need.
   */
  Step step(Placement placement, PlacementSettings settings, Instant now, long nowMillis) {
    var penalties = penalties(placement, settings, now);
    if (!lost.isEmpty()) {
      var counted = withoutLost();
      return penalties.isEmpty()
          ? counted.step(placement, settings, now, nowMillis)
          : new Step(counted, penalties);
    }
    var demanded = narrowed();
    if (demanded.isEmpty()) {
      return new Step(this, List.of());
    }
    var known = demanded.get();
    var electorate = electorate(placement, settings, now, nowMillis);
    var adoptions = placement.adoptClaims(claims, known, electorate.speakers());
    if (!adoptions.isEmpty()) {
      return new Step(withWatch(watch.disturbed(nowMillis)), adoptions);
    }
    var heeded = withoutClaims();
    var decisions = placement.decide(known, electorate, settings.policy(), Map.of());
    if (!decisions.isEmpty()) {
      boolean calm = decisions.stream().noneMatch(PlacementInputs::isLoss);
      return new Step(calm ? heeded : heeded.withWatch(watch.disturbed(nowMillis)), decisions);
    }
    var turn = watch.turn(placement, known, electorate, settings.policy(), nowMillis);
    var moved =
        turn.moves().isEmpty()
            ? List.<PlacementEvent>of()
            : placement.decide(known, electorate, settings.policy(), turn.moves());
    return new Step(heeded.withWatch(turn.next()), moved);
  }

  private static boolean isLoss(PlacementEvent event) {
    return event instanceof AddressPlaced placed
        && switch (placed.cause()) {
          case OWNER_UNREACHABLE, OWNER_LEFT, OWNER_NOT_ELIGIBLE, TAKEN_OVER, EPOCH_ADOPTED -> true;
          case NEW_ADDRESS, STANDBYS_CHANGED, FIRST_BY_HASH, MOVED_BY_HAND, REBALANCED, REVERTED ->
              false;
        };
  }

  private List<PlacementEvent> penalties(
      Placement placement, PlacementSettings settings, Instant now) {
    var events = new ArrayList<PlacementEvent>();
    for (var node : lost) {
      var last = Optional.ofNullable(placement.penalties().get(node));
      settings
          .damping()
          .afterLoss(last, now)
          .ifPresent(penalty -> events.add(new NodePenalized(node, penalty)));
    }
    return events;
  }

  /** The nodes as a decision sees them. */
  Electorate electorate(
      Placement placement, PlacementSettings settings, Instant now, long nowMillis) {
    return new Electorate(
        hold.speakers(nowMillis), weights, settings.damping().flapping(placement.penalties(), now));
  }

  /** When {@link #step} next says something else by the passing of time alone. */
  OptionalLong nextChangeMillis(
      Placement placement, PlacementSettings settings, Instant now, long nowMillis) {
    var calm =
        settings.damping().nextCalm(placement.penalties(), now).stream()
            .mapToLong(Duration::toMillis)
            .map(millis -> nowMillis + millis);
    var rest =
        LongStream.concat(
            hold.nextChangeMillis(nowMillis).stream(), watch.nextChangeMillis(nowMillis).stream());
    return LongStream.concat(calm, rest).min();
  }

  private Optional<List<AddressDemand>> narrowed() {
    return demands.map(known -> known.stream().map(segments::narrowed).toList());
  }

  /** The table of all demanded addresses that were ever placed. */
  Optional<List<TableEntry>> table(Placement placement) {
    return demands.map(
        known -> known.stream().flatMap(demand -> entry(demand, placement).stream()).toList());
  }

  private Optional<TableEntry> entry(AddressDemand demand, Placement placement) {
    return Optional.ofNullable(placement.successions().get(demand.address()))
        .map(
            succession ->
                new TableEntry(
                    demand.address(),
                    demand.services(),
                    succession,
                    demand.interfaces(),
                    segments.subnetCheck()));
  }
}
