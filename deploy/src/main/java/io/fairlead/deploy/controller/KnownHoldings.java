package io.fairlead.deploy.controller;

import io.fairlead.cluster.ServiceKey;
import io.fairlead.ipam.Holding;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/** What the pools said that they hold for Services that have not been decided on since. */
final class KnownHoldings {
  private final NavigableMap<ServiceKey, NavigableMap<String, Holding>> byService = new TreeMap<>();

  void add(String pool, List<Holding> page) {
    for (Holding holding : page) {
      byService.computeIfAbsent(holding.service(), _ -> new TreeMap<>()).put(pool, holding);
    }
  }

  /** By pool. */
  Map<String, Holding> of(ServiceKey service) {
    return byService.getOrDefault(service, new TreeMap<>());
  }

  /** From now on the Service's own answers count. */
  Map<String, Holding> remove(ServiceKey service) {
    var known = byService.remove(service);
    return known == null ? Map.of() : known;
  }
}
