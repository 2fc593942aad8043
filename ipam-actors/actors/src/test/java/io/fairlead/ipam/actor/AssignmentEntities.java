package io.fairlead.ipam.actor;

import static io.fairlead.ipam.actor.Fixture.CLOCK;
import static io.fairlead.ipam.actor.Fixture.WEB;
import static io.fairlead.ipam.actor.Fixture.addresses;
import static io.fairlead.ipam.actor.Fixture.plan;
import static io.fairlead.ipam.actor.Fixture.pool;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.fairlead.cluster.ServiceKey;
import io.fairlead.ipam.AssignRequest;
import io.fairlead.ipam.AssignmentOutcome;
import io.fairlead.ipam.AssignmentPlan;
import io.fairlead.ipam.Grant;
import io.fairlead.ipam.GrantReason;
import io.fairlead.ipam.Holding;
import io.fairlead.ipam.PoolRefusal;
import io.fairlead.ipam.actor.AddressPoolActor.Configure;
import io.fairlead.ipam.actor.AddressPoolActor.GetHoldings;
import io.fairlead.ipam.actor.AddressPoolActor.Holdings;
import io.fairlead.ipam.actor.ServiceAssignmentActor.Command;
import io.fairlead.ipam.actor.ServiceAssignmentActor.Converge;
import io.fairlead.net.IpAddress;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.apache.pekko.Done;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.RecipientRef;
import org.apache.pekko.persistence.testkit.javadsl.PersistenceTestKit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** The entity of a Service with real pool entities around it, and probes where one is faulty. */
abstract class AssignmentEntities {
  /** Long enough for a real pool on a busy machine. */
  private static final Duration POOL_TIMEOUT = Duration.ofSeconds(10);

  private static final Duration PATIENCE = Duration.ofSeconds(20);
  static final String JOURNAL = "ServiceAssignment|shop/web";

  final ActorTestKit kit = ActorTestKit.create(Fixture.config());
  final PersistenceTestKit journal = PersistenceTestKit.create(kit.system());

  final Map<String, ActorRef<AddressPoolActor.Command>> pools = new HashMap<>();
  ActorRef<Command> web = kit.system().deadLetters().unsafeUpcast();

  @AfterEach
  void stop() {
    kit.shutdownTestKit();
  }

  @BeforeEach
  void startAll() {
    start("lan", "192.168.120.200-192.168.120.202");
    start("old", "10.0.0.0/30");
    web = spawn(POOL_TIMEOUT);
  }

  private ActorRef<Command> spawn(Duration poolTimeout) {
    return kit.spawn(
        ServiceAssignmentActor.create(
            WEB, this::poolNamed, poolTimeout, TestStored.schemas(), CLOCK));
  }

  final RecipientRef<AddressPoolActor.Command> poolNamed(String name) {
    return pools.getOrDefault(name, kit.<AddressPoolActor.Command>createTestProbe().ref());
  }

  final void start(String name, String... ranges) {
    pools.put(name, kit.spawn(AddressPoolActor.create(name, TestStored.schemas(), CLOCK)));
    configure(name, ranges);
  }

  final void configure(String name, String... ranges) {
    this.<Done>askPool(name, to -> new Configure(pool(name, ranges), to));
  }

  final <R> R askPool(String name, Function<ActorRef<R>, AddressPoolActor.Command> message) {
    TestProbe<R> probe = kit.createTestProbe();
    poolNamed(name).tell(message.apply(probe.ref()));
    return probe.receiveMessage(PATIENCE);
  }

  final <R> R ask(Function<ActorRef<R>, Command> message) {
    TestProbe<R> probe = kit.createTestProbe();
    web.tell(message.apply(probe.ref()));
    return probe.receiveMessage(PATIENCE);
  }

  final AssignmentOutcome converge(AssignmentPlan plan) {
    return unreasoned(ask(to -> new Converge(plan, to)));
  }

  /** The outcome without the reasons of its grants. */
  static AssignmentOutcome unreasoned(AssignmentOutcome outcome) {
    var grants =
        outcome.addresses().stream().map(a -> new Grant(a, GrantReason.UNRECORDED)).toList();
    return new AssignmentOutcome(
        outcome.service(),
        grants,
        outcome.pool(),
        outcome.refusals(),
        outcome.isNew(),
        outcome.lacking());
  }

  /** From now on a pool that does not answer is soon given up. */
  final void makeImpatient() {
    kit.stop(web);
    web = spawn(Duration.ofSeconds(1));
  }

  /** Ends the entity between two writes, as a crash does, and starts it from its journal. */
  final void crash() {
    kit.stop(web);
    web = spawn(POOL_TIMEOUT);
  }

  final List<String> journaled() {
    return journal.persistedInStorage(JOURNAL).stream()
        .map(stored -> ((TestStored) stored).type())
        .toList();
  }

  final List<Holding> holdings(String name) {
    return this.<Holdings>askPool(name, to -> new GetHoldings(Optional.empty(), to)).page();
  }

  final void awaitHoldings(String name, List<Holding> expected) {
    kit.<Done>createTestProbe()
        .awaitAssert(
            PATIENCE,
            () -> {
              assertEquals(expected, holdings(name));
              return Done.getInstance();
            });
  }

  static AssignmentOutcome assigned(String pool, boolean isNew, String... addresses) {
    return outcome(pool, isNew, List.of(), addresses);
  }

  static AssignmentOutcome outcome(
      String pool, boolean isNew, List<PoolRefusal> refusals, String... addresses) {
    return new AssignmentOutcome(
        WEB,
        Fixture.grants(GrantReason.UNRECORDED, addresses),
        pool,
        refusals,
        isNew,
        Optional.empty());
  }

  static IpAddress first() {
    return IpAddress.parse("192.168.120.200");
  }

  static AssignRequest requestOf(AssignmentPlan plan) {
    ServiceKey service = plan.service();
    return AssignRequest.plain(service, plan.families(), plan.desired(), plan.digest());
  }
}
