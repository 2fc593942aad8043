package io.fairlead.ipam.actor;

import static io.fairlead.ipam.actor.Fixture.API;
import static io.fairlead.ipam.actor.Fixture.CLOCK;
import static io.fairlead.ipam.actor.Fixture.WEB;
import static io.fairlead.ipam.actor.Fixture.addresses;
import static io.fairlead.ipam.actor.Fixture.anyIpv4;
import static io.fairlead.ipam.actor.Fixture.grants;
import static io.fairlead.ipam.actor.Fixture.pool;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fairlead.cluster.ServiceKey;
import io.fairlead.config.LabelSelector;
import io.fairlead.config.PoolConfig;
import io.fairlead.config.Reservation;
import io.fairlead.config.ReuseRules;
import io.fairlead.config.ServiceAllocation;
import io.fairlead.ipam.AddressPool;
import io.fairlead.ipam.AddressPoolEvent;
import io.fairlead.ipam.GrantReason;
import io.fairlead.ipam.Holding;
import io.fairlead.ipam.PoolAnswer;
import io.fairlead.ipam.PoolRefusal;
import io.fairlead.ipam.PoolUsage;
import io.fairlead.ipam.PoolUsage.FamilyUsage;
import io.fairlead.ipam.RejectReason;
import io.fairlead.ipam.Sharing;
import io.fairlead.ipam.actor.AddressPoolActor.AllAnswered;
import io.fairlead.ipam.actor.AddressPoolActor.Answered;
import io.fairlead.ipam.actor.AddressPoolActor.Assign;
import io.fairlead.ipam.actor.AddressPoolActor.AssignAll;
import io.fairlead.ipam.actor.AddressPoolActor.Command;
import io.fairlead.ipam.actor.AddressPoolActor.Configure;
import io.fairlead.ipam.actor.AddressPoolActor.GetHoldings;
import io.fairlead.ipam.actor.AddressPoolActor.GetUsage;
import io.fairlead.ipam.actor.AddressPoolActor.Holdings;
import io.fairlead.ipam.actor.AddressPoolActor.Release;
import io.fairlead.ipam.actor.AddressPoolActor.Retire;
import io.fairlead.journal.Ledger;
import io.fairlead.journal.Recorded;
import io.fairlead.net.IpRange;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.pekko.Done;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.LoggingTestKit;
import org.apache.pekko.persistence.testkit.javadsl.EventSourcedBehaviorTestKit;
import org.apache.pekko.persistence.testkit.javadsl.PersistenceTestKit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class AddressPoolActorTest {
  private static ActorTestKit kit = ActorTestKit.create(Fixture.config());

  private EventSourcedBehaviorTestKit<Command, Recorded<AddressPoolEvent>, Ledger<AddressPool>>
      entity =
          EventSourcedBehaviorTestKit.create(
              kit.system(),
              AddressPoolActor.create("lan", TestStored.schemas(), CLOCK),
              EventSourcedBehaviorTestKit.enabledSerializationSettings()
                  .withVerifyEquality(true)
                  .withVerifyState(false));

  @AfterAll
  static void stop() {
    kit.shutdownTestKit();
  }

  @BeforeEach
  void clear() {
    entity.clear();
  }

  private List<?> journal() {
    return entity.persistenceTestKit().persistedInStorage("AddressPool|lan");
  }

  private PoolAnswer assign(ServiceKey service) {
    return entity.<PoolAnswer>runCommand(to -> new Assign(anyIpv4(service), to)).reply();
  }

  private static PoolAnswer first(String address) {
    return new PoolAnswer.Assigned(grants(GrantReason.FIRST_FREE, address));
  }

  private void configure(PoolConfig config) {
    entity.<Done>runCommand(to -> new Configure(config, to));
  }

  @Test
  void assign_answersTheSameAfterARestart_andWritesNoMore() {
    configure(pool("lan", "192.168.120.200-192.168.120.201"));

    assertEquals(first("192.168.120.200"), assign(WEB));
    assertEquals(first("192.168.120.201"), assign(API));
    var before = entity.getState();
    entity.restart();

    assertEquals(before, entity.getState());
    assertEquals(first("192.168.120.200"), assign(WEB));
    assertEquals(3, journal().size());
    assertEquals(3, entity.getState().number());
  }

  @Test
  void everyEvent_carriesItsRunningNumberAndTheTimeOfTheDecision() {
    configure(pool("lan", "10.0.42.0/24"));
    assign(WEB);

    var stored = (TestStored) journal().getLast();

    assertEquals(2, stored.number());
    assertEquals(CLOCK.instant(), Instant.ofEpochMilli(stored.atMillis()));
    assertEquals("AddressesAssigned", stored.type());
  }

  @Test
  void configure_survivesTheWire_withEveryField() {
    var selector =
        new LabelSelector(
            new TreeMap<>(),
            List.of(
                new LabelSelector.Requirement(
                    "tier", LabelSelector.Operator.IN, List.of("a", "b"))));
    var allocation =
        new ServiceAllocation(
            3, new TreeSet<>(List.of("shop")), List.of(selector), List.of(selector));
    var labels = new TreeMap<>(Map.of("zone", "one"));
    var config =
        new PoolConfig(
            "lan",
            List.of(IpRange.parse("fd00::/48"), IpRange.parse("10.0.0.0/24")),
            false,
            true,
            Optional.of(allocation),
            labels,
            List.of(new Reservation(IpRange.parse("10.0.0.5-10.0.0.9"), Optional.of("shop/web"))),
            new ReuseRules(Duration.ofHours(1), Duration.ZERO));

    configure(config);

    var configured = entity.getState().state().configured();
    assertEquals(config.ranges(), configured.ranges());
    assertTrue(configured.avoidBuggyIps());
    assertEquals(config.reservations(), configured.reservations());
    assertEquals(config.reuse(), configured.reuse());
  }

  @Test
  void release_givesTheAddressBack_andRetireRefusesWhatComesAfter() {
    configure(pool("lan", "10.0.42.0/24"));
    assign(WEB);
    entity.<Done>runCommand(to -> new Release(WEB, to));
    assertEquals(first("10.0.42.1"), assign(API));
    assertEquals(new PoolAnswer.Assigned(grants(GrantReason.RETURNED, "10.0.42.0")), assign(WEB));

    entity.<Done>runCommand(to -> new Retire(to));
    entity.restart();

    var refusal = new PoolRefusal("lan", RejectReason.POOL_RETIRED, "");
    assertEquals(new PoolAnswer.Refused(refusal), assign(WEB));
    assertEquals(List.of(API), entity.getState().state().ownersOf(addresses("10.0.42.1").get(0)));
  }

  @Test
  void assignAll_isOneWrite_withTheAnswersInOrder() {
    configure(pool("lan", "10.0.42.0/31"));
    var third = new ServiceKey("shop", "third");

    var result =
        entity.<AllAnswered>runCommand(
            to -> new AssignAll(List.of(anyIpv4(WEB), anyIpv4(API), anyIpv4(third)), to));
    var again =
        entity.<AllAnswered>runCommand(
            to -> new AssignAll(List.of(anyIpv4(API), anyIpv4(WEB)), to));

    assertEquals(2, result.events().size());
    assertEquals(
        List.of(
            new Answered(WEB, grants(GrantReason.FIRST_FREE, "10.0.42.0"), Optional.empty()),
            new Answered(API, grants(GrantReason.FIRST_FREE, "10.0.42.1"), Optional.empty()),
            new Answered(
                third,
                List.of(),
                Optional.of(new PoolRefusal("lan", RejectReason.POOL_EXHAUSTED, "IPv4")))),
        result.reply().answers());
    assertTrue(again.hasNoEvents());
    assertEquals(result.reply().answers().getFirst(), again.reply().answers().getLast());
  }

  @Test
  void questions_areAnsweredWithoutAWrite() {
    configure(pool("lan", "10.0.42.0/24", "fd00::/64"));
    assign(WEB);

    var usage = entity.<PoolUsage>runCommand(to -> new GetUsage(to));
    var first = entity.<Holdings>runCommand(to -> new GetHoldings(Optional.empty(), to));
    var next = entity.<Holdings>runCommand(to -> new GetHoldings(Optional.of(WEB), to));

    assertEquals(
        new PoolUsage(
            "lan",
            false,
            1,
            new FamilyUsage(1, 255, 0, 0, 0),
            new FamilyUsage(0, Long.MAX_VALUE, 0, 0, 0)),
        usage.reply());
    var holding =
        new Holding(
            WEB, grants(GrantReason.FIRST_FREE, "10.0.42.0"), anyIpv4(WEB).digest(), Sharing.NONE);
    assertEquals(new Holdings("lan", List.of(holding), true), first.reply());
    assertEquals(new Holdings("lan", List.of(), true), next.reply());
    assertEquals(2, journal().size());
  }

  @Test
  void aMissingEvent_stopsTheEntityWithASentence() {
    var journal = PersistenceTestKit.create(kit.system());
    var configured =
        new AddressPoolEvent.PoolConfigured(
            List.of(IpRange.parse("10.0.0.0/24")), false, List.of(), ReuseRules.DEFAULT);
    journal.persistForRecovery(
        "AddressPool|damaged",
        List.of(
            TestStored.of(new Recorded<>(1, CLOCK.instant(), configured)),
            TestStored.of(new Recorded<>(3, CLOCK.instant(), configured))));
    var actor = kit.spawn(AddressPoolActor.create("damaged", TestStored.schemas(), CLOCK));
    var probe = kit.<PoolUsage>createTestProbe();

    LoggingTestKit.error("expected event number 2 but found 3")
        .expect(
            kit.system(),
            () -> {
              actor.tell(new GetUsage(probe.ref()));
              return Done.getInstance();
            });

    probe.expectTerminated(actor, Duration.ofSeconds(5));
    probe.expectNoMessage(Duration.ZERO);
  }
}
