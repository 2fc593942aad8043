package io.fairlead.k8s.write;

import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What the server answered to a write, until the informer shows something newer. Without it a
 * second converge within those milliseconds would write again.
 */
final class EchoCache<T extends HasMetadata> {
  private record Echo<T>(String staleVersion, T answer) {}

  private final ConcurrentHashMap<String, Echo<T>> echoes = new ConcurrentHashMap<>();

  /**
   * @param shown what the informer showed at the time of the write
   * @param answer what the server made of it
   */
  void put(String key, T shown, T answer) {
    echoes.put(key, new Echo<>(shown.getMetadata().getResourceVersion(), answer));
  }

  /** The answer while the informer still shows the old form; what it shows otherwise. */
  T newest(String key, T shown) {
    var echo = echoes.get(key);
    if (echo == null) {
      return shown;
    }
    if (echo.staleVersion().equals(shown.getMetadata().getResourceVersion())) {
      return echo.answer();
    }
    echoes.remove(key, echo);
    return shown;
  }
}
