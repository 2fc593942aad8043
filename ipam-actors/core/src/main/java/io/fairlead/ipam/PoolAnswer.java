package io.fairlead.ipam;

import io.fairlead.net.IpAddress;
import java.util.List;

/** What a pool answers to an {@link AssignRequest}. */
public sealed interface PoolAnswer {

  /**
   * The Service holds exactly these addresses of the pool.
   *
   * @param addresses one of each family asked for, IPv4 first
   */
  record Assigned(List<IpAddress> addresses) implements PoolAnswer {
    public Assigned {
      addresses = List.copyOf(addresses);
    }
  }

  /** Nothing changed; whatever the Service held of this pool it still holds. */
  record Refused(PoolRefusal refusal) implements PoolAnswer {}
}
