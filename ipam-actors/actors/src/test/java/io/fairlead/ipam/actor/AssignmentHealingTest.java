package io.fairlead.ipam.actor;

import static io.fairlead.ipam.actor.Fixture.API;
import static io.fairlead.ipam.actor.Fixture.WEB;
import static io.fairlead.ipam.actor.Fixture.addresses;
import static io.fairlead.ipam.actor.Fixture.anyIpv4;
import static io.fairlead.ipam.actor.Fixture.grants;
import static io.fairlead.ipam.actor.Fixture.plan;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fairlead.ipam.AssignmentOutcome;
import io.fairlead.ipam.ClearReason;
import io.fairlead.ipam.GrantReason;
import io.fairlead.ipam.Holding;
import io.fairlead.ipam.PoolAnswer;
import io.fairlead.ipam.PoolRefusal;
import io.fairlead.ipam.RejectReason;
import io.fairlead.ipam.Sharing;
import io.fairlead.ipam.actor.AddressPoolActor.Assign;
import io.fairlead.ipam.actor.ServiceAssignmentActor.Assignment;
import io.fairlead.ipam.actor.ServiceAssignmentActor.Clear;
import io.fairlead.ipam.actor.ServiceAssignmentActor.Converge;
import io.fairlead.ipam.actor.ServiceAssignmentActor.GetAssignment;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.apache.pekko.Done;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.ActorRef;
import org.junit.jupiter.api.Test;

/** What cuts a convergence short, and how the next one repairs it. */
class AssignmentHealingTest extends AssignmentEntities {
  @Test
  void aSilentPool_thatMayHoldTheAddressOfTheStatus_isNotToldToReleaseIt() {
    makeImpatient();
    TestProbe<AddressPoolActor.Command> slow = kit.createTestProbe();
    pools.put("slow", slow.ref());

    var outcome = converge(plan(WEB, "digest", List.of(), addresses("10.7.7.7"), "slow", "old"));

    assertEquals(addresses("10.7.7.7"), outcome.addresses());
    slow.expectMessageClass(Assign.class);
    slow.expectNoMessage();
    assertEquals(List.of(), journaled());
  }

  @Test
  void aSilentPool_isPassedOver_andTellsToReleaseWhenItIsBack() {
    makeImpatient();
    TestProbe<AddressPoolActor.Command> slow = kit.createTestProbe();
    pools.put("slow", slow.ref());

    assertEquals(assigned("old", true, "10.0.0.0"), converge(plan(WEB, "slow", "old")));

    slow.expectMessageClass(Assign.class);
    assertEquals(WEB, slow.expectMessageClass(AddressPoolActor.Release.class).service());
    assertEquals(assigned("old", false, "10.0.0.0"), converge(plan(WEB, "slow", "old")));
    var again = slow.expectMessageClass(AddressPoolActor.Release.class);
    again.replyTo().tell(Done.getInstance());
  }

  @Test
  void aSilentPool_movesNothingThatIsHeldThere() {
    makeImpatient();
    converge(plan(WEB, "lan"));
    var back = pools.put("lan", kit.<AddressPoolActor.Command>createTestProbe().ref());

    var outcome = converge(plan(WEB, "lan", "old"));

    var refusal = new PoolRefusal("lan", RejectReason.POOL_UNAVAILABLE, "");
    assertEquals(outcome("lan", false, List.of(refusal), "192.168.120.200"), outcome);
    assertEquals(List.of(), holdings("old"));
    pools.put("lan", Objects.requireNonNull(back));
    assertEquals(assigned("lan", false, "192.168.120.200"), converge(plan(WEB, "lan", "old")));
    assertEquals(List.of("AssignmentMade"), journaled());
  }

