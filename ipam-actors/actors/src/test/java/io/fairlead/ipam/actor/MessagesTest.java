package io.fairlead.ipam.actor;

import static io.fairlead.ipam.actor.Fixture.API;
import static io.fairlead.ipam.actor.Fixture.CLOCK;
import static io.fairlead.ipam.actor.Fixture.WEB;
import static io.fairlead.ipam.actor.Fixture.addresses;
import static io.fairlead.ipam.actor.Fixture.anyIpv4;
import static io.fairlead.ipam.actor.Fixture.pool;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fairlead.cluster.ServiceKey;
import io.fairlead.cluster.ServicePort;
import io.fairlead.config.PoolConfig;
import io.fairlead.config.Reservation;
import io.fairlead.config.ReuseRules;
import io.fairlead.ipam.AssignRequest;
import io.fairlead.ipam.AssignmentOutcome;
import io.fairlead.ipam.AssignmentPlan;
import io.fairlead.ipam.ClearReason;
import io.fairlead.ipam.Explanation;
import io.fairlead.ipam.Grant;
import io.fairlead.ipam.GrantReason;
import io.fairlead.ipam.Holding;
import io.fairlead.ipam.PoolAnswer;
import io.fairlead.ipam.PoolRefusal;
import io.fairlead.ipam.PoolUsage;
import io.fairlead.ipam.RejectReason;
import io.fairlead.ipam.ServiceAssignment;
import io.fairlead.ipam.ServiceAssignmentEvent;
import io.fairlead.ipam.Sharing;
import io.fairlead.ipam.actor.ServiceAssignmentActor.Assignment;
import io.fairlead.ipam.actor.ServiceAssignmentActor.Clear;
import io.fairlead.ipam.actor.ServiceAssignmentActor.Command;
import io.fairlead.ipam.actor.ServiceAssignmentActor.Converge;
import io.fairlead.ipam.actor.ServiceAssignmentActor.Explain;
import io.fairlead.ipam.actor.ServiceAssignmentActor.GetAssignment;
import io.fairlead.journal.Ledger;
import io.fairlead.journal.Recorded;
import io.fairlead.net.IpAddress;
import io.fairlead.net.IpFamily;
import io.fairlead.net.IpRange;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.pekko.Done;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.persistence.testkit.javadsl.EventSourcedBehaviorTestKit;
import org.apache.pekko.serialization.SerializationExtension;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** All messages keep their value on the way between two nodes. */
class MessagesTest {
  private static final int NORMAL_MESSAGE_MAX_BYTES = 262_144;
  private static ActorTestKit kit = ActorTestKit.create(Fixture.config());

  private static final List<PoolRefusal> REFUSALS =
      List.of(
          new PoolRefusal("lan", RejectReason.ADDRESS_IN_USE, "10.0.0.1 (by shop/api)"),
          new PoolRefusal("", RejectReason.NO_CLUSTER_IP, ""));
  private static final Sharing SHARING =
      new Sharing("key", "app=web", List.of(new ServicePort("TCP", 80)));
  private static final List<Grant> GRANTS =
      List.of(
          new Grant(IpAddress.parse("10.0.0.1"), GrantReason.ASKED_BY_NAME),
          new Grant(IpAddress.parse("fd00::1"), GrantReason.QUARANTINE_CUT_SHORT));
  private static final AssignRequest FULL_REQUEST =
      new AssignRequest(
          WEB,
          List.of(IpFamily.IPV4, IpFamily.IPV6),
          addresses("fd00::1"),
          true,
          SHARING,
          OptionalInt.of(3),
          "digest");
  private static final PoolConfig FULL_POOL =
      pool("lan", "10.0.0.0/24", "fd00::/48")
          .with(
              List.of(
                  new Reservation(IpRange.parse("10.0.0.5-10.0.0.9"), Optional.of("shop/web")),
                  new Reservation(IpRange.parse("fd00::/64"), Optional.empty())),
              new ReuseRules(Duration.ofDays(1), Duration.ofMillis(1)));
  private static final AssignmentPlan FULL_PLAN =
      new AssignmentPlan(
          WEB,
          List.of(IpFamily.IPV6, IpFamily.IPV4),
          List.of(IpFamily.IPV6),
          addresses("fd00::1"),
          "lan",
          addresses("255.255.255.255", "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff"),
          List.of(),
          REFUSALS,
          Optional.of(ClearReason.FAMILY_CHANGED),
          SHARING,
          new TreeMap<>(Map.of("lan", 5)),
          "digest");

  @AfterAll
  static void stop() {
    kit.shutdownTestKit();
  }

