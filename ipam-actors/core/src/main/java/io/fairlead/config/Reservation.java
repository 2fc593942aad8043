package io.fairlead.config;

import io.fairlead.net.IpRange;
import java.util.Optional;

/**
 * Addresses of a pool that are kept back.
 *
 * @param service {@code namespace/name} of the one Service that may have them; empty when they are
 *     excluded and no Service may
 */
public record Reservation(IpRange range, Optional<String> service) {
  /** As the annotation has it: {@code 10.0.0.5-10.0.0.5=shop/web}, or the range alone. */
  @Override
  public String toString() {
    return range + service.map(name -> "=" + name).orElse("");
  }
}
