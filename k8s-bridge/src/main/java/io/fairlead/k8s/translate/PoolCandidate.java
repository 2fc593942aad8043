package io.fairlead.k8s.translate;

import io.fairlead.config.PoolConfig;
import java.util.Optional;

/**
 * A pool that wants to come or stay in force.
 *
 * @param where the object it comes from, for messages
 * @param fromResource an IPAddressPool; otherwise from the ConfigMap
 * @param now what the object says, empty when that was refused
 * @param lastGood what was in force before
 */
record PoolCandidate(
    String name,
    String where,
    boolean fromResource,
    Optional<PoolConfig> now,
    Optional<PoolConfig> lastGood) {

  /** What is in force stays before anything new is looked at. */
  boolean isUnchanged() {
    return now.isEmpty() || now.equals(lastGood);
  }

  PoolCandidate withoutNow() {
    return new PoolCandidate(name, where, fromResource, Optional.empty(), lastGood);
  }
}
