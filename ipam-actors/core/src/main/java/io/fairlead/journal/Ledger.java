package io.fairlead.journal;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;

/**
 * A journaled state and the number of events it was folded from.
 *
 * @param number of the last event; 0 before the first
 */
public record Ledger<S>(long number, S state) {

  /** An entity before its first event. */
  public static <S> Ledger<S> start(S empty) {
    return new Ledger<>(0, empty);
  }

  /** Gives new events their numbers. */
  public <E> List<Recorded<E>> record(List<? extends E> events, Instant at) {
    var recorded = new ArrayList<Recorded<E>>(events.size());
    long next = number;
    for (E event : events) {
      next++;
      recorded.add(new Recorded<>(next, at, event));
    }
    return List.copyOf(recorded);
  }

  /**
   * Folds one event.
   *
   * @throws JournalGapException when the event's number does not follow
   */
  public <E> Ledger<S> apply(Recorded<E> recorded, BiFunction<S, E, S> fold) {
    if (recorded.number() != number + 1) {
      throw new JournalGapException(number + 1, recorded.number());
    }
    return new Ledger<>(recorded.number(), fold.apply(state, recorded.event()));
  }
}
