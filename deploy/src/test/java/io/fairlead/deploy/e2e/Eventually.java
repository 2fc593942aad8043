package io.fairlead.deploy.e2e;

import static org.junit.jupiter.api.Assertions.fail;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Waits for a state by looking again and again. */
final class Eventually {
  /** Enough for a machine that has much else to do. */
  static final Duration LIMIT = Duration.ofSeconds(90);

  private static final long LOOK_AGAIN_MILLIS = 50;

  private Eventually() {}

  static void holds(String expected, BooleanSupplier state, Supplier<?> seen) {
    var _ =
        found(expected, () -> state.getAsBoolean() ? Optional.of(true) : Optional.empty(), seen);
  }

  static <T> T found(String expected, Supplier<Optional<T>> look, Supplier<?> seen) {
    long deadline = System.nanoTime() + LIMIT.toNanos();
    while (true) {
      Optional<T> now = look.get();
      if (now.isPresent()) {
        return now.get();
      }
      if (System.nanoTime() > deadline) {
        fail("expected: %s%nseen:     %s".formatted(expected, seen.get()));
      }
      pause(LOOK_AGAIN_MILLIS);
    }
  }

  static void pause(long millis) {
    try {
      TimeUnit.MILLISECONDS.sleep(millis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }
}
