package io.fairlead.speaker.actor;

import io.fairlead.placement.Claim;
import io.fairlead.placement.NodeInterface;
import io.fairlead.placement.TakeOver;
import io.fairlead.report.ReportStream;
import io.fairlead.report.actor.ReportProtocol;
import io.fairlead.report.actor.ReportProtocol.BeginAnew;
import io.fairlead.report.actor.ReportProtocol.Tell;
import io.fairlead.report.actor.ReportProtocol.ToDesk;
import io.fairlead.report.actor.ReportProtocol.ToReporter;
import io.fairlead.speaker.CoreListener;
import io.fairlead.speaker.SpeakerCore;
import io.fairlead.speaker.plan.PeerQuestion;
import io.fairlead.table.TableRevision;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.PostStop;
import org.apache.pekko.actor.typed.Signal;
import org.apache.pekko.actor.typed.javadsl.AbstractMatchingBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;
import org.apache.pekko.actor.typed.receptionist.Receptionist;

/**
 * Tells the desk of the active controller what this node announces and what troubles it: everything
 * at first, then what changed, and every few seconds that it lives. It decides nothing; without a
 * controller nobody hears it.
 */
final class ReporterActor extends AbstractMatchingBehavior<ReporterActor.Command> {
  /** Changes come in bursts, and a status is no traffic: it may be this late. */
  private static final Duration COALESCE = Duration.ofMillis(100);

  private static final Duration REPEAT = Duration.ofSeconds(5);

  /** What the reporter does. */
  sealed interface Command {}

  private record DesksListed(Set<ActorRef<ToDesk>> desks) implements Command {}

  private record FromDesk(ToReporter message) implements Command {}

  private record Changed() implements Command {}

  private record Report() implements Command {}

  private record Repeat() implements Command {}

  private final TimerScheduler<Command> timers;
  private final SpeakerCore core;
  private final CoreListener listener;
  private final ActorRef<ToReporter> answers;
  private final Map<ActorRef<ToDesk>, ReportStream> streams = new HashMap<>();

  private ReporterActor(
      ActorContext<Command> context, TimerScheduler<Command> timers, SpeakerCore core) {
    super(context);
    this.timers = timers;
    this.core = core;
    this.answers = context.messageAdapter(ToReporter.class, FromDesk::new);
    this.listener = listenerTo(context.getSelf());
  }

  static Behavior<Command> create(SpeakerCore core) {
    return Behaviors.setup(
        context ->
            Behaviors.withTimers(timers -> new ReporterActor(context, timers, core).started()));
  }

  private ReporterActor started() {
    var listings =
        getContext()
            .messageAdapter(
                Receptionist.Listing.class,
                listing -> new DesksListed(listing.getServiceInstances(ReportProtocol.DESK_KEY)));
    getContext()
        .getSystem()
        .receptionist()
        .tell(Receptionist.subscribe(ReportProtocol.DESK_KEY, listings));
    core.attach(listener);
    timers.startTimerWithFixedDelay(new Repeat(), REPEAT);
    return this;
  }

  @Override
  public Behavior<Command> onMessage(Command command) {
    switch (command) {
      case DesksListed(var desks) -> {
        streams.keySet().retainAll(desks);
        desks.forEach(desk -> streams.computeIfAbsent(desk, _ -> freshStream()));
        report();
      }
      case FromDesk(BeginAnew(var desk)) -> {
        streams.put(desk, freshStream());
        report();
      }
      case Changed() -> {
        if (!timers.isTimerActive(Report.class)) {
          timers.startSingleTimer(Report.class, new Report(), COALESCE);
        }
      }
      case Report(), Repeat() -> report();
    }
    return this;
  }

  @Override
  public Behavior<Command> onSignal(Signal signal) {
    if (signal instanceof PostStop) {
      core.forget(listener);
    }
    return this;
  }

  private ReportStream freshStream() {
    return new ReportStream(core.self(), ThreadLocalRandom.current().nextLong());
  }

  private void report() {
    var revision = core.table().revision();
    var usable = core.segment().interfaces().orElse(List.of());
    var names = usable.stream().map(NodeInterface::name).toList();
    var said = core.segment().report();
    streams.forEach(
        (desk, stream) ->
            stream.tell(revision, names, said).forEach(part -> desk.tell(new Tell(part, answers))));
  }

  private static CoreListener listenerTo(ActorRef<Command> self) {
    return new CoreListener() {
      @Override
      public void announced(List<Claim> claims, List<Claim> aboveTable, List<TakeOver> takenOver) {}

      @Override
      public void announcementsChanged() {
        self.tell(new Changed());
      }

      @Override
      public void stored(TableRevision revision) {}

      @Override
      public void interfacesChanged(List<NodeInterface> interfaces) {
        self.tell(new Changed());
      }

      @Override
      public void asks(PeerQuestion question) {}
    };
  }
}
