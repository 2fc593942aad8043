package io.fairlead.membership.tls;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Lets each refusal through once a minute, so that a stubborn peer does not fill the log. */
final class RefusalLog {
  private static final long QUIET_NANOS = TimeUnit.MINUTES.toNanos(1);

  /** More peers than this at once are an attack; the oldest are forgotten. */
  private static final int PEERS_MAX = 1_000;

  private final Map<String, Long> loggedNanos =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Long> eldest) {
          return size() > PEERS_MAX;
        }
      };

  synchronized boolean isDue(String refusal, long nowNanos) {
    var last = loggedNanos.get(refusal);
    if (last != null && nowNanos - last < QUIET_NANOS) {
      return false;
    }
    loggedNanos.remove(refusal);
    loggedNanos.put(refusal, nowNanos);
    return true;
  }
}
