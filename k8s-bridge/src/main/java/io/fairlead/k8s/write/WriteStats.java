package io.fairlead.k8s.write;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a writer did since the bridge started.
 *
 * @param writer such as {@code service_status}
 * @param attempts how many had which outcome; every outcome is there
 * @param retries attempts that were not the first
 * @param abandoned writes that failed for good; the next look at what is shown may write again
 * @param waiting writes that wait or are under way
 */
public record WriteStats(
    String writer,
    SortedMap<WriteOutcome, Long> attempts,
    long retries,
    long abandoned,
    int waiting) {
  public WriteStats {
    attempts = Collections.unmodifiableSortedMap(new TreeMap<>(attempts));
  }

  /** Attempts that ended so. */
  public long count(WriteOutcome outcome) {
    return attempts.getOrDefault(outcome, 0L);
  }
}