  @Test
  void whileOnePlanRuns_onlyTheNewestWaits_andEveryoneIsAnswered() {
    TestProbe<AddressPoolActor.Command> slow = kit.createTestProbe();
    pools.put("slow", slow.ref());
    TestProbe<AssignmentOutcome> asker = kit.createTestProbe();
    web.tell(new Converge(plan(WEB, "slow"), asker.ref()));
    var asked = slow.expectMessageClass(Assign.class);

    web.tell(new Converge(plan(WEB, "old"), asker.ref()));
    web.tell(new Clear(ClearReason.NOT_A_LOAD_BALANCER, asker.ref()));
    web.tell(new Converge(plan(WEB, "second", List.of(), List.of(), "slow"), asker.ref()));
    asked.replyTo().tell(new PoolAnswer.Assigned(grants(GrantReason.FIRST_FREE, "10.9.9.9")));
    var verified = slow.expectMessageClass(Assign.class);
    assertEquals("second", verified.request().digest());
    assertEquals(addresses("10.9.9.9"), verified.request().desired());
    verified.replyTo().tell(new PoolAnswer.Assigned(grants(GrantReason.FIRST_FREE, "10.9.9.9")));

    assertTrue(asker.receiveMessage().isNew());
    for (int i = 0; i < 3; i++) {
      assertEquals(assigned("slow", false, "10.9.9.9"), unreasoned(asker.receiveMessage()));
    }
    asker.expectNoMessage(Duration.ZERO);
    assertEquals(List.of(), holdings("old"));
  }

  @Test
  void aCrashAfterThePoolWrote_healsWithTheSameAddress() {
    var same = plan(WEB, "lan");
    var request = requestOf(same);
    askPool("lan", (ActorRef<PoolAnswer> to) -> new Assign(request, to));
    askPool("lan", (ActorRef<PoolAnswer> to) -> new Assign(anyIpv4(API), to));

    crash();

    assertEquals(assigned("lan", true, "192.168.120.200"), converge(same));
    assertEquals(2, holdings("lan").size());
  }

  @Test
  void aCrashAfterThePoolWrote_leavesNothingBehind_whenThePlanChangedMeanwhile() {
    var request = requestOf(plan(WEB, "lan", "old"));
    askPool("lan", (ActorRef<PoolAnswer> to) -> new Assign(request, to));

    crash();

    assertEquals(assigned("old", true, "10.0.0.0"), converge(plan(WEB, "old", "lan")));
    awaitHoldings("lan", List.of());
  }

  @Test
  void aCrashBetweenReleaseAndTheNextAssignment_healsInEitherPool() {
    converge(plan(WEB, "lan"));
    TestProbe<AddressPoolActor.Command> never = kit.createTestProbe();
    pools.put("next", never.ref());
    TestProbe<AssignmentOutcome> nobody = kit.createTestProbe();
    web.tell(new Converge(plan(WEB, "moved", List.of(), List.of(), "next"), nobody.ref()));
    never.expectMessageClass(Assign.class);
    assertEquals(List.of(), holdings("lan"));

    crash();

    assertEquals(List.of(first()), this.<Assignment>ask(GetAssignment::new).addresses());
    assertEquals(assigned("old", true, "10.0.0.0"), converge(plan(WEB, "old")));
    assertEquals(List.of(), holdings("lan"));
    assertEquals(1, holdings("old").size());
  }

  @Test
  void aFailedWriteOfTheService_isRepairedByTheNextConvergence() {
    var plan = plan(WEB, "lan");
    journal.failNextPersisted(JOURNAL);
    TestProbe<AssignmentOutcome> unanswered = kit.createTestProbe();
    web.tell(new Converge(plan, unanswered.ref()));
    awaitHoldings(
        "lan",
        List.of(
            new Holding(
                WEB, grants(GrantReason.FIRST_FREE, first().toString()), "digest", Sharing.NONE)));

    var outcome = converge(plan);

    assertEquals(assigned("lan", true, "192.168.120.200"), outcome);
    assertEquals(List.of("AssignmentMade"), journaled());
    assertEquals(1, holdings("lan").size());
    unanswered.expectNoMessage(Duration.ZERO);
  }

  @Test
  void aFailedWriteOfThePool_isRepairedByTheNextConvergence() {
    makeImpatient();
    journal.failNextPersisted("AddressPool|lan");

    var first = converge(plan(WEB, "lan"));
    var second = converge(plan(WEB, "lan"));

    assertEquals(RejectReason.POOL_UNAVAILABLE, first.refusals().getFirst().reason());
    assertEquals(assigned("lan", true, "192.168.120.200"), second);
    assertEquals(1, holdings("lan").size());
  }
}
