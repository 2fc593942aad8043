package io.fairlead.speaker.plan;

import static java.util.Collections.unmodifiableSortedMap;
import static java.util.Collections.unmodifiableSortedSet;

import io.fairlead.cluster.NodeName;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What the hello sessions say of other nodes (ADR-0017). A suspicion is a matter of seconds: within
 * its time it outweighs a cluster that has noticed nothing yet; then the cluster decides. Any word
 * of the suspected node ends it at once.
 *
 * @param up whose sessions are Up
 * @param suspected who fell silent, or said by hello that it announces no more
 */
public record Suspicions(SortedSet<NodeName> up, SortedMap<NodeName, Suspicion> suspected) {
  /** The cluster's own failure detector needs a third of this. */
  public static final long KEEP_MILLIS = 10_000;

  public static final Suspicions NONE = new Suspicions(new TreeSet<>(), new TreeMap<>());

  public Suspicions {
    up = unmodifiableSortedSet(new TreeSet<>(up));
    suspected = unmodifiableSortedMap(new TreeMap<>(suspected));
  }

  /**
   * @param confirmed this node is known not to be the one that is cut off
   * @param told the node said itself that it announces no more
   */
  public record Suspicion(long sinceMillis, boolean confirmed, boolean told) {}

  /** The session with this node is Up. */
  public Suspicions up(NodeName node) {
    var nowUp = new TreeSet<>(up);
    nowUp.add(node);
    return new Suspicions(nowUp, without(node));
  }

  /** The session is no longer Up, which proves nothing of the node. */
  public Suspicions unknown(NodeName node) {
    return new Suspicions(notUp(node), suspected);
  }

  /** The node was not heard for the detection time. */
  public Suspicions silent(NodeName node, boolean confirmed, long nowMillis) {
    var next = new TreeMap<>(suspected);
    next.put(node, new Suspicion(nowMillis, confirmed, false));
    return new Suspicions(notUp(node), next);
  }

  /** The node said that it announces no more. */
  public Suspicions left(NodeName node, long nowMillis) {
    var next = new TreeMap<>(suspected);
    next.put(node, new Suspicion(nowMillis, true, true));
    return new Suspicions(notUp(node), next);
  }

  /** The node spoke, on whatever way: it lives, and this node is not alone. */
  public Suspicions heardFrom(NodeName node) {
    if (suspected.isEmpty()) {
      return this;
    }
    var next = new TreeMap<NodeName, Suspicion>();
    suspected.forEach(
        (other, suspicion) -> {
          if (!other.equals(node)) {
            next.put(other, new Suspicion(suspicion.sinceMillis(), true, suspicion.told()));
          } else if (suspicion.told()) {
            next.put(other, suspicion);
          }
        });
    return new Suspicions(up, next);
  }

  /** Who counts as gone. */
  public SortedSet<NodeName> gone(long nowMillis) {
    var gone = new TreeSet<NodeName>();
    suspected.forEach(
        (node, suspicion) -> {
          if (suspicion.confirmed() && isFresh(suspicion, nowMillis)) {
            gone.add(node);
          }
        });
    return gone;
  }

  /** True while somebody is suspected and nobody else has been heard since. */
  public boolean awaitsWitness(long nowMillis) {
    return suspected.values().stream().anyMatch(s -> !s.confirmed() && isFresh(s, nowMillis));
  }

  /** This book without what is too old to matter. */
  public Suspicions at(long nowMillis) {
    var next = new TreeMap<>(suspected);
    return next.values().removeIf(suspicion -> !isFresh(suspicion, nowMillis))
        ? new Suspicions(up, next)
        : this;
  }

  private static boolean isFresh(Suspicion suspicion, long nowMillis) {
    return nowMillis - suspicion.sinceMillis() < KEEP_MILLIS;
  }

  private SortedSet<NodeName> notUp(NodeName node) {
    var rest = new TreeSet<>(up);
    rest.remove(node);
    return rest;
  }

  private SortedMap<NodeName, Suspicion> without(NodeName node) {
    var rest = new TreeMap<>(suspected);
    rest.remove(node);
    return rest;
  }
}
