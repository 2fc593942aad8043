package io.fairlead.speaker.plan;

import static java.util.Collections.unmodifiableSortedSet;

import io.fairlead.cluster.NodeName;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Which nodes count as live. Reachable speakers do. A node that this incarnation of the cluster has
 * not shown yet is not dead for that: it may be starting too. Until the view has settled such a
 * node keeps the standing it had before, so that the first speaker to join does not take everything
 * over.
 *
 * @param reachable the speakers that are Up or WeaklyUp and reachable
 * @param seen all nodes that the cluster has shown since it was joined, reachable or not
 * @param before who was live before this incarnation; empty when nothing was known: then all were
 * @param joinedAtMillis when this incarnation joined; empty before
 */
public record Liveness(
    SortedSet<NodeName> reachable,
    SortedSet<NodeName> seen,
    Optional<SortedSet<NodeName>> before,
    Optional<Long> joinedAtMillis) {
  /** So long after joining, a node never seen counts as dead. */
  public static final long SETTLE_MILLIS = 10_000;

  public static final Liveness UNKNOWN =
      new Liveness(new TreeSet<>(), new TreeSet<>(), Optional.empty(), Optional.empty());

  public Liveness {
    reachable = unmodifiableSortedSet(new TreeSet<>(reachable));
    seen = unmodifiableSortedSet(new TreeSet<>(seen));
    before = before.map(nodes -> unmodifiableSortedSet(new TreeSet<>(nodes)));
  }

  /** The cluster shows these nodes now; {@code known} includes the reachable ones. */
  public Liveness shown(
      SortedSet<NodeName> nowReachable, SortedSet<NodeName> known, long nowMillis) {
    var allSeen = new TreeSet<>(seen);
    allSeen.addAll(known);
    allSeen.addAll(nowReachable);
    return new Liveness(
        nowReachable, allSeen, before, Optional.of(joinedAtMillis.orElse(nowMillis)));
  }

  /** The link to the cluster is gone and will be made anew; the last view holds until then. */
  public Liveness detached(SortedSet<NodeName> lastLive) {
    return joinedAtMillis.isEmpty()
        ? this
        : new Liveness(new TreeSet<>(), new TreeSet<>(), Optional.of(lastLive), Optional.empty());
  }

  /** The live ones, given all {@code candidates} that the table and the claims name. */
  public SortedSet<NodeName> live(SortedSet<NodeName> candidates, long nowMillis) {
    var live = new TreeSet<>(reachable);
    if (!settled(nowMillis)) {
      candidates.stream()
          .filter(node -> !seen.contains(node))
          .filter(this::stood)
          .forEach(live::add);
    }
    return unmodifiableSortedSet(live);
  }

  /**
   * The live ones while silence proves nothing: of the {@code candidates} only those count as gone
   * that the cluster has shown to be leaving, down or removed.
   *
   * @param lost who is silent without having said that it leaves
   */
  public SortedSet<NodeName> presumedLive(
      SortedSet<NodeName> candidates, SortedSet<NodeName> lost) {
    var live = new TreeSet<>(reachable);
    candidates.stream()
        .filter(node -> lost.contains(node) || !seen.contains(node))
        .forEach(live::add);
    return unmodifiableSortedSet(live);
  }

  /** True when only what the cluster shows counts. */
  public boolean settled(long nowMillis) {
    return joinedAtMillis.filter(joined -> nowMillis - joined >= SETTLE_MILLIS).isPresent();
  }

  private boolean stood(NodeName node) {
    return before.isEmpty() || before.get().contains(node);
  }
}
