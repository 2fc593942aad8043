package io.fairlead.ipam;

import static java.util.Comparator.comparing;

import io.fairlead.cluster.ServiceKey;
import io.fairlead.cluster.ServiceView;
import io.fairlead.config.LbConfig;
import io.fairlead.config.PoolConfig;
import io.fairlead.ipam.Convergence.Step;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * All of address management without actors, in one thread and on a virtual clock: pools, Services,
 * namespaces, and the journal that each of them writes.
 */
final class World {
  final NavigableMap<String, PoolConfig> config = new TreeMap<>();
  final NavigableMap<String, SortedMap<String, String>> labels = new TreeMap<>();
  final NavigableMap<String, SortedMap<String, Integer>> quotas = new TreeMap<>();
  final NavigableMap<ServiceKey, ServiceView> services = new TreeMap<>();
  final NavigableMap<String, AddressPool> pools = new TreeMap<>();
  final NavigableMap<String, List<AddressPoolEvent>> journals = new TreeMap<>();
  final NavigableMap<ServiceKey, ServiceAssignment> assignments = new TreeMap<>();
  final NavigableMap<ServiceKey, List<PoolRefusal>> passedOver = new TreeMap<>();
  private final List<ServiceAssignmentEvent> recorded = new ArrayList<>();
  private Instant now = Fixture.T0;

  void elapse(Duration time) {
    now = now.plus(time);
  }

  void configure(PoolConfig pool) {
    config.put(pool.name(), pool);
    commit(pool.name(), pool(pool.name()).configure(pool));
  }

  void remove(String pool) {
    config.remove(pool);
    commit(pool, pool(pool).retire());
  }

  AddressPool pool(String name) {
    return pools.getOrDefault(name, AddressPool.empty(name));
  }

  PoolUsage usage(String name) {
    return pool(name).usage(now);
  }

  private void commit(String name, List<AddressPoolEvent> events) {
    var pool = pool(name);
    for (AddressPoolEvent event : events) {
      pool = pool.apply(event);
      journals.computeIfAbsent(name, _ -> new ArrayList<>()).add(event);
    }
    pools.put(name, pool);
  }

  /** The pool forgets everything and is configured anew. */
  void loseJournal(String name) {
    pools.remove(name);
    journals.remove(name);
    var configured = config.get(name);
    if (configured != null) {
      configure(configured);
    }
  }

  AssignmentPlan plan(ServiceKey key) {
    var view = services.get(key);
    return view == null
        ? AssignmentPlan.toClear(key, ClearReason.SERVICE_DELETED)
        : AssignmentPlanner.plan(
            view,
            new LbConfig(config, List.of(), List.of()),
            labels,
            quotas.getOrDefault(key.namespace(), new TreeMap<>()));
  }

  ServiceAssignment assignment(ServiceKey key) {
    return assignments.getOrDefault(key, ServiceAssignment.empty(key));
  }

  Explanation explain(ServiceKey key) {
    return Explanation.of(assignment(key), plan(key), passedOver.getOrDefault(key, List.of()));
  }

  /** What this convergence recorded for its Service. */
  List<ServiceAssignmentEvent> recordedLast() {
    return List.copyOf(recorded);
  }

  AssignmentOutcome converge(ServiceKey key) {
    recorded.clear();
    var convergence = Convergence.start(assignment(key), plan(key));
    while (true) {
      switch (convergence.next()) {
        case Step.Ask(var name, var request) -> {
          var decision = pool(name).assign(request, now);
          commit(name, decision.events());
          switch (decision.reply()) {
            case PoolAnswer.Assigned(var given) -> convergence.assigned(given);
            case PoolAnswer.Refused(var refusal) -> convergence.refused(refusal);
          }
        }
        case Step.Release(var name) -> {
          commit(name, pool(name).release(key, now));
          convergence.released();
        }
        case Step.Finish(var decision) -> {
          var assignment = assignment(key);
          for (ServiceAssignmentEvent event : decision.events()) {
            assignment = assignment.apply(event);
          }
          recorded.addAll(decision.events());
          assignments.put(key, assignment);
          if (convergence.hasSought()) {
            passedOver.put(key, convergence.passedOver());
          }
          return decision.reply();
        }
      }
    }
  }

  /** What the bridge does after a change: holders first, then newcomers by age. */
  void settle() {
    var order =
        comparing((ServiceView view) -> !assignment(view.key()).holdsAddresses())
            .thenComparing(ServiceView::createdAtEpochMillis)
            .thenComparing(ServiceView::key);
    services.values().stream().sorted(order).toList().forEach(view -> converge(view.key()));
  }
}
