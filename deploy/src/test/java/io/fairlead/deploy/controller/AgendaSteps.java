package io.fairlead.deploy.controller;

import static io.fairlead.deploy.controller.BridgeSamples.pool;
import static io.fairlead.deploy.controller.BridgeSamples.snapshot;

import io.fairlead.cluster.ClusterSnapshot;
import io.fairlead.cluster.ServiceKey;
import io.fairlead.cluster.ServiceView;
import io.fairlead.config.PoolConfig;
import io.fairlead.ipam.AssignmentOutcome;
import io.fairlead.ipam.Grant;
import io.fairlead.ipam.GrantReason;
import io.fairlead.ipam.actor.AddressPoolActor.Answered;
import io.fairlead.net.IpAddress;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/** An agenda, and what its tests say to it. */
abstract class AgendaSteps {
  static final PoolConfig POOL = pool("default", "192.168.120.200-192.168.120.210");

  final BridgeAgenda agenda = new BridgeAgenda();
  final Deque<BridgeAction.AssignTogether> batches = new ArrayDeque<>();

  /** A cluster with one pool that is configured already. */
  ClusterSnapshot withPool(ServiceView... services) {
    next(snapshot(List.of(POOL)));
    agenda.poolAnswered("default");
    return snapshot(List.of(POOL), services);
  }

  List<String> next(ClusterSnapshot snapshot) {
    return next(snapshot, true);
  }

  List<String> next(ClusterSnapshot snapshot, boolean mayConfirm) {
    var actions = agenda.next(snapshot, mayConfirm);
    for (BridgeAction action : actions) {
      if (action instanceof BridgeAction.AssignTogether batch) {
        batches.add(batch);
      }
    }
    return actions.stream().map(AgendaSteps::text).toList();
  }

  /** The oldest batch is over, and these of it were served. */
  List<AssignmentOutcome> togetherAnswered(Answered... answers) {
    return agenda.togetherAnswered(batches.remove(), List.of(answers));
  }

  static Answered answered(String name, String address) {
    var grant = new Grant(IpAddress.parse(address), GrantReason.FIRST_FREE);
    return new Answered(new ServiceKey("default", name), List.of(grant), Optional.empty());
  }

  static String text(BridgeAction action) {
    return switch (action) {
      case BridgeAction.ConfigurePool(var pool) -> "configure " + pool.name();
      case BridgeAction.RetirePool(var pool) -> "retire " + pool;
      case BridgeAction.Converge(var plan) -> "converge " + plan.service().name();
      case BridgeAction.AssignTogether(var pool, var requests) ->
          "together " + pool + " " + requests.size();
      case BridgeAction.Recognize(var outcome) -> "recognize " + outcome.service().name();
      case BridgeAction.ReleaseStray(var pool, var key) -> "release " + key.name() + " of " + pool;
      case BridgeAction.ClearService(var key, var _) -> "clear " + key.name();
    };
  }
}
