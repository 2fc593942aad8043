package io.fairlead.speaker.plan;

import static java.util.Collections.unmodifiableSortedSet;

import io.fairlead.cluster.NodeName;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * How this node itself stands, and so whether silence of the others may be taken for their death.
 * To a node that is cut off, or that stood still, everyone else looks dead; what it took over then
 * would move to it, with the highest epoch, as soon as the others hear it again.
 *
 * @param linked an interface to announce on has a carrier
 * @param view what the cluster showed last
 * @param detached there is no cluster at present; the view is the last incarnation's
 * @param doubtedAtMillis when the view became doubtful: at a regained link, after a pause of the
 *     process, or when an isolated node reached someone again; empty if it never did or is trusted
 *     since
 * @param told who has told all its claims since then
 * @param lostAtMillis when others fell silent that nobody confirmed yet
 */
public record OwnStanding(
    NodeName self,
    boolean linked,
    ClusterView view,
    boolean detached,
    Optional<Long> doubtedAtMillis,
    SortedSet<NodeName> told,
    Optional<Long> lostAtMillis) {
  /**
   * So long at least a doubtful view is not acted on: the failure detector needs some heartbeats to
   * take back what it said of nodes that were alive all the time.
   */
  public static final long SETTLE_MILLIS_MIN = 3_000;

  /** So long at most; then who is silent still is dead. */
  public static final long SETTLE_MILLIS_MAX = 10_000;

  /**
   * So long at most a loss waits for another speaker to answer. Longer than the failure detector
   * takes from the first loss to the last when this node is cut off from all.
   */
  public static final long CONFIRM_MILLIS_MAX = 5_000;

  /** With fewer other speakers than this there is no majority to bow to. */
  public static final int OTHERS_MIN = 2;

  public OwnStanding {
    told = unmodifiableSortedSet(new TreeSet<>(told));
  }

  public static OwnStanding of(NodeName self) {
    return new OwnStanding(
        self, true, ClusterView.BLANK, false, Optional.empty(), new TreeSet<>(), Optional.empty());
  }

  /** An interface to announce on has a carrier, or none has. */
  public OwnStanding linked(boolean now, long nowMillis) {
    if (now == linked) {
      return this;
    }
    var next = new OwnStanding(self, now, view, detached, doubtedAtMillis, told, lostAtMillis);
    return now ? next.doubted(nowMillis) : next;
  }

  /** This process has not run for a while, and heard nobody. */
  public OwnStanding paused(long nowMillis) {
    return doubted(nowMillis);
  }

  public OwnStanding shown(ClusterView now, long nowMillis) {
    boolean loss = !view.lost().containsAll(now.lost());
    var lostAt = lostAtMillis.filter(_ -> !now.lost().isEmpty());
    if (loss && now.lost().size() + now.liveOthers(self).size() >= OTHERS_MIN) {
      lostAt = Optional.of(nowMillis);
    }
    // A doubt that the last view ended is over: a loss from now on is a loss.
    var doubt = doubtedAtMillis.filter(since -> !settled(nowMillis - since));
    var next = new OwnStanding(self, linked, now, false, doubt, told, lostAt);
    boolean regained = isolated() && !next.isolated();
    return regained || detached ? next.doubted(nowMillis) : next;
  }

  /** This incarnation of the cluster ends; the next one begins with a view that may be old. */
  public OwnStanding left() {
    boolean never = view.equals(ClusterView.BLANK);
    return new OwnStanding(
        self, linked, view, detached || !never, doubtedAtMillis, told, lostAtMillis);
  }

  /** This speaker has told all its claims. */
  public OwnStanding toldBy(NodeName peer) {
    var nowTold = new TreeSet<>(told);
    nowTold.add(peer);
    return new OwnStanding(self, linked, view, detached, doubtedAtMillis, nowTold, lostAtMillis)
        .heardFrom(peer);
  }

  /** This speaker answered; so this node is not alone. */
  public OwnStanding heardFrom(NodeName peer) {
    return lostAtMillis.isPresent() && view.liveOthers(self).contains(peer)
        ? new OwnStanding(self, linked, view, detached, doubtedAtMillis, told, Optional.empty())
        : this;
  }

  /** Why nothing may be taken over at present; empty when it may. */
  public Optional<TakeOverHold> hold(long nowMillis) {
    if (!linked) {
      return Optional.of(TakeOverHold.NO_LINK);
    }
    if (isolated()) {
      return Optional.of(TakeOverHold.ISOLATED);
    }
    if (doubtedAtMillis.filter(since -> !settled(nowMillis - since)).isPresent()) {
      return Optional.of(TakeOverHold.SETTLING);
    }
    return lostAtMillis
        .filter(since -> nowMillis - since < CONFIRM_MILLIS_MAX)
        .map(_ -> TakeOverHold.UNCONFIRMED);
  }

  private boolean isolated() {
    return !view.reachesOthers() && view.lost().size() >= OTHERS_MIN;
  }

  private boolean settled(long elapsedMillis) {
    var others = view.liveOthers(self);
    boolean allThere = view.lost().isEmpty() && !others.isEmpty() && told.containsAll(others);
    return elapsedMillis >= (allThere ? SETTLE_MILLIS_MIN : SETTLE_MILLIS_MAX);
  }

  private OwnStanding doubted(long nowMillis) {
    return new OwnStanding(
        self, linked, view, detached, Optional.of(nowMillis), new TreeSet<>(), lostAtMillis);
  }
}
