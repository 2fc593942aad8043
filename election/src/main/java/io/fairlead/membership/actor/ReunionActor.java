package io.fairlead.membership.actor;

import io.fairlead.membership.ClusterReport;
import io.fairlead.membership.KnownMembers;
import io.fairlead.membership.MemberAddress;
import io.fairlead.membership.MemberId;
import io.fairlead.membership.MembershipView;
import io.fairlead.membership.Reunion;
import java.io.IOException;
import java.time.Duration;
import java.util.NavigableSet;
import org.apache.pekko.actor.Address;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.AbstractMatchingBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Adapter;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.cluster.Cluster;
import org.apache.pekko.cluster.ClusterEvent;
import org.apache.pekko.cluster.MemberStatus;

/**
 * Asks and answers which cluster a node is in, and starts this node anew when its cluster is the
 * weaker one; see {@link Reunion}. It is found by its path, since nodes of two clusters share no
 * receptionist.
 */
public final class ReunionActor extends AbstractMatchingBehavior<ReunionActor.Command> {
  static final String NAME = "fairlead-reunion";

  /** The view remembers who was in touch lately, so it must be looked at often. */
  private static final Duration SAMPLE = Duration.ofMillis(500);

  /** So many answers in a row must agree: a joiner's news may still be on its way. */
  private static final int ANSWERS_NEEDED = 2;

  /** What the reunion is told. */
  public sealed interface Command {}

  /** From a member that may be of another cluster. */
  public record AskCluster(MemberId asker, ActorRef<ClusterAnswer> replyTo) implements Command {}

  /** The answer to {@link AskCluster}. */
  public record ClusterAnswer(MemberId from, ClusterReport report) implements Command {}

  private record Reachable(ClusterEvent.ReachabilityChanged event) implements Command {}

  private enum Tick implements Command {
    TICK
  }

  private final ActorContext<Command> context;
  private final ClusterSettings settings;
  private final Cluster cluster;
  private final ClusterViews views;
  private long askedNanos = System.nanoTime();
  private int yielding;

  private ReunionActor(ActorContext<Command> context, ClusterSettings settings) {
    super(context);
    this.context = context;
    this.settings = settings;
    this.cluster = Cluster.get(context.getSystem());
    this.views = new ClusterViews(cluster);
    var events = context.messageAdapter(ClusterEvent.ReachabilityChanged.class, Reachable::new);
    cluster.subscribe(
        Adapter.toClassic(events),
        ClusterEvent.initialStateAsEvents(),
        ClusterEvent.ReachabilityChanged.class);
  }

  public static Behavior<Command> create(ClusterSettings settings) {
    return Behaviors.setup(
        context ->
            Behaviors.withTimers(
                timers -> {
                  timers.startTimerWithFixedDelay(Tick.TICK, SAMPLE);
                  return new ReunionActor(context, settings);
                }));
  }

  @Override
  public Behavior<Command> onMessage(Command command) {
    switch (command) {
      case Tick _ -> ask();
      case Reachable(var event) ->
          views.reachabilityChanged(event.reachability(), System.nanoTime());
      case AskCluster(var asker, var replyTo) -> answer(asker, replyTo);
      case ClusterAnswer(var from, var report) -> heed(from, report);
    }
    return this;
  }

  private boolean isMember() {
    var status = cluster.selfMember().status();
    return !status.equals(MemberStatus.removed()) && !status.equals(MemberStatus.down());
  }

  private void ask() {
    long now = System.nanoTime();
    var view = views.view(now);
    if (now - askedNanos < settings.reunionInterval().toNanos()) {
      return;
    }
    askedNanos = now;
    var mine = ClusterReport.of(view, view.self());
    if (!isMember() || !Reunion.asks(view, mine, settings.controllers().size())) {
      yielding = 0;
      return;
    }
    var self = cluster.selfAddress();
    for (MemberAddress address : addresses(view, mine)) {
      var node = new Address(self.protocol(), self.system(), address.host(), address.port());
      Adapter.toClassic(context.getSystem())
          .actorSelection(node + "/system/" + NAME)
          .tell(
              new AskCluster(view.self(), context.getSelf().narrow()),
              org.apache.pekko.actor.ActorRef.noSender());
    }
  }

  private NavigableSet<MemberAddress> addresses(MembershipView view, ClusterReport mine) {
    var known = KnownMembers.NONE;
    try {
      known = new KnownMembersFile(settings.knownMembersFile()).read();
    } catch (IOException e) {
      context.getLog().warn("The list of known members cannot be read: {}", e.toString());
    }
    return Reunion.addresses(
        view, mine, settings.role(), settings.controllers(), known.addresses());
  }

  private void answer(MemberId asker, ActorRef<ClusterAnswer> replyTo) {
    if (isMember()) {
      var view = views.view(System.nanoTime());
      replyTo.tell(new ClusterAnswer(view.self(), ClusterReport.of(view, asker)));
    }
  }

  private void heed(MemberId from, ClusterReport theirs) {
    var view = views.view(System.nanoTime());
    var mine = ClusterReport.of(view, view.self());
    if (!isMember() || !Reunion.yields(view, mine, from, theirs)) {
      return;
    }
    yielding++;
    if (yielding >= ANSWERS_NEEDED) {
      context
          .getLog()
          .warn(
              "Starting anew to join the cluster of {} ({} controllers up, {} members; here {}, {})",
              from,
              theirs.controllersUp(),
              theirs.members(),
              mine.controllersUp(),
              mine.members());
      DowningActor.downSelf(cluster);
    }
  }
}
