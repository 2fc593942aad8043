package io.fairlead.k8s.watch;

import java.time.Duration;

/**
 * How a watch that went silent is noticed.
 *
 * @param look how often the server is asked for its version, by a list of one object of each kind
 * @param patience how long a watch may take to reach that version; API servers send a bookmark
 *     about once a minute
 */
public record WatchPace(Duration look, Duration patience) {
  /** A silent watch is replaced after at most about two minutes. */
  public static final WatchPace DEFAULT =
      new WatchPace(Duration.ofSeconds(20), Duration.ofSeconds(100));
}
