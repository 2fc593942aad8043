package io.fairlead.deploy.controller;

import io.fairlead.cluster.NodeName;
import io.fairlead.cluster.ServiceKey;
import io.fairlead.election.L2Candidates;
import io.fairlead.election.PlacementReport;
import io.fairlead.election.UnmetWish;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** Words why a Service is not announced from the node that a person asked for. */
final class MoveRefusals {
  private MoveRefusals() {}

  /** One refusal; the same one is told once. */
  record Refusal(NodeName node, String why) {}

  /**
   * By Service. A node that must only be well for a while is no refusal.
   *
   * @param nodes that exist
   */
  static SortedMap<ServiceKey, Refusal> of(
      PlacementReport report, L2Candidates candidates, Set<NodeName> nodes) {
    var refusals = new TreeMap<ServiceKey, Refusal>();
    report
        .unmet()
        .forEach(
            (address, wish) -> {
              if (wish.reason() == UnmetWish.Reason.NOT_YET) {
                return;
              }
              var known = candidates.explain(address);
              var ineligible =
                  known.flatMap(each -> Optional.ofNullable(each.ineligible().get(wish.node())));
              String why =
                  nodes.contains(wish.node())
                      ? ineligible.map(each -> each.text()).orElse(wish.reason().text())
                      : "there is no such node";
              known.ifPresent(
                  each ->
                      each.demand()
                          .services()
                          .forEach(
                              service -> refusals.put(service, new Refusal(wish.node(), why))));
            });
    return refusals;
  }
}
