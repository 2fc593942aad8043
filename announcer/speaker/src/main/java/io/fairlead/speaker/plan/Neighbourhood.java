package io.fairlead.speaker.plan;

import io.fairlead.cluster.NodeName;
import io.fairlead.speaker.plan.Suspicions.Suspicion;
import java.util.Collections;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * All that one node knows of the others and of its own standing among them, and the one rule of who
 * lives (ADR-0017):
 *
 * <ol>
 *   <li>who fell silent by hello, or said there that it announces no more, is gone for {@link
 *       Suspicions#KEEP_MILLIS}, or until it is heard again;
 *   <li>else, who is heard by hello lives, and so does who speaks to this node though the cluster
 *       does not reach it, for {@link Words#KEEP_MILLIS};
 *   <li>else the cluster decides, as far as this node may trust its own hearing.
 * </ol>
 */
public record Neighbourhood(
    Liveness liveness, OwnStanding standing, Suspicions hello, AnswerHold answers, Words words) {

  public static Neighbourhood of(NodeName self) {
    return new Neighbourhood(
        Liveness.UNKNOWN, OwnStanding.of(self), Suspicions.NONE, AnswerHold.NONE, Words.NONE);
  }

  /** The cluster, once joined, shows this. */
  public Neighbourhood shown(ClusterView view, long nowMillis) {
    var lostAllTheTime = new TreeSet<>(standing.view().lost());
    lostAllTheTime.retainAll(view.lost());
    return new Neighbourhood(
        liveness.shown(view.live(), view.known(), nowMillis),
        standing.shown(view, nowMillis),
        hello,
        answers,
        words.retain(lostAllTheTime));
  }

  /** An incarnation of the cluster ends; what it showed last holds until another shows more. */
  public Neighbourhood detached(SortedSet<NodeName> lastLive) {
    return new Neighbourhood(liveness.detached(lastLive), standing.left(), hello, answers, words);
  }

  /** This speaker itself said something. */
  public Neighbourhood heardFrom(NodeName peer, long nowMillis) {
    return new Neighbourhood(
        liveness, standing.heardFrom(peer), hello.heardFrom(peer), answers, heard(peer, nowMillis));
  }

  /** This speaker has told all its claims. */
  public Neighbourhood toldBy(NodeName peer, long nowMillis) {
    return new Neighbourhood(
        liveness,
        standing.toldBy(peer),
        hello.heardFrom(peer),
        answers.toldBy(peer),
        heard(peer, nowMillis));
  }

  public Neighbourhood linked(boolean now, long nowMillis) {
    return new Neighbourhood(
        liveness, standing.linked(now, nowMillis), hello, answers.linked(now, nowMillis), words);
  }

  /** This process stood still so long that what it thinks of others may be wrong. */
  public Neighbourhood paused(long nowMillis) {
    return new Neighbourhood(
        liveness, standing.paused(nowMillis), hello, answers.away(nowMillis), words);
  }

  /** This process stood still so long that others may think it gone. */
  public Neighbourhood away(long nowMillis) {
    return new Neighbourhood(liveness, standing, hello, answers.away(nowMillis), words);
  }

  /** Those who watch this node have not noticed that it was away; it has a link. */
  public Neighbourhood unnoticed() {
    return new Neighbourhood(
        liveness, standing, hello, answers.linked() ? AnswerHold.NONE : answers, words);
  }

  /** The hello session with this node says something new. */
  public Neighbourhood hello(NodeName node, HelloNews news, long nowMillis) {
    var next =
        switch (news) {
          case UP -> hello.up(node);
          case UNKNOWN -> hello.unknown(node);
          case LEFT -> hello.left(node, nowMillis);
          case SILENT, SILENT_CONFIRMED ->
              trustsItsHearing(nowMillis)
                  ? hello.silent(node, news == HelloNews.SILENT_CONFIRMED || isPair(), nowMillis)
                  : hello.unknown(node);
        };
    return new Neighbourhood(liveness, standing, next, answers, words);
  }

  /** This neighbourhood without what is over. */
  public Neighbourhood at(long nowMillis) {
    return new Neighbourhood(
        liveness,
        standing,
        hello.at(nowMillis),
        answers.at(presentOthers(nowMillis), nowMillis),
        words.at(nowMillis));
  }

  /** True when something that counted before counts no more. */
  public boolean fadedSince(Neighbourhood before) {
    return !hello.equals(before.hello) || !words.equals(before.words);
  }

  /** Why nothing may be taken over from who is merely silent to the cluster. */
  public Optional<TakeOverHold> hold(long nowMillis) {
    return standing.hold(nowMillis);
  }

  /** True while this node may not answer, whatever it announces. */
  public boolean isShut(long nowMillis) {
    return answers.isShut(presentOthers(nowMillis), nowMillis);
  }

  /** What the others are to be asked now. */
  public Optional<PeerQuestion> question(long nowMillis) {
    if (answers.isUnsettled(presentOthers(nowMillis), nowMillis)) {
      return Optional.of(PeerQuestion.CLAIMS);
    }
    var byCluster = hold(nowMillis).flatMap(PeerQuestion::about);
    return byCluster.isEmpty() && hello.awaitsWitness(nowMillis)
        ? Optional.of(PeerQuestion.REACH)
        : byCluster;
  }

  /** True when this neighbourhood raises a question that the other one did not. */
  public boolean doubtsMoreThan(Neighbourhood before) {
    return !standing.doubtedAtMillis().equals(before.standing.doubtedAtMillis())
        || !standing.lostAtMillis().equals(before.standing.lostAtMillis())
        || !answers.awaySinceMillis().equals(before.answers.awaySinceMillis())
        || !hello.suspected().equals(before.hello.suspected());
  }

  /** True when only what the cluster shows counts. */
  public boolean isSettled(long nowMillis) {
    return liveness.settled(nowMillis);
  }

  /** The live ones, given all {@code candidates} that the table and the claims name. */
  public SortedSet<NodeName> live(SortedSet<NodeName> candidates, long nowMillis) {
    var lost = standing.view().lost();
    var live =
        new TreeSet<>(
            hold(nowMillis).isPresent()
                ? liveness.presumedLive(candidates, lost)
                : liveness.live(candidates, nowMillis));
    hello.up().stream().filter(node -> lost.contains(node)).forEach(live::add);
    live.addAll(words.nodes(nowMillis));
    live.removeAll(hello.gone(nowMillis));
    return Collections.unmodifiableSortedSet(live);
  }

  /** The other speakers that the cluster reaches and hello does not deny. */
  private SortedSet<NodeName> presentOthers(long nowMillis) {
    var others = standing.view().liveOthers(standing.self());
    others.removeAll(hello.gone(nowMillis));
    return others;
  }

  // A word from before the loss proves nothing: what was silent since may be dead.
  private Words heard(NodeName peer, long nowMillis) {
    return standing.view().lost().contains(peer) ? words.heardFrom(peer, nowMillis) : words;
  }

  private boolean trustsItsHearing(long nowMillis) {
    return standing.hold(nowMillis).filter(reason -> reason != TakeOverHold.UNCONFIRMED).isEmpty();
  }

  private boolean isPair() {
    var view = standing.view();
    return view.lost().size() + view.liveOthers(standing.self()).size() < OwnStanding.OTHERS_MIN;
  }

  /** Since when this node is suspected by hello; empty when it is not. */
  public Optional<Suspicion> suspicion(NodeName node) {
    return Optional.ofNullable(hello.suspected().get(node));
  }

  /** Since when the cluster does not reach this node, as far as it was noted. */
  public Optional<Long> lostSinceMillis(NodeName node) {
    return standing.lostAtMillis().filter(_ -> standing.view().lost().contains(node));
  }
}
