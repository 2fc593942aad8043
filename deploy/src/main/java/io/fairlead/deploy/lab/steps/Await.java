package io.fairlead.deploy.lab.steps;

import io.fairlead.deploy.lab.net.LabException;
import io.fairlead.deploy.lab.net.LabExit;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Waits for a state by looking again and again.
 *
 * @param limit how long
 * @param trouble what makes waiting pointless, such as a program that has ended; asked at every
 *     look
 * @param lastWords what to print below a failure, such as the ends of logs
 */
record Await(Duration limit, Supplier<Optional<String>> trouble, Supplier<String> lastWords) {
  private static final long LOOK_AGAIN_MILLIS = 25;

  /**
   * What one look saw.
   *
   * @param found what was waited for, once it is there
   * @param seen what is there instead, for the message
   */
  record Look<T>(Optional<T> found, String seen) {
    static <T> Look<T> at(T found) {
      return new Look<>(Optional.of(found), "");
    }

    static <T> Look<T> notYet(String seen) {
      return new Look<>(Optional.empty(), seen);
    }
  }

  /** Returns what was waited for, or fails with what was expected and what was seen last. */
  <T> T until(String expected, Supplier<Look<T>> look) {
    long deadline = System.nanoTime() + limit.toNanos();
    while (true) {
      Look<T> now = look.get();
      if (now.found().isPresent()) {
        return now.found().get();
      }
      Optional<String> inTheWay = trouble.get();
      if (inTheWay.isPresent()) {
        throw LabException.failed(
            "expected: %s%nseen:     %s%n%s".formatted(expected, now.seen(), inTheWay.get()));
      }
      if (System.nanoTime() > deadline) {
        throw LabException.failed(
            "expected: %s within %d s%nseen:     %s%n%s"
                .formatted(expected, limit.toSeconds(), now.seen(), lastWords.get()));
      }
      pause();
    }
  }

  private static void pause() {
    try {
      TimeUnit.MILLISECONDS.sleep(LOOK_AGAIN_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new LabException(LabExit.SCENARIO_FAILED, "interrupted", e);
    }
  }
}
