package io.fairlead.election;

import static java.util.Collections.unmodifiableSortedMap;

import io.fairlead.cluster.NodeName;
import io.fairlead.net.IpAddress;
import io.fairlead.placement.PlacementCause;
import java.util.Collection;
import java.util.Map;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.LongStream;

/**
 * Decides when an address whose owner is well moves all the same: by hand at once, back to the node
 * it was chosen for after a time, and to even out the load as slowly as the budget says. But for
 * moves by hand nothing moves while a speaker is missed, nor for a while after anything happened.
 *
 * <p>Nothing of it is journaled; after a start all times begin anew. All times are milliseconds of
 * one monotonic clock.
 *
 * @param calmSinceMillis when anything happened last
 * @param rebalancedMillis when a move evened out the load last
 * @param waiting by first address of what moves together, where it will go back to
 */
public record MoveWatch(
    MoveSettings settings,
    long calmSinceMillis,
    long rebalancedMillis,
    SortedMap<IpAddress, Waiting> waiting) {

  /** A node that is well again since. */
  public record Waiting(NodeName node, long sinceMillis) {}

  /** What moves now, and what to go on with. */
  public record Turn(MoveWatch next, Map<IpAddress, PlannedMove> moves) {}

  public MoveWatch {
    waiting = unmodifiableSortedMap(new TreeMap<>(waiting));
  }

  public static MoveWatch start(MoveSettings settings, long nowMillis) {
    return new MoveWatch(settings, nowMillis, nowMillis, new TreeMap<>());
  }

  /** A node came or went, or an owner changed without being asked. */
  public MoveWatch disturbed(long nowMillis) {
    return new MoveWatch(settings, nowMillis, rebalancedMillis, waiting);
  }

  /** What to move now. To be asked when nothing else is left to decide. */
  public Turn turn(
      Placement placement,
      Collection<AddressDemand> demands,
      Electorate electorate,
      PlacementPolicy policy,
      long nowMillis) {
    var speakers = electorate.speakers();
    if (speakers.isCutOff()) {
      return new Turn(this, Map.of());
    }
    var survey = new MoveSurvey(placement, demands, electorate, policy);
    var byHand = survey.askedByHand();
    if (!byHand.isEmpty()) {
      return new Turn(this, byHand);
    }
    boolean missed = !speakers.held().isEmpty() || speakers.starting();
    if (missed || policy == PlacementPolicy.HASH) {
      return new Turn(missed ? disturbed(nowMillis) : this, Map.of());
    }
    var returns = survey.returns(settings.revertAfter().isPresent(), nodesAwaited());
    var seen = new TreeMap<IpAddress, Waiting>();
    returns.forEach(
        (address, move) -> {
          var last = waiting.get(address);
          boolean same = last != null && last.node().equals(move.to());
          seen.put(address, same ? last : new Waiting(move.to(), nowMillis));
        });
    var watch = new MoveWatch(settings, calmSinceMillis, rebalancedMillis, seen);
    if (nowMillis < watch.calmAtMillis()) {
      return new Turn(watch, Map.of());
    }
    var due = new TreeMap<>(returns);
    due.keySet().removeIf(address -> nowMillis < watch.dueMillis(address, returns));
    if (!due.isEmpty()) {
      return new Turn(watch, survey.together(due));
    }
    if (!watch.mayRebalance(nowMillis)) {
      return new Turn(watch, Map.of());
    }
    var moves = survey.rebalanced();
    return moves.isEmpty()
        ? new Turn(watch, moves)
        : new Turn(new MoveWatch(settings, calmSinceMillis, nowMillis, seen), moves);
  }

  private SortedMap<IpAddress, NodeName> nodesAwaited() {
    var nodes = new TreeMap<IpAddress, NodeName>();
    waiting.forEach((address, each) -> nodes.put(address, each.node()));
    return nodes;
  }

  private long calmAtMillis() {
    return calmSinceMillis + settings.calm().toMillis();
  }

  private long dueMillis(IpAddress address, SortedMap<IpAddress, PlannedMove> returns) {
    var move = returns.get(address);
    var wait = waiting.get(address);
    boolean byHand = move != null && move.cause() == PlacementCause.MOVED_BY_HAND;
    long hold = settings.revertAfter().filter(_ -> !byHand).orElse(settings.calm()).toMillis();
    return wait == null ? Long.MAX_VALUE : wait.sinceMillis() + hold;
  }

  private boolean mayRebalance(long nowMillis) {
    return settings.rebalancePerMinute() > 0
        && nowMillis >= rebalancedMillis + settings.rebalanceIntervalMillis();
  }

  /** When {@link #turn} next says something else by the passing of time alone. */
  public OptionalLong nextChangeMillis(long nowMillis) {
    long calmAt = calmAtMillis();
    var revert = settings.revertAfter().orElse(settings.calm()).toMillis();
    var returns =
        waiting.values().stream()
            .flatMapToLong(
                each ->
                    LongStream.of(
                        each.sinceMillis() + revert,
                        each.sinceMillis() + settings.calm().toMillis()))
            .map(at -> Math.max(at, calmAt));
    var rebalance =
        settings.rebalancePerMinute() == 0
            ? LongStream.empty()
            : LongStream.of(
                Math.max(calmAt, rebalancedMillis + settings.rebalanceIntervalMillis()));
    return LongStream.concat(returns, rebalance).filter(at -> at > nowMillis).min();
  }
}
