package io.fairlead.ipam;

import java.util.List;

/** What the assignment of one Service records: what it holds, and why. */
public sealed interface ServiceAssignmentEvent {

  /** The Service was given these addresses by this pool. */
  record AssignmentMade(String pool, List<Grant> grants, String requestDigest)
      implements ServiceAssignmentEvent {
    public AssignmentMade {
      grants = List.copyOf(grants);
    }
  }

  /** No pool could serve the request; why, pool by pool. */
  record AssignmentRefused(List<PoolRefusal> refusals, String requestDigest)
      implements ServiceAssignmentEvent {
    public AssignmentRefused {
      refusals = List.copyOf(refusals);
    }
  }

  /** The Service gave its addresses back. */
  record AssignmentCleared(ClearReason reason) implements ServiceAssignmentEvent {}
}
