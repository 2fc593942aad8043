package io.fairlead.ipam.actor;

import static io.fairlead.ipam.actor.Fixture.CLOCK;
import static io.fairlead.ipam.actor.Fixture.WEB;
import static io.fairlead.ipam.actor.Fixture.addresses;
import static io.fairlead.ipam.actor.Fixture.anyIpv4;
import static io.fairlead.ipam.actor.Fixture.pool;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fairlead.cluster.ServiceKey;
import io.fairlead.ipam.AssignmentOutcome;
import io.fairlead.ipam.AssignmentPlan;
import io.fairlead.ipam.ClearReason;
import io.fairlead.ipam.Holding;
import io.fairlead.ipam.PoolAnswer;
import io.fairlead.ipam.PoolRefusal;
import io.fairlead.ipam.PoolUsage;
import io.fairlead.ipam.RejectReason;
import io.fairlead.ipam.ServiceAssignment;
import io.fairlead.ipam.ServiceAssignmentEvent;
import io.fairlead.ipam.actor.ServiceAssignmentActor.Assignment;
import io.fairlead.ipam.actor.ServiceAssignmentActor.Clear;
import io.fairlead.ipam.actor.ServiceAssignmentActor.Command;
import io.fairlead.ipam.actor.ServiceAssignmentActor.Converge;
import io.fairlead.ipam.actor.ServiceAssignmentActor.GetAssignment;
import io.fairlead.journal.Ledger;
import io.fairlead.journal.Recorded;
import io.fairlead.net.IpFamily;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
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
          "digest");

  @AfterAll
  static void stop() {
    kit.shutdownTestKit();
  }

  static Stream<Object> messages() {
    var done = kit.<Done>createTestProbe().ref();
    var outcome = kit.<AssignmentOutcome>createTestProbe().ref();
    return Stream.of(
        new AddressPoolActor.Configure(pool("lan", "10.0.0.0/24", "fd00::/48"), done),
        new AddressPoolActor.Retire(done),
        new AddressPoolActor.Assign(anyIpv4(WEB), kit.<PoolAnswer>createTestProbe().ref()),
        new AddressPoolActor.Release(WEB, done),
        new AddressPoolActor.GetUsage(kit.<PoolUsage>createTestProbe().ref()),
        new AddressPoolActor.GetHoldings(
            Optional.of(WEB), kit.<AddressPoolActor.Holdings>createTestProbe().ref()),
        new AddressPoolActor.Holdings(
            "lan", List.of(new Holding(WEB, addresses("10.0.0.1", "fd00::1"), "digest")), true),
        new PoolAnswer.Assigned(addresses("10.0.0.1", "fd00::1")),
        new PoolAnswer.Refused(REFUSALS.getFirst()),
        new PoolUsage("lan", true, 1, 2, 3, Long.MAX_VALUE),
        new Converge(FULL_PLAN, outcome),
        new Clear(ClearReason.SERVICE_DELETED, outcome),
        new GetAssignment(kit.<Assignment>createTestProbe().ref()),
        new Assignment(
            WEB,
            "lan",
            addresses("10.0.0.1"),
            "digest",
            REFUSALS,
            Optional.of(ClearReason.NOT_A_LOAD_BALANCER)),
        new AssignmentOutcome(WEB, addresses("fd00::1"), "lan", REFUSALS, true));
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
      page.add(new Holding(service, both, "0123456789abcdef0123456789abcdef"));
    }

    var bytes =
        SerializationExtension.get(kit.system())
            .serialize(new AddressPoolActor.Holdings("lan", page, false))
            .get();

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
