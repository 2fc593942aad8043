package io.fairlead.ipam;

import io.fairlead.net.IpAddress;
import java.util.List;

/** What a pool answers to an {@link AssignRequest}. */
public sealed interface PoolAnswer {
  /**
   * The Service holds exactly these addresses of the pool.
   *
   * @param grants one of each family asked for, IPv4 first
   */
  record Assigned(List<Grant> grants) implements PoolAnswer {
    public Assigned {
      grants = List.copyOf(grants);
    }

    /** IPv4 first. */
    public List<IpAddress> addresses() {
      return Grant.addresses(grants);
    }
  }

  /** Nothing changed; whatever the Service held of this pool it still holds. */
  record Refused(PoolRefusal refusal) implements PoolAnswer {}
}
