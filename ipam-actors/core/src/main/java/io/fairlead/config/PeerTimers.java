package io.fairlead.config;

import java.time.Duration;
import java.util.Optional;

/**
 * Timers of a BGP session, RFC 4271 sections 4.2 and 8.2; whole seconds.
 *
 * @param hold without a message for so long the session ends; zero: never
 * @param keepalive interval of keepalive messages
 * @param connect pause between two attempts to connect
 */
public record PeerTimers(
    Optional<Duration> hold, Optional<Duration> keepalive, Optional<Duration> connect) {
  /** All left to the speaker. */
  public static final PeerTimers UNSET =
      new PeerTimers(Optional.empty(), Optional.empty(), Optional.empty());
}
