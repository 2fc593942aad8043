package io.fairlead.deploy.controller;

import io.fairlead.ipam.Explanation;
import io.fairlead.ipam.PoolUsage;
import java.util.List;
import java.util.Optional;

/**
 * What the bridge says of one Service.
 *
 * @param explanation present when the Service is {@link Status#KNOWN}
 * @param pools how full the pools are, as last counted
 */
public record ExplainAnswer(
    Status status, Optional<Explanation> explanation, List<PoolUsage> pools) {
  /** Whether there is an answer. */
  public enum Status {
    KNOWN,
    /** There is no such Service, or it is none of ours. */
    UNKNOWN_SERVICE,
    /** The cluster has not been read yet, or no bridge runs. */
    NOT_READY,
    /** The entity of the Service did not answer in time. */
    SILENT
  }

  public ExplainAnswer {
    pools = List.copyOf(pools);
  }

  static ExplainAnswer known(Explanation explanation, List<PoolUsage> pools) {
    return new ExplainAnswer(Status.KNOWN, Optional.of(explanation), pools);
  }

  static ExplainAnswer not(Status status) {
    return new ExplainAnswer(status, Optional.empty(), List.of());
  }
}
