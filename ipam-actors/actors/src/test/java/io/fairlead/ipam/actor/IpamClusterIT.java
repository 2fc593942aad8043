package io.fairlead.ipam.actor;

import static io.fairlead.ipam.actor.Fixture.CLOCK;
import static io.fairlead.ipam.actor.Fixture.plan;
import static io.fairlead.ipam.actor.Fixture.pool;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.typesafe.config.ConfigFactory;
import io.fairlead.cluster.ServiceKey;
import io.fairlead.config.PoolConfig;
import io.fairlead.ipam.AssignmentOutcome;
import io.fairlead.ipam.ClearReason;
import io.fairlead.ipam.PoolUsage;
import io.fairlead.ipam.PoolUsage.FamilyUsage;
import io.fairlead.ipam.actor.AddressPoolActor.Command;
import io.fairlead.ipam.actor.AddressPoolActor.Configure;
import io.fairlead.ipam.actor.AddressPoolActor.GetHoldings;
import io.fairlead.ipam.actor.AddressPoolActor.GetUsage;
import io.fairlead.ipam.actor.AddressPoolActor.Holdings;
import io.fairlead.ipam.actor.ServiceAssignmentActor.Assignment;
import io.fairlead.ipam.actor.ServiceAssignmentActor.Clear;
import io.fairlead.ipam.actor.ServiceAssignmentActor.Converge;
import io.fairlead.ipam.actor.ServiceAssignmentActor.GetAssignment;
import io.fairlead.net.IpAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.pekko.Done;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.cluster.typed.Cluster;
import org.apache.pekko.cluster.typed.Join;
import org.apache.pekko.japi.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * One controller that holds the entities and two nodes that only ask, in one JVM over real
 * remoting. The journal in memory is not shared, hence the one controller.
 */
class IpamClusterIT {
  private static final Duration TIMEOUT = Duration.ofSeconds(20);

  private ActorTestKit controller = start("controller");
  private ActorTestKit firstSpeaker = start("speaker");
  private ActorTestKit secondSpeaker = start("speaker");
  private final List<IpamSharding> asking = new ArrayList<>();

  private static ActorTestKit start(String role) {
    var config =
        ConfigFactory.parseString(
                """
                pekko.actor.provider = cluster
                pekko.remote.artery.canonical { hostname = "127.0.0.1", port = 0 }
                pekko.cluster {
                  roles = [%s]
                  jmx.multi-mbeans-in-same-jvm = on
                  gossip-interval = 50ms
                  leader-actions-interval = 50ms
                  periodic-tasks-initial-delay = 20ms
                  failure-detector.acceptable-heartbeat-pause = 5s
                  downing-provider-class = ""
                  sharding {
                    retry-interval = 200ms
                    distributed-data { durable.keys = [], gossip-interval = 100ms }
                  }
                }
                pekko.coordinated-shutdown.run-by-actor-system-terminate = off
                """
                    .formatted(role))
            .withFallback(Fixture.config())
            .withFallback(ConfigFactory.load());
    return ActorTestKit.create("ipam-it", config);
  }

  @BeforeEach
  void join() {
    var seed = Cluster.get(controller.system()).selfMember().address();
    for (ActorTestKit kit : List.of(controller, firstSpeaker, secondSpeaker)) {
      Cluster.get(kit.system()).manager().tell(Join.create(seed));
      asking.add(IpamSharding.init(kit.system(), TestStored.schemas(), CLOCK));
    }
  }

  @AfterEach
  void stop() {
    for (ActorTestKit kit : List.of(secondSpeaker, firstSpeaker, controller)) {
      kit.shutdownTestKit();
    }
  }

  private static PoolUsage usage(String pool, long assigned, long available) {
    return new PoolUsage(
        pool, false, assigned, new FamilyUsage(assigned, available, 0, 0, 0), FamilyUsage.NONE);
  }

  private static <T> T await(CompletionStage<T> answer) throws Exception {
    return answer.toCompletableFuture().get(TIMEOUT.toSeconds(), TimeUnit.SECONDS);
  }

  private void configure(PoolConfig config) throws Exception {
    await(asking.get(1).pool(config.name()).<Done>ask(to -> new Configure(config, to), TIMEOUT));
  }

  private SortedMap<ServiceKey, AssignmentOutcome> convergeAll(String... pools) throws Exception {
    var answers = new TreeMap<ServiceKey, CompletionStage<AssignmentOutcome>>();
    for (int i : IntStream.range(0, 24).toArray()) {
      var service = new ServiceKey("shop", "s" + i);
      answers.put(
          service,
          asking
              .get(i % 3)
              .service(service)
              .ask(to -> new Converge(plan(service, pools), to), TIMEOUT));
    }
    var outcomes = new TreeMap<ServiceKey, AssignmentOutcome>();
    for (var answer : answers.entrySet()) {
      outcomes.put(answer.getKey(), await(answer.getValue()));
    }
    return outcomes;
  }

  @Test
  void servicesAskedFromAnyNode_getDistinctAddresses_andTheSameOnesAgain() throws Exception {
    configure(pool("a", "10.0.0.0-10.0.0.9"));
    configure(pool("b", "10.1.0.0-10.1.0.9"));
    configure(pool("c", "10.2.0.0/24"));

    var first = convergeAll("a", "b", "c");
    var again = convergeAll("a", "b", "c");

    var addresses = new HashSet<IpAddress>();
    first.values().forEach(outcome -> addresses.addAll(outcome.addresses()));
    assertEquals(24, addresses.size());
    for (var outcome : first.values()) {
      assertTrue(outcome.isNew());
      var same =
          new AssignmentOutcome(
              outcome.service(),
              outcome.grants(),
              outcome.pool(),
              List.of(),
              false,
              Optional.empty());
      assertEquals(same, again.get(outcome.service()));
    }
    assertEquals(usage("a", 10, 0), ask("a", GetUsage::new));
    assertEquals(usage("b", 10, 0), ask("b", GetUsage::new));
    assertEquals(usage("c", 4, 252), ask("c", GetUsage::new));
  }

  @Test
  void everyMessage_crossesNodes() throws Exception {
    configure(pool("a", "10.0.0.0/32"));
    var outcomes = convergeAll("a");

    var holder =
        outcomes.values().stream().filter(AssignmentOutcome::isNew).findFirst().orElseThrow();
    var pending =
        outcomes.values().stream().filter(outcome -> !outcome.isNew()).findFirst().orElseThrow();
    assertEquals(1, pending.refusals().size());
    var page = this.<Holdings>ask("a", to -> new GetHoldings(Optional.empty(), to));
    assertEquals(holder.service(), page.page().getFirst().service());
    var onRecord =
        await(
            asking.get(2).service(pending.service()).<Assignment>ask(GetAssignment::new, TIMEOUT));
    assertEquals(pending.refusals(), onRecord.refusals());

    await(
        asking
            .get(1)
            .service(holder.service())
            .<AssignmentOutcome>ask(to -> new Clear(ClearReason.SERVICE_DELETED, to), TIMEOUT));
    page = ask("a", to -> new GetHoldings(Optional.empty(), to));
    assertEquals(List.of(), page.page());
    await(asking.get(2).pool("a").<Done>ask(AddressPoolActor.Retire::new, TIMEOUT));
    assertTrue(this.<PoolUsage>ask("a", GetUsage::new).retired());
  }

  private <R> R ask(String pool, Function<ActorRef<R>, Command> message) throws Exception {
    return await(asking.get(2).pool(pool).ask(message, TIMEOUT));
  }
}
