package io.fairlead.speaker;

import static org.junit.jupiter.api.Assertions.fail;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Polls until something holds. */
public final class Await {
  private static final long POLL_NANOS = 10_000_000;

  private Await() {}

  /** Fails with the text when the condition does not hold in time. */
  public static void until(Duration limit, BooleanSupplier condition, Supplier<String> otherwise) {
    long end = System.nanoTime() + limit.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() - end > 0) {
        fail("not within " + limit + ": " + otherwise.get());
      }
      LockSupport.parkNanos(POLL_NANOS);
    }
  }

  /** Fails as soon as the condition does not hold, until the time is over. */
  public static void always(Duration time, BooleanSupplier condition, Supplier<String> otherwise) {
    long end = System.nanoTime() + time.toNanos();
    while (System.nanoTime() - end < 0) {
      if (!condition.getAsBoolean()) {
        fail("not for " + time + ": " + otherwise.get());
      }
      LockSupport.parkNanos(POLL_NANOS);
    }
  }
}
