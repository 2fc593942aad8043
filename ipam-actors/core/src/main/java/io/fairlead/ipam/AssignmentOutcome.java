package io.fairlead.ipam;

import io.fairlead.cluster.ServiceKey;
import io.fairlead.net.IpAddress;
import java.util.List;
import java.util.Optional;

/**
 * What a Service holds after it converged: the status that Kubernetes should show.
 *
 * @param grants empty while the Service is pending, or when it was cleared
 * @param pool where the addresses come from; empty when there are none, and when it is not known
 *     because addresses of Service status could not be verified
 * @param refusals why it is pending, pool by pool. With addresses only in two cases, where what was
 *     held before is left alone: the request is invalid, or a pool that may hold the addresses did
 *     not answer; then converge again
 * @param isNew true when this convergence gave it addresses that it did not hold before
 * @param lacking why a Service that prefers two families has an address of one only
 */
public record AssignmentOutcome(
    ServiceKey service,
    List<Grant> grants,
    String pool,
    List<PoolRefusal> refusals,
    boolean isNew,
    Optional<PoolRefusal> lacking) {
  public AssignmentOutcome {
    grants = List.copyOf(grants);
    refusals = List.copyOf(refusals);
  }

  /** A Service that holds nothing, and why. */
  public static AssignmentOutcome none(ServiceKey service, List<PoolRefusal> refusals) {
    return new AssignmentOutcome(service, List.of(), "", refusals, false, Optional.empty());
  }

  /** In the order of Service status; empty while the Service is pending, or when it was cleared. */
  public List<IpAddress> addresses() {
    return Grant.addresses(grants);
  }
}
