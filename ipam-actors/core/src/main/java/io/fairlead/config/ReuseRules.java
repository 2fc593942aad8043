package io.fairlead.config;

import java.time.Duration;

/**
 * What happens to an address that its Service gave up.
 *
 * @param retention how long the Service may come back for it, under the same namespace and name
 * @param quarantine how long nobody else is given it, so that clients and neighbour caches forget
 *     the Service before
 */
public record ReuseRules(Duration retention, Duration quarantine) {
  public static final ReuseRules DEFAULT =
      new ReuseRules(Duration.ofMinutes(10), Duration.ofSeconds(30));

  public ReuseRules {
    if (retention.isNegative() || quarantine.isNegative()) {
      throw new IllegalArgumentException("a duration is not negative");
    }
  }

  /** How long the address is given to others only when the pool has no other. */
  public Duration withheldFor() {
    return retention.compareTo(quarantine) < 0 ? quarantine : retention;
  }
}
