package io.fairlead.load.failover;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** Waits for a state; for a time only where that time is what is measured. */
final class Patience {
  private static final long LOOK_AGAIN_MILLIS = 100;

  private Patience() {}

  /**
   * Looks again and again.
   *
   * @param what is waited for, for the message when it does not come
   * @param words how the last look is shown in that message
   */
  static <T> T await(
      String what,
      Duration limit,
      Supplier<T> look,
      Predicate<T> wanted,
      Function<T, String> words) {
    long deadline = System.nanoTime() + limit.toNanos();
    while (true) {
      T seen = look.get();
      if (wanted.test(seen)) {
        return seen;
      }
      if (System.nanoTime() > deadline) {
        throw new CampaignException(
            "%s did not happen within %d s; last seen: %s"
                .formatted(what, limit.toSeconds(), words.apply(seen)));
      }
      pause(Duration.ofMillis(LOOK_AGAIN_MILLIS));
    }
  }

  /** Lets so much time pass. */
  static void pause(Duration length) {
    try {
      TimeUnit.MILLISECONDS.sleep(length.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CampaignException("interrupted", e);
    }
  }
}
