package io.fairlead.report.actor;

import io.fairlead.report.ClusterReport;
import io.fairlead.report.ReportBook;
import io.fairlead.report.actor.ReportProtocol.BeginAnew;
import io.fairlead.report.actor.ReportProtocol.Tell;
import io.fairlead.report.actor.ReportProtocol.ToDesk;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.AbstractMatchingBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;
import org.apache.pekko.actor.typed.receptionist.Receptionist;

/**
 * Where all speakers report: on the active controller, once. Nothing is journaled; a new desk hears
 * everything anew.
 */
public final class ReportDeskActor extends AbstractMatchingBehavior<ReportDeskActor.Command> {
  /** Changes that come together are handed on together. */
  private static final Duration COALESCE = Duration.ofMillis(200);

  /** Silence sends no message, and whoever reads reports repairs what others changed. */
  private static final Duration REPEAT = Duration.ofSeconds(5);

  /** What the desk does. */
  public sealed interface Command {}

  private record Told(ToDesk message) implements Command {}

  private record HandOn() implements Command {}

  private record Repeat() implements Command {}

  private final TimerScheduler<Command> timers;
  private final Consumer<ClusterReport> reader;
  private final ActorRef<ToDesk> inlet;
  private final ReportBook book = new ReportBook(nowMillis());

  private ReportDeskActor(
      ActorContext<Command> context,
      TimerScheduler<Command> timers,
      Consumer<ClusterReport> reader) {
    super(context);
    this.timers = timers;
    this.reader = reader;
    this.inlet = context.messageAdapter(ToDesk.class, Told::new);
    context.getSystem().receptionist().tell(Receptionist.register(ReportProtocol.DESK_KEY, inlet));
    timers.startTimerWithFixedDelay(new Repeat(), REPEAT);
  }

  /**
   * @param reader is called with what the speakers say, on every change and every few seconds
   */
  public static Behavior<Command> create(Consumer<ClusterReport> reader) {
    return Behaviors.setup(
        context -> Behaviors.withTimers(timers -> new ReportDeskActor(context, timers, reader)));
  }

  @Override
  public Behavior<Command> onMessage(Command command) {
    switch (command) {
      case Told(Tell tell) -> told(tell);
      case HandOn(), Repeat() -> reader.accept(book.at(nowMillis()));
    }
    return this;
  }

  private void told(Tell tell) {
    var part = tell.part();
    if (!book.accept(part, nowMillis())) {
      tell.speaker().tell(new BeginAnew(inlet));
      return;
    }
    boolean isNews = part.number() == 0 || !part.gone().isEmpty() || !part.now().all().isEmpty();
    if (isNews && !timers.isTimerActive(HandOn.class)) {
      timers.startSingleTimer(HandOn.class, new HandOn(), COALESCE);
    }
  }

  private static long nowMillis() {
    return TimeUnit.NANOSECONDS.toMillis(System.nanoTime());
  }
}
