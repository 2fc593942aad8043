package io.fairlead.deploy.controller;

import io.fairlead.cluster.ClusterSnapshot;
import io.fairlead.config.PoolConfig;
import io.fairlead.deploy.controller.BridgeAction.ConfigurePool;
import io.fairlead.deploy.controller.BridgeAction.RetirePool;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/** What the pools have been told of their configuration, and which have not answered yet. */
final class PoolAgenda {
  private final NavigableMap<String, PoolConfig> told = new TreeMap<>();
  private final TreeSet<String> inFlight = new TreeSet<>();

  /** Tells each pool whose configuration is not what it was told last. */
  List<BridgeAction> next(ClusterSnapshot snapshot) {
    var actions = new ArrayList<BridgeAction>();
    var wanted = snapshot.config().pools();
    for (var pool : wanted.values()) {
      if (!pool.equals(told.get(pool.name()))) {
        told.put(pool.name(), pool);
        inFlight.add(pool.name());
        actions.add(new ConfigurePool(pool));
      }
    }
    for (String name : List.copyOf(told.keySet())) {
      if (!wanted.containsKey(name)) {
        told.remove(name);
        inFlight.add(name);
        actions.add(new RetirePool(name));
      }
    }
    return actions;
  }

  Optional<PoolConfig> get(String pool) {
    return Optional.ofNullable(told.get(pool));
  }

  void answered(String pool) {
    inFlight.remove(pool);
  }

  /** It did not answer in time, so it is told again. */
  void silent(String pool) {
    inFlight.remove(pool);
    told.remove(pool);
  }

  /** True when every pool has answered. */
  boolean isIdle() {
    return inFlight.isEmpty();
  }
}
