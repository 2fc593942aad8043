package io.fairlead.membership.actor;

import io.fairlead.membership.KnownMembers;
import io.fairlead.membership.MemberAddress;
import io.fairlead.membership.SeedList;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableSet;
import java.util.TreeSet;
import org.apache.pekko.actor.Address;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.AbstractMatchingBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.cluster.Cluster;
import org.apache.pekko.cluster.Member;
import org.apache.pekko.cluster.MemberStatus;

/**
 * Makes this node a member, and keeps the list of members for the next start. As long as it is not
 * a member it asks again, at once when a new speaker becomes known. Nothing here is journaled; the
 * list on disk may be old or missing.
 */
public final class ClusterJoinerActor extends AbstractMatchingBehavior<ClusterJoinerActor.Command> {
  /** Also how long a new member stays unknown to the disk. */
  private static final Duration TICK = Duration.ofMillis(200);

  /** How old a sight on disk may grow while nothing else changes. */
  private static final Duration REWRITE_AFTER = Duration.ofHours(1);

  /** What the joiner is told. */
  public sealed interface Command {}

  /** The speakers that should exist, by the API server's nodes; replaces the earlier list. */
  public record SpeakersExpected(List<MemberAddress> speakers) implements Command {
    public SpeakersExpected {
      speakers = List.copyOf(speakers);
    }
  }

  private enum Tick implements Command {
    TICK
  }

  private final ActorContext<Command> context;
  private final ClusterSettings settings;
  private final Cluster cluster;
  private KnownMembers known = KnownMembers.NONE;
  private List<MemberAddress> expected = List.of();
  private List<MemberAddress> asked = List.of();
  private Instant askedAt = Instant.EPOCH;
  private Instant writtenAt = Instant.EPOCH;

  private ClusterJoinerActor(ActorContext<Command> context, ClusterSettings settings) {
    super(context);
    this.context = context;
    this.settings = settings;
    this.cluster = Cluster.get(context.getSystem());
    try {
      known = new KnownMembersFile(settings.knownMembersFile()).read();
    } catch (IOException e) {
      context.getLog().warn("The list of known members cannot be read: {}", e.toString());
    }
    converge();
  }

  public static Behavior<Command> create(ClusterSettings settings) {
    return Behaviors.setup(
        context ->
            Behaviors.withTimers(
                timers -> {
                  timers.startTimerWithFixedDelay(Tick.TICK, TICK);
                  return new ClusterJoinerActor(context, settings);
                }));
  }

  @Override
  public Behavior<Command> onMessage(Command command) {
    if (command instanceof SpeakersExpected(var speakers)) {
      expected = speakers;
    }
    converge();
    return this;
  }

  private void converge() {
    if (cluster.selfMember().status().equals(MemberStatus.removed())) {
      join(Instant.now());
    } else {
      remember(Instant.now());
    }
  }

  private void join(Instant now) {
    var speakers = new ArrayList<>(known.addresses());
    speakers.addAll(expected);
    var list = SeedList.of(settings.self(), settings.controllers(), speakers);
    if (list.seeds().equals(asked) && askedAt.plus(settings.rejoinAfter()).isAfter(now)) {
      return;
    }
    if (!list.seeds().equals(asked)) {
      context
          .getLog()
          .info(
              "Joining by {} seeds{}: {}",
              list.seeds().size(),
              list.mayFound() ? ", founding if none answers" : "",
              list.seeds());
    }
    asked = list.seeds();
    askedAt = now;
    var self = cluster.selfAddress();
    cluster.joinSeedNodes(
        asked.stream()
            .map(seed -> new Address(self.protocol(), self.system(), seed.host(), seed.port()))
            .toList());
  }

  private void remember(Instant now) {
    NavigableSet<MemberAddress> members = new TreeSet<>();
    for (Member member : cluster.state().getMembers()) {
      if (!member.status().equals(MemberStatus.down())) {
        ClusterViews.address(member.address()).ifPresent(members::add);
      }
    }
    boolean news = !known.addresses().containsAll(members);
    if (!news && writtenAt.plus(REWRITE_AFTER).isAfter(now)) {
      return;
    }
    known = known.seen(members, now);
    writtenAt = now;
    try {
      new KnownMembersFile(settings.knownMembersFile()).write(known);
    } catch (IOException e) {
      context.getLog().warn("The list of known members cannot be written: {}", e.toString());
    }
  }
}
