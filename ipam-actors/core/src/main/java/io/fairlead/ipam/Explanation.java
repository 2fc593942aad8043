package io.fairlead.ipam;

import io.fairlead.cluster.ServiceKey;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Why a Service has what it has: every pool with the one reason why it does not serve the Service,
 * or the pool that serves it and why it has just these addresses.
 *
 * @param pool that serves the Service; empty while it is pending
 * @param grants what it holds, and why; empty while it is pending
 * @param refusals one a pool, and one without a pool when the request fails before any is asked
 * @param untried pools that may serve the Service and come after the one that does
 * @param cleared why it lost its addresses last; empty when it holds some, or never did
 * @param isCurrent false when the plan has changed and the Service has not converged since
 */
public record Explanation(
    ServiceKey service,
    String pool,
    List<Grant> grants,
    List<PoolRefusal> refusals,
    List<String> untried,
    Optional<ClearReason> cleared,
    boolean isCurrent) {
  public Explanation {
    grants = List.copyOf(grants);
    refusals = List.copyOf(refusals);
    untried = List.copyOf(untried);
  }

  /**
   * Puts together what the plan excludes and what the pools answered.
   *
   * @param assignment what is on record for the Service
   * @param plan what it wants now
   * @param passedOver refusals by pools before the one that serves it; they are not on record
   */
  public static Explanation of(
      ServiceAssignment assignment, AssignmentPlan plan, List<PoolRefusal> passedOver) {
    boolean isCurrent =
        plan.clear().isPresent() || assignment.requestDigest().equals(plan.digest());
    if (!assignment.holdsAddresses()) {
      return new Explanation(
          assignment.service(),
          "",
          List.of(),
          isCurrent && !assignment.refusals().isEmpty() ? assignment.refusals() : plan.refusals(),
          isCurrent ? List.of() : plan.pools(),
          assignment.cleared(),
          isCurrent);
    }
    var refusals =
        Stream.concat(plan.refusals().stream(), passedOver.stream())
            .filter(refusal -> !refusal.pool().equals(assignment.pool()))
            .toList();
    var refusing = refusals.stream().map(PoolRefusal::pool).toList();
    var untried =
        plan.pools().stream()
            .filter(pool -> !pool.equals(assignment.pool()) && !refusing.contains(pool))
            .toList();
    return new Explanation(
        assignment.service(),
        assignment.pool(),
        assignment.grants(),
        refusals,
        untried,
        assignment.cleared(),
        isCurrent);
  }

  /** One line for each thing there is to say, in the order of the decision. */
  public List<String> lines() {
    return ExplanationText.lines(this);
  }
}
