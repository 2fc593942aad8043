package io.fairlead.speaker.plan;

import static java.util.Collections.unmodifiableSortedMap;

import io.fairlead.table.HelloKey;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The keys of the hello sessions that a node knows. A new key is accepted at once and used only
 * when all others have had time to learn it too.
 *
 * @param learnedMillis when each was learned, the newest key last
 */
public record HelloKeyBook(SortedMap<HelloKey, Long> learnedMillis) {
  /** So long a new key is known before it is used. */
  public static final long OVERLAP_MILLIS = 10_000;

  private static final int KEYS_MAX = 3;
  private static final Comparator<HelloKey> AGE =
      Comparator.comparingLong(HelloKey::generation).thenComparing(HelloKey::secret);

  public static final HelloKeyBook EMPTY = new HelloKeyBook(new TreeMap<>(AGE));

  public HelloKeyBook {
    var copy = new TreeMap<HelloKey, Long>(AGE);
    copy.putAll(learnedMillis);
    learnedMillis = unmodifiableSortedMap(copy);
  }

  /** This book with more keys; the oldest are dropped. */
  public HelloKeyBook with(Collection<HelloKey> more, long nowMillis) {
    var next = new TreeMap<>(learnedMillis);
    more.forEach(key -> next.putIfAbsent(key, nowMillis));
    while (next.size() > KEYS_MAX) {
      next.pollFirstEntry();
    }
    return new HelloKeyBook(next);
  }

  /** All that are accepted, the newest last. */
  public List<HelloKey> keys() {
    return List.copyOf(learnedMillis.keySet());
  }

  /** The one to sign with: the newest that was known for long enough, else the oldest. */
  public Optional<HelloKey> signing(long nowMillis) {
    return learnedMillis.entrySet().stream()
        .filter(entry -> nowMillis - entry.getValue() >= OVERLAP_MILLIS)
        .map(entry -> entry.getKey())
        .reduce((_, newer) -> newer)
        .or(() -> learnedMillis.keySet().stream().findFirst());
  }
}
