package io.fairlead.k8s.write;

import io.fairlead.cluster.ServiceKey;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;

/**
 * Remembers what was said of which Service, to say it only on change. The same text again, right
 * after itself, is counted and told to the server at most once in {@link #REFRESH}; the same text
 * after another one raises the count of the Event that is there. Not safe for several threads.
 */
final class EventLedger {
  /** The server forgets Events after an hour, so what still holds is refreshed well before. */
  static final Duration REFRESH = Duration.ofMinutes(10);

  private static final int ENTRIES_MAX = 20_000;

  private record Topic(ServiceKey service, String component) {}

  private record Saying(ServiceKey service, EventText text) {}

  private final SequencedMap<Topic, EventText> latest = bounded();
  private final SequencedMap<Saying, EventAggregate> aggregates = bounded();

  private static <K, V> SequencedMap<K, V> bounded() {
    return new LinkedHashMap<>(16, 0.75f, true) {
      private static final long serialVersionUID = 1;

      @Override
      protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
        return size() > ENTRIES_MAX;
      }
    };
  }

  /**
   * Notes what is said now.
   *
   * @param freshName name for a new Event object, should one be needed
   * @return what the server is to be told, or empty when it knows
   */
  Optional<EventAggregate> note(ServiceKey service, EventText text, Instant now, String freshName) {
    var before = latest.put(new Topic(service, text.component()), text);
    var saying = new Saying(service, text);
    var known = aggregates.get(saying);
    if (known == null) {
      var fresh = EventAggregate.first(freshName, now);
      aggregates.put(saying, fresh);
      return Optional.of(fresh);
    }
    boolean repeated = text.equals(before);
    boolean due = !now.isBefore(known.lastWritten().plus(REFRESH));
    var again = known.again(now);
    var next = repeated && !due ? again : again.written(now);
    aggregates.put(saying, next);
    return repeated && !due ? Optional.empty() : Optional.of(next);
  }

  /** Forgets a Service that is gone. */
  void forget(ServiceKey service) {
    latest.keySet().removeIf(topic -> topic.service().equals(service));
    aggregates.keySet().removeIf(saying -> saying.service().equals(service));
  }
}
