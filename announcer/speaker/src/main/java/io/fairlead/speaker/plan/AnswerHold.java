package io.fairlead.speaker.plan;

import static java.util.Collections.unmodifiableSortedSet;

import io.fairlead.cluster.NodeName;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * When this node answers nothing although it has addresses: without a link, and after it was away,
 * stopped or unplugged, until it may know whether somebody took its place. What it knows by then
 * decides as ever; this only keeps it from answering by what it knew before.
 *
 * @param awaySinceMillis when it was last found to have been away; empty when that is settled
 * @param aloneMillis how long it listens when nobody seems to be there
 * @param told who has told all its claims since
 */
public record AnswerHold(
    boolean linked, Optional<Long> awaySinceMillis, long aloneMillis, SortedSet<NodeName> told) {
  /** So long at most it waits for others that seem to be there. */
  public static final long PEERS_MILLIS_MAX = 2_000;

  /** So long it listens when nobody seems to be there; who took over says so every 100 ms. */
  public static final long ALONE_MILLIS = 300;

  /**
   * So long after the link was gone. What goes to a node that did not answer ARP waits until it is
   * asked for again, which Linux does once a second.
   */
  public static final long RELINKED_MILLIS = 1_300;

  public static final AnswerHold NONE =
      new AnswerHold(true, Optional.empty(), ALONE_MILLIS, new TreeSet<>());

  public AnswerHold {
    told = unmodifiableSortedSet(new TreeSet<>(told));
  }

  /** An interface to announce on has a carrier, or none has. */
  public AnswerHold linked(boolean now, long nowMillis) {
    if (now == linked) {
      return this;
    }
    return now
        ? new AnswerHold(true, Optional.of(nowMillis), RELINKED_MILLIS, new TreeSet<>())
        : new AnswerHold(false, awaySinceMillis, aloneMillis, told);
  }

  /** This process did not run for so long that others may have noticed. */
  public AnswerHold away(long nowMillis) {
    return new AnswerHold(
        linked,
        Optional.of(nowMillis),
        awaySinceMillis.isPresent() ? aloneMillis : ALONE_MILLIS,
        new TreeSet<>());
  }

  /** This speaker has told all its claims. */
  public AnswerHold toldBy(NodeName peer) {
    if (awaySinceMillis.isEmpty()) {
      return this;
    }
    var nowTold = new TreeSet<>(told);
    nowTold.add(peer);
    return new AnswerHold(linked, awaySinceMillis, aloneMillis, nowTold);
  }

  /** True while nothing is answered. */
  public boolean isShut(SortedSet<NodeName> others, long nowMillis) {
    return !linked || isUnsettled(others, nowMillis);
  }

  /** True while the others are to be asked for their claims. */
  public boolean isUnsettled(SortedSet<NodeName> others, long nowMillis) {
    if (awaySinceMillis.isEmpty()) {
      return false;
    }
    long elapsed = nowMillis - awaySinceMillis.get();
    return others.isEmpty()
        ? elapsed < aloneMillis
        : elapsed < PEERS_MILLIS_MAX && !told.containsAll(others);
  }

  /** This hold, forgotten where it is over. */
  public AnswerHold at(SortedSet<NodeName> others, long nowMillis) {
    return linked && awaySinceMillis.isPresent() && !isUnsettled(others, nowMillis) ? NONE : this;
  }
}
