package io.fairlead.speaker.plan;

import static java.util.Collections.unmodifiableSortedSet;

import io.fairlead.cluster.NodeName;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Holds a starting speaker back until it may know the newest claims. The table on disk can be old;
 * who announced by it at once could fight with the node that took over in the meantime.
 *
 * @param joinedAtMillis when the cluster was joined; empty before
 */
public record StartGate(
    Waits waits,
    long startedAtMillis,
    Optional<Long> joinedAtMillis,
    SortedSet<NodeName> peers,
    SortedSet<NodeName> answered) {
  public StartGate {
    peers = unmodifiableSortedSet(new TreeSet<>(peers));
    answered = unmodifiableSortedSet(new TreeSet<>(answered));
  }

  /**
   * How long a start waits at most.
   *
   * @param clusterMillis for a cluster to join; then the disk must do
   * @param peerMillis for a first peer to show itself after joining
   * @param answerMillis for the claims of the peers that are there
   */
  public record Waits(long clusterMillis, long peerMillis, long answerMillis) {
    public static final Waits DEFAULT = new Waits(10_000, 2_000, 5_000);
  }

  public static StartGate closed(Waits waits, long nowMillis) {
    return new StartGate(waits, nowMillis, Optional.empty(), new TreeSet<>(), new TreeSet<>());
  }

  /** The cluster is joined, and shows these other live speakers. */
  public StartGate joined(SortedSet<NodeName> livePeers, long nowMillis) {
    return new StartGate(
        waits, startedAtMillis, Optional.of(joinedAtMillis.orElse(nowMillis)), livePeers, answered);
  }

  /** This peer has told all its claims. */
  public StartGate answeredBy(NodeName peer) {
    var next = new TreeSet<>(answered);
    next.add(peer);
    return new StartGate(waits, startedAtMillis, joinedAtMillis, peers, next);
  }

  /** True when a peer has told its claims; else what is known is what the disk had. */
  public boolean isConfirmed() {
    return !answered.isEmpty();
  }

  /** What an open gate knows; completes "speaker a ...". */
  public String text() {
    var missing = new TreeSet<>(peers);
    missing.removeAll(answered);
    if (isConfirmed() && missing.isEmpty()) {
      return "knows the newest claims";
    }
    return isConfirmed()
        ? "was told no claims by " + missing
        : "was told no claims by any other, only knows what its disk has";
  }

  public boolean isOpen(long nowMillis) {
    return (!peers.isEmpty() && answered.containsAll(peers)) || nowMillis >= opensAtMillis();
  }

  /** When the gate opens if nothing more happens. */
  public long opensAtMillis() {
    if (joinedAtMillis.isEmpty()) {
      return startedAtMillis + waits.clusterMillis();
    }
    return joinedAtMillis.get() + (peers.isEmpty() ? waits.peerMillis() : waits.answerMillis());
  }
}
