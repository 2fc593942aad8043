package io.fairlead.ipam;

import io.fairlead.cluster.ServiceKey;
import io.fairlead.net.IpAddress;
import java.time.Instant;
import java.util.Comparator;

/**
 * An address that a Service gave up not long ago. Ordered by time.
 *
 * @param sharingKey of the Service when it gave the address up; whoever has the same key may come
 *     back to it as well
 */
public record FormerHold(
    Instant releasedAt, ServiceKey service, IpAddress address, String sharingKey)
    implements Comparable<FormerHold> {
  private static final Comparator<FormerHold> ORDER =
      Comparator.comparing(FormerHold::releasedAt)
          .thenComparing(FormerHold::service)
          .thenComparing(FormerHold::address);

  @Override
  public int compareTo(FormerHold other) {
    return ORDER.compare(this, other);
  }
}
