package io.fairlead.deploy.controller;

import io.fairlead.cluster.ServiceKey;
import io.fairlead.deploy.controller.BridgeAction.AssignTogether;
import io.fairlead.deploy.controller.BridgeAction.ClearService;
import io.fairlead.deploy.controller.BridgeAction.ConfigurePool;
import io.fairlead.deploy.controller.BridgeAction.Converge;
import io.fairlead.deploy.controller.BridgeAction.Recognize;
import io.fairlead.deploy.controller.BridgeAction.ReleaseStray;
import io.fairlead.deploy.controller.BridgeAction.RetirePool;
import io.fairlead.deploy.controller.BridgeActor.Command;
import io.fairlead.deploy.controller.BridgeActor.HoldingsArrived;
import io.fairlead.deploy.controller.BridgeActor.PoolConfigured;
import io.fairlead.deploy.controller.BridgeActor.PoolSilent;
import io.fairlead.deploy.controller.BridgeActor.RetryPending;
import io.fairlead.deploy.controller.BridgeActor.ServiceAnswered;
import io.fairlead.deploy.controller.BridgeActor.ServiceSilent;
import io.fairlead.deploy.controller.BridgeActor.TogetherAnswered;
import io.fairlead.deploy.controller.BridgeActor.Unanswered;
import io.fairlead.deploy.controller.BridgeActor.UsageArrived;
import io.fairlead.ipam.AssignmentOutcome;
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
import java.util.function.Function;
import org.apache.pekko.Done;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks the journaled entities on behalf of the bridge, which is told the answer or the silence. */
final class BridgeAsks {
  static final Duration POOL_TIMEOUT = Duration.ofSeconds(10);

  /** An assignment may have to ask several slow pools, one after the other. */
  static final Duration SERVICE_TIMEOUT = Duration.ofSeconds(30);

  private static final Logger LOG = LoggerFactory.getLogger(BridgeAsks.class);

  private final ActorContext<Command> context;
  private final IpamSharding ipam;

  BridgeAsks(ActorContext<Command> context, IpamSharding ipam) {
    this.context = context;
    this.ipam = ipam;
  }

  /** Asks; {@link Recognize} asks nobody. */
  void perform(BridgeAction action) {
    switch (action) {
      case ConfigurePool(var pool) -> {
        LOG.info("pool {}: {}", pool.name(), pool.ranges());
        var name = pool.name();
        CompletionStage<Done> stage =
            ipam.pool(name).ask(to -> new AddressPoolActor.Configure(pool, to), POOL_TIMEOUT);
        expect(stage, _ -> new PoolConfigured(name), new PoolSilent(name));
      }
      case RetirePool(var name) -> {
        LOG.info("pool {} is no longer configured", name);
        CompletionStage<Done> stage =
            ipam.pool(name).ask(AddressPoolActor.Retire::new, POOL_TIMEOUT);
        expect(stage, _ -> new PoolConfigured(name), new PoolSilent(name));
      }
      case Converge(var plan) -> {
        CompletionStage<AssignmentOutcome> stage =
            ipam.service(plan.service())
                .ask(to -> new ServiceAssignmentActor.Converge(plan, to), SERVICE_TIMEOUT);
        expect(stage, o -> new ServiceAnswered(o, false), new ServiceSilent(plan.service()));
      }
      case AssignTogether batch -> {
        LOG.info("pool {}: {} requests together", batch.pool(), batch.requests().size());
        CompletionStage<AllAnswered> stage =
            ipam.pool(batch.pool()).ask(to -> new AssignAll(batch.requests(), to), POOL_TIMEOUT);
        expect(
            stage,
            all -> new TogetherAnswered(batch, all.answers()),
            new TogetherAnswered(batch, List.of()));
      }
      case Recognize _ -> {}
      case ReleaseStray(var name, var service) -> release(name, service);
      case ClearService(var service, var reason) -> {
        CompletionStage<AssignmentOutcome> stage =
            ipam.service(service)
                .ask(to -> new ServiceAssignmentActor.Clear(reason, to), SERVICE_TIMEOUT);
        expect(stage, o -> new ServiceAnswered(o, true), new ServiceSilent(service));
      }
    }
  }

  private <R> void expect(
      CompletionStage<R> stage, Function<R, Command> answered, Command silence) {
    context.pipeToSelf(
        stage, (reply, failure) -> failure == null ? answered.apply(reply) : silence);
  }

  void holdings(String pool, Optional<ServiceKey> after) {
    CompletionStage<Holdings> stage =
        ipam.pool(pool).ask(to -> new GetHoldings(after, to), POOL_TIMEOUT);
    expect(stage, HoldingsArrived::new, new PoolSilent(pool));
  }

  void release(String pool, ServiceKey service) {
    CompletionStage<Done> stage =
        ipam.pool(pool).ask(to -> new AddressPoolActor.Release(service, to), POOL_TIMEOUT);
    expect(stage, _ -> new RetryPending(), new Unanswered("release by pool " + pool));
  }

  void usage(String pool) {
    CompletionStage<PoolUsage> stage = ipam.pool(pool).ask(GetUsage::new, POOL_TIMEOUT);
    expect(stage, UsageArrived::new, new Unanswered("usage of pool " + pool));
  }
}
