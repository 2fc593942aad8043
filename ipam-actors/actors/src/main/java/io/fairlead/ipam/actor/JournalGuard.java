package io.fairlead.ipam.actor;

import io.fairlead.journal.Ledger;
import io.fairlead.journal.Recorded;
import java.time.Duration;
import java.util.Optional;
import java.util.function.BiFunction;
import org.apache.pekko.actor.typed.BackoffSupervisorStrategy;
import org.apache.pekko.actor.typed.SupervisorStrategy;

/**
 * Keeps an entity with a damaged journal from running, and from restarting for ever.
 *
 * <p>Pekko treats an exception of the fold, or of the end of recovery, like a journal that is down:
 * it restarts with backoff, without end; but a damaged journal does not heal. So the damage is kept
 * here while the rest is replayed unread, and the entity stops at its first command.
 */
final class JournalGuard<S, E> {
  private static final Duration RESTART_DELAY_MIN = Duration.ofMillis(200);
  private static final Duration RESTART_DELAY_MAX = Duration.ofSeconds(5);
  private static final double RESTART_JITTER = 0.1;

  private final BiFunction<S, E, S> fold;
  private Optional<String> damage = Optional.empty();

  JournalGuard(BiFunction<S, E, S> fold) {
    this.fold = fold;
  }

  /** For a journal that does not answer: it will, some time. */
  static BackoffSupervisorStrategy restartWhenJournalFails() {
    return SupervisorStrategy.restartWithBackoff(
        RESTART_DELAY_MIN, RESTART_DELAY_MAX, RESTART_JITTER);
  }

  Ledger<S> apply(Ledger<S> ledger, Recorded<E> recorded) {
    if (damage.isPresent()) {
      return ledger;
    }
    try {
      return ledger.apply(recorded, fold);
    } catch (IllegalStateException e) {
      damage = Optional.of(String.valueOf(e.getMessage()));
      return ledger;
    }
  }

  /** The sentence to stop with, present when the journal is damaged. */
  Optional<String> damage() {
    return damage;
  }
}
