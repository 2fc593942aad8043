package io.fairlead.deploy.controller;

import io.fairlead.cluster.ServiceKey;
import io.fairlead.config.PoolConfig;
import io.fairlead.ipam.AssignRequest;
import io.fairlead.ipam.AssignmentOutcome;
import io.fairlead.ipam.AssignmentPlan;
import io.fairlead.ipam.ClearReason;
import io.fairlead.ipam.PoolUsage;
import io.fairlead.ipam.actor.AddressPoolActor;
import io.fairlead.ipam.actor.AddressPoolActor.AllAnswered;
import io.fairlead.ipam.actor.AddressPoolActor.AssignAll;
import io.fairlead.ipam.actor.AddressPoolActor.GetHoldings;
import io.fairlead.ipam.actor.AddressPoolActor.GetUsage;
import io.fairlead.ipam.actor.AddressPoolActor.Holdings;
import io.fairlead.ipam.actor.IpamSharding;
import io.fairlead.ipam.actor.ServiceAssignmentActor;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.Done;

/** What the bridge asks of the journaled entities, and how long it waits for each answer. */
final class IpamRequests {
  static final Duration POOL_TIMEOUT = Duration.ofSeconds(10);

  /** An assignment may have to ask several slow pools, one after the other. */
  static final Duration SERVICE_TIMEOUT = Duration.ofSeconds(30);

  private final IpamSharding ipam;

  IpamRequests(IpamSharding ipam) {
    this.ipam = ipam;
  }

  CompletionStage<Done> configure(PoolConfig pool) {
    return ipam.pool(pool.name()).ask(to -> new AddressPoolActor.Configure(pool, to), POOL_TIMEOUT);
  }

  CompletionStage<Done> retire(String pool) {
    return ipam.pool(pool).ask(AddressPoolActor.Retire::new, POOL_TIMEOUT);
  }

  CompletionStage<Holdings> holdings(String pool, Optional<ServiceKey> after) {
    return ipam.pool(pool).ask(to -> new GetHoldings(after, to), POOL_TIMEOUT);
  }

  CompletionStage<PoolUsage> usage(String pool) {
    return ipam.pool(pool).ask(GetUsage::new, POOL_TIMEOUT);
  }

  CompletionStage<AllAnswered> together(String pool, List<AssignRequest> requests) {
    return ipam.pool(pool).ask(to -> new AssignAll(requests, to), POOL_TIMEOUT);
  }

  CompletionStage<Done> release(String pool, ServiceKey service) {
    return ipam.pool(pool).ask(to -> new AddressPoolActor.Release(service, to), POOL_TIMEOUT);
  }

  CompletionStage<AssignmentOutcome> converge(AssignmentPlan plan) {
    return ipam.service(plan.service())
        .ask(to -> new ServiceAssignmentActor.Converge(plan, to), SERVICE_TIMEOUT);
  }

  CompletionStage<AssignmentOutcome> clear(ServiceKey service, ClearReason reason) {
    return ipam.service(service)
        .ask(to -> new ServiceAssignmentActor.Clear(reason, to), SERVICE_TIMEOUT);
  }
}
