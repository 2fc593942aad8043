package io.fairlead.ipam.actor;

import static io.fairlead.ipam.actor.Fixture.API;
import static io.fairlead.ipam.actor.Fixture.WEB;
import static io.fairlead.ipam.actor.Fixture.anyIpv4;
import static io.fairlead.ipam.actor.Fixture.plan;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fairlead.ipam.AssignmentOutcome;
import io.fairlead.ipam.AssignmentPlan;
import io.fairlead.ipam.ClearReason;
import io.fairlead.ipam.Explanation;
import io.fairlead.ipam.GrantReason;
import io.fairlead.ipam.PoolAnswer;
import io.fairlead.ipam.PoolRefusal;
import io.fairlead.ipam.RejectReason;
import io.fairlead.ipam.actor.AddressPoolActor.Assign;
import io.fairlead.ipam.actor.ServiceAssignmentActor.Clear;
import io.fairlead.ipam.actor.ServiceAssignmentActor.Explain;
import java.util.List;
import java.util.Optional;
import org.apache.pekko.actor.typed.ActorRef;
import org.junit.jupiter.api.Test;

/** What the entity of a Service says of itself, with real pools around it. */
class ExplainActorTest extends AssignmentEntities {
  private Explanation explain(AssignmentPlan plan) {
    return ask(to -> new Explain(plan, to));
  }

  private void fill() {
    configure("lan", "192.168.120.200/32");
    askPool("lan", (ActorRef<PoolAnswer> to) -> new Assign(anyIpv4(API), to));
  }

  @Test
  void holder_isToldItsAddressItsReason_andWhatComesLater() {
    converge(plan(WEB, "lan", "old"));

    var said = explain(plan(WEB, "lan", "old"));

    assertEquals("lan", said.pool());
    assertEquals(Fixture.grants(GrantReason.FIRST_FREE, "192.168.120.200"), said.grants());
    assertEquals(List.of(), said.refusals());
    assertEquals(List.of("old"), said.untried());
    assertTrue(said.isCurrent());
  }

  @Test
  void holderOfALaterPool_isToldWhyTheFirstRefused() {
    fill();
    converge(plan(WEB, "lan", "old"));

    var said = explain(plan(WEB, "lan", "old"));

    assertEquals("old", said.pool());
    assertEquals(
        List.of(new PoolRefusal("lan", RejectReason.POOL_EXHAUSTED, "IPv4")), said.refusals());
  }

  @Test
  void pendingService_isToldOneReasonOfEachPool_alsoAfterACrash() {
    fill();
    converge(plan(WEB, "lan"));
    crash();

    var said = explain(plan(WEB, "lan"));

    assertEquals(List.of(), said.grants());
    assertEquals(
        List.of(new PoolRefusal("lan", RejectReason.POOL_EXHAUSTED, "IPv4")), said.refusals());
    assertEquals(
        List.of("shop/web is pending", "pool lan: no available IPs in pool lan for IPv4 IPFamily"),
        said.lines());
  }

  @Test
  void changedPlan_isSaidToBeUndecided() {
    converge(plan(WEB, "lan"));

    var said = explain(plan(WEB, "other", List.of(), List.of(), "lan"));

    assertFalse(said.isCurrent());
    assertEquals("lan", said.pool());
  }

  @Test
  void clearedService_isToldWhyItLostItsAddresses_andAskingWritesNothing() {
    converge(plan(WEB, "lan"));
    this.<AssignmentOutcome>ask(to -> new Clear(ClearReason.NOT_A_LOAD_BALANCER, to));
    var before = journaled();

    var said = explain(AssignmentPlan.toClear(WEB, ClearReason.NOT_A_LOAD_BALANCER));

    assertEquals(Optional.of(ClearReason.NOT_A_LOAD_BALANCER), said.cleared());
    assertEquals(before, journaled());
  }
}
