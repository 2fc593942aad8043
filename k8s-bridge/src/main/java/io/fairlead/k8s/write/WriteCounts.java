package io.fairlead.k8s.write;

import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;
import java.util.EnumMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/** Counts what a queue does; for any thread. */
final class WriteCounts {
  private final Map<WriteOutcome, LongAdder> attempts = new EnumMap<>(WriteOutcome.class);
  private final LongAdder retries = new LongAdder();
  private final LongAdder abandoned = new LongAdder();

  WriteCounts() {
    for (WriteOutcome outcome : WriteOutcome.values()) {
      attempts.put(outcome, new LongAdder());
    }
  }

  /**
   * One attempt is over.
   *
   * @param answer {@link WriteOutcome#UNCHANGED} when there was nothing to write
   * @param failure null when it came through
   */
  void ended(@Nullable Object answer, @Nullable Throwable failure) {
    count(
        failure == null
            ? answer == WriteOutcome.UNCHANGED ? WriteOutcome.UNCHANGED : WriteOutcome.WRITTEN
            : outcome(failure));
  }

  private void count(WriteOutcome outcome) {
    var counter = attempts.get(outcome);
    if (counter != null) {
      counter.increment();
    }
  }

  private static WriteOutcome outcome(Throwable failure) {
    return switch (failure instanceof KubernetesClientException e ? e.getCode() : 0) {
      case HttpURLConnection.HTTP_CONFLICT -> WriteOutcome.CONFLICT;
      case HttpURLConnection.HTTP_NOT_FOUND -> WriteOutcome.GONE;
      default -> WriteOutcome.FAILED;
    };
  }

  void triedAgain() {
    retries.increment();
  }

  void gaveUp() {
    abandoned.increment();
  }

  WriteStats stats(String writer, int waiting) {
    var sums = new TreeMap<WriteOutcome, Long>();
    attempts.forEach((outcome, count) -> sums.put(outcome, count.sum()));
    return new WriteStats(writer, sums, retries.sum(), abandoned.sum(), waiting);
  }
}
