package io.fairlead.k8s.write;

import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * What the server answered to a write, until the informer shows something newer. Without it a
 * second converge within those milliseconds would write again.
 *
 * @param <T> what of an answer is kept; there may be one for each Service, so little is better
 */
final class EchoCache<T> {
  private record Echo<T>(String staleVersion, T answer) {}

  private final ConcurrentHashMap<String, Echo<T>> echoes = new ConcurrentHashMap<>();

  /**
   * @param staleVersion the version that the informer showed at the time of the write
   * @param answer what the server made of it
   */
  void put(String key, String staleVersion, T answer) {
    echoes.put(key, new Echo<>(staleVersion, answer));
  }

  /** The answer while the informer still shows the old version; what it shows otherwise. */
  T newest(String key, String shownVersion, Supplier<T> shown) {
    var echo = echoes.get(key);
    if (echo == null) {
      return shown.get();
    }
    if (echo.staleVersion().equals(shownVersion)) {
      return echo.answer();
    }
    echoes.remove(key, echo);
    return shown.get();
  }

  /** Frees what is kept of an object that is gone. */
  void forget(String key) {
    echoes.remove(key);
  }
}
