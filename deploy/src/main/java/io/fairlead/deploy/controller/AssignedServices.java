package io.fairlead.deploy.controller;

import io.fairlead.cluster.ClusterSnapshot;
import io.fairlead.cluster.ServiceKey;
import io.fairlead.cluster.ServiceView;
import io.fairlead.config.PoolConfig;
import io.fairlead.election.AssignedService;
import io.fairlead.ipam.AssignmentOutcome;
import io.fairlead.net.IpAddress;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What every Service holds, as far as placement must know it. */
final class AssignedServices {
  private AssignedServices() {}

  /**
   * The holdings of all Services of the snapshot. A Service whose entity has not answered keeps
   * what its status shows: silence inside must not silence an address outside.
   */
  static List<AssignedService> of(
      ClusterSnapshot snapshot, Map<ServiceKey, AssignmentOutcome> outcomes) {
    return snapshot.services().values().stream()
        .map(view -> assigned(view, Optional.ofNullable(outcomes.get(view.key())), snapshot))
        .flatMap(Optional::stream)
        .toList();
  }

  private static Optional<AssignedService> assigned(
      ServiceView view, Optional<AssignmentOutcome> outcome, ClusterSnapshot snapshot) {
    var addresses = outcome.map(AssignmentOutcome::addresses).orElse(view.statusAddresses());
    return addresses.stream()
        .findFirst()
        .flatMap(first -> pool(outcome, first, snapshot))
        .map(pool -> new AssignedService(view.key(), addresses, pool));
  }

  private static Optional<String> pool(
      Optional<AssignmentOutcome> outcome, IpAddress address, ClusterSnapshot snapshot) {
    return outcome
        .map(AssignmentOutcome::pool)
        .filter(name -> !name.isEmpty())
        .or(() -> snapshot.config().poolOf(address).map(PoolConfig::name));
  }
}
