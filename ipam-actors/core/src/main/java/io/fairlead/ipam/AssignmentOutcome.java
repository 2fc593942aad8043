package io.fairlead.ipam;

import io.fairlead.cluster.ServiceKey;
import io.fairlead.net.IpAddress;
import java.util.List;

/**
 * What a Service holds after it converged: the status that Kubernetes should show.
 *
 * @param addresses empty while the Service is pending, or when it was cleared
 * @param pool where the addresses come from; empty when there are none, and when it is not known
 *     because addresses of Service status could not be verified
 * @param refusals why it is pending, pool by pool. With addresses only in two cases, where what was
 *     held before is left alone: the request is invalid, or a pool that may hold the addresses did
 *     not answer; then converge again
 * @param isNew true when this convergence gave it addresses that it did not hold before
 */
public record AssignmentOutcome(
    ServiceKey service,
    List<IpAddress> addresses,
    String pool,
    List<PoolRefusal> refusals,
    boolean isNew) {
  public AssignmentOutcome {
    addresses = List.copyOf(addresses);
    refusals = List.copyOf(refusals);
  }
}
