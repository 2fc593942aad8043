package io.fairlead.persistence.journal;

import io.fairlead.journal.Ledger;
import io.fairlead.journal.Recorded;
import io.fairlead.persistence.schema.Stored;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.LongFunction;
import java.util.stream.LongStream;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.SupervisorStrategy;
import org.apache.pekko.persistence.typed.EventAdapter;
import org.apache.pekko.persistence.typed.PersistenceId;
import org.apache.pekko.persistence.typed.RecoveryFailed;
import org.apache.pekko.persistence.typed.javadsl.CommandHandlerWithReply;
import org.apache.pekko.persistence.typed.javadsl.EventHandler;
import org.apache.pekko.persistence.typed.javadsl.EventSourcedBehaviorWithEnforcedReplies;
import org.apache.pekko.persistence.typed.javadsl.ReplyEffect;
import org.apache.pekko.persistence.typed.javadsl.SignalHandler;

/** A journaled entity that records what it is told and remembers the last event. */
public final class RecordingActor<E>
    extends EventSourcedBehaviorWithEnforcedReplies<
        RecordingActor.Command<E>, Recorded<E>, Ledger<Optional<E>>> {
  /** Event number {@code n} was decided {@code n} seconds later. */
  public static final Instant START = Instant.parse("2026-03-01T00:00:00Z");

  private final EventAdapter<Recorded<E>, Stored> adapter;
  private final ActorRef<String> faults;

  private RecordingActor(
      PersistenceId id, EventAdapter<Recorded<E>, Stored> adapter, ActorRef<String> faults) {
    super(
        id,
        SupervisorStrategy.restartWithBackoff(Duration.ofMillis(200), Duration.ofSeconds(1), 0.1));
    this.adapter = adapter;
    this.faults = faults;
  }

  public sealed interface Command<E> {}

  /** Records {@code count} events in one write; answers with the number of the last. */
  public record Append<E>(int count, LongFunction<E> eventOf, ActorRef<Long> replyTo)
      implements Command<E> {}

  public record GetLedger<E>(ActorRef<Ledger<Optional<E>>> replyTo) implements Command<E> {}

  public static <E> Behavior<Command<E>> create(
      String id, EventAdapter<Recorded<E>, Stored> adapter, ActorRef<String> faults) {
    return new RecordingActor<>(PersistenceId.ofUniqueId(id), adapter, faults);
  }

  @Override
  public EventAdapter<Recorded<E>, Stored> eventAdapter() {
    return adapter;
  }

  @Override
  public Ledger<Optional<E>> emptyState() {
    return Ledger.start(Optional.empty());
  }

  @Override
  public CommandHandlerWithReply<Command<E>, Recorded<E>, Ledger<Optional<E>>> commandHandler() {
    return this::onCommand;
  }

  private ReplyEffect<Recorded<E>, Ledger<Optional<E>>> onCommand(
      Ledger<Optional<E>> ledger, Command<E> command) {
    return switch (command) {
      case Append<E>(var count, var eventOf, var replyTo) ->
          Effect()
              .persist(recorded(ledger.number(), count, eventOf))
              .thenReply(replyTo, Ledger::number);
      case GetLedger<E>(var replyTo) -> Effect().reply(replyTo, ledger);
    };
  }

  private static <E> List<Recorded<E>> recorded(long number, int count, LongFunction<E> eventOf) {
    return LongStream.rangeClosed(number + 1, number + count)
        .mapToObj(n -> new Recorded<>(n, START.plusSeconds(n), eventOf.apply(n)))
        .toList();
  }

  @Override
  public EventHandler<Ledger<Optional<E>>, Recorded<E>> eventHandler() {
    return (ledger, recorded) -> ledger.apply(recorded, (last, event) -> Optional.of(event));
  }

  @Override
  public SignalHandler<Ledger<Optional<E>>> signalHandler() {
    return newSignalHandlerBuilder()
        .onSignal(
            RecoveryFailed.class,
            (ledger, signal) -> faults.tell(String.valueOf(signal.getFailure().getMessage())))
        .build();
  }
}