  static Stream<Object> messages() {
    var done = kit.<Done>createTestProbe().ref();
    var outcome = kit.<AssignmentOutcome>createTestProbe().ref();
    return Stream.of(
        new AddressPoolActor.Configure(FULL_POOL, done),
        new AddressPoolActor.Retire(done),
        new AddressPoolActor.Assign(anyIpv4(WEB), kit.<PoolAnswer>createTestProbe().ref()),
        new AddressPoolActor.Assign(FULL_REQUEST, kit.<PoolAnswer>createTestProbe().ref()),
        new AddressPoolActor.AssignAll(
            List.of(anyIpv4(WEB), FULL_REQUEST),
            kit.<AddressPoolActor.AllAnswered>createTestProbe().ref()),
        new AddressPoolActor.AllAnswered(
            "lan",
            List.of(
                new AddressPoolActor.Answered(WEB, GRANTS, Optional.empty()),
                new AddressPoolActor.Answered(API, List.of(), Optional.of(REFUSALS.getFirst())))),
        new AddressPoolActor.Release(WEB, done),
        new AddressPoolActor.GetUsage(kit.<PoolUsage>createTestProbe().ref()),
        new AddressPoolActor.GetHoldings(
            Optional.of(WEB), kit.<AddressPoolActor.Holdings>createTestProbe().ref()),
        new AddressPoolActor.Holdings(
            "lan", List.of(new Holding(WEB, GRANTS, "digest", SHARING)), true),
        new PoolAnswer.Assigned(GRANTS),
        new PoolAnswer.Refused(REFUSALS.getFirst()),
        new PoolUsage(
            "lan",
            true,
            1,
            new PoolUsage.FamilyUsage(1, 2, 3, 4, 5),
            new PoolUsage.FamilyUsage(6, 7, 8, 9, Long.MAX_VALUE)),
        new Converge(FULL_PLAN, outcome),
        new Clear(ClearReason.SERVICE_DELETED, outcome),
        new GetAssignment(kit.<Assignment>createTestProbe().ref()),
        new Assignment(
            WEB, "lan", GRANTS, "digest", REFUSALS, Optional.of(ClearReason.NOT_A_LOAD_BALANCER)),
        new Explain(FULL_PLAN, kit.<Explanation>createTestProbe().ref()),
        new Explanation(
            WEB,
            "lan",
            GRANTS,
            REFUSALS,
            List.of("later"),
            Optional.of(ClearReason.SERVICE_DELETED),
            true),
        new AssignmentOutcome(
            WEB, GRANTS, "lan", REFUSALS, true, Optional.of(REFUSALS.getFirst())));
  }

  @ParameterizedTest
  @MethodSource("messages")
  void everyMessage_survivesTheWire(Object message) {
    kit.serializationTestKit().verifySerialization(message, true);
  }

  @Test
  void aFullPageOfHoldings_isANormalMessage() {
    var page = new ArrayList<Holding>();
    for (int i = 0; i < AddressPoolActor.HOLDINGS_PAGE_MAX; i++) {
      var service = new ServiceKey("a-namespace-with-a-long-name-" + i, "a-service-" + i);
      var both = addresses("192.168.120.200", "fd00:1234:5678:9abc:def0:1234:5678:9abc");
      var grants = both.stream().map(a -> new Grant(a, GrantReason.RETENTION_CUT_SHORT)).toList();
      page.add(new Holding(service, grants, "0123456789abcdef0123456789abcdef", SHARING));
    }

    var bytes =
        SerializationExtension.get(kit.system())
            .serialize(new AddressPoolActor.Holdings("lan", page, false))
            .get();

    assertTrue(bytes.length < NORMAL_MESSAGE_MAX_BYTES / 2, "bytes: " + bytes.length);
  }

  @Test
  void aFullBatch_isANormalMessage() {
    var requests = new ArrayList<AssignRequest>();
    for (int i = 0; i < AddressPoolActor.BATCH_MAX; i++) {
      requests.add(
          new AssignRequest(
              new ServiceKey("a-namespace-with-a-long-name-" + i, "a-service-" + i),
              FULL_REQUEST.families(),
              addresses("192.168.120.200", "fd00:1234:5678:9abc:def0:1234:5678:9abc"),
              false,
              SHARING,
              OptionalInt.of(5),
              "0123456789abcdef0123456789abcdef"));
    }
    var batch =
        new AddressPoolActor.AssignAll(
            requests, kit.<AddressPoolActor.AllAnswered>createTestProbe().ref());

    var bytes = SerializationExtension.get(kit.system()).serialize(batch).get();

    assertTrue(bytes.length < NORMAL_MESSAGE_MAX_BYTES / 2, "bytes: " + bytes.length);
  }

  @Test
  void aRefusal_isRemembered_andTheEntityIsTheSameAfterARestart() {
    EventSourcedBehaviorTestKit<
            Command, Recorded<ServiceAssignmentEvent>, Ledger<ServiceAssignment>>
        entity =
            EventSourcedBehaviorTestKit.create(
                kit.system(),
                ServiceAssignmentActor.create(
                    WEB,
                    _ -> kit.<AddressPoolActor.Command>createTestProbe().ref(),
                    Duration.ofSeconds(1),
                    TestStored.schemas(),
                    CLOCK),
                EventSourcedBehaviorTestKit.enabledSerializationSettings()
                    .withVerifyEquality(true)
                    .withVerifyState(false));

    var first = entity.<AssignmentOutcome>runCommand(to -> new Converge(FULL_PLAN, to));
    var before = entity.getState();
    entity.restart();
    var again = entity.<AssignmentOutcome>runCommand(to -> new Converge(FULL_PLAN, to));

    assertEquals(REFUSALS, first.reply().refusals());
    assertEquals(first.reply(), again.reply());
    assertEquals(before, entity.getState());
    assertTrue(again.hasNoEvents());
    assertEquals(1, entity.getState().number());
  }
}
