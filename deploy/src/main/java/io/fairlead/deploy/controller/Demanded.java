package io.fairlead.deploy.controller;

import io.fairlead.cluster.ServiceKey;
import io.fairlead.election.AddressDemand;
import io.fairlead.net.IpAddress;
import io.fairlead.report.ClusterReport;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** What layer 2 should announce, next to what the speakers say of it. */
final class Demanded {
  private Demanded() {}

  /** By address, the Services that hold it. */
  static Map<IpAddress, SortedSet<ServiceKey>> services(List<AddressDemand> demands) {
    var services = new HashMap<IpAddress, SortedSet<ServiceKey>>();
    demands.forEach(demand -> services.put(demand.address(), demand.services()));
    return services;
  }

  /**
   * Services that nobody can announce because no node that may has one of the interfaces that are
   * named. Nothing is said before all speakers were heard.
   *
   * @return by Service, the interfaces that are named
   */
  static SortedMap<ServiceKey, SortedSet<String>> withoutInterface(
      List<AddressDemand> demands, ClusterReport report) {
    var without = new TreeMap<ServiceKey, SortedSet<String>>();
    if (report.isSettled()) {
      for (var demand : demands) {
        if (!demand.interfaces().isEmpty() && isNowhere(demand, report)) {
          demand
              .services()
              .forEach(
                  service ->
                      without
                          .computeIfAbsent(service, _ -> new TreeSet<>())
                          .addAll(demand.interfaces()));
        }
      }
    }
    return without;
  }

  private static boolean isNowhere(AddressDemand demand, ClusterReport report) {
    var asked =
        demand.eligible().stream().filter(node -> report.nodes().containsKey(node)).toList();
    return !asked.isEmpty()
        && asked.stream()
            .map(node -> report.nodes().get(node))
            .noneMatch(
                said ->
                    said != null && !Collections.disjoint(said.interfaces(), demand.interfaces()));
  }
}
