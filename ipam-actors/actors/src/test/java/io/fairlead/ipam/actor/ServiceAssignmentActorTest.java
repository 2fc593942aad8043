package io.fairlead.ipam.actor;

import static io.fairlead.ipam.actor.Fixture.API;
import static io.fairlead.ipam.actor.Fixture.WEB;
import static io.fairlead.ipam.actor.Fixture.addresses;
import static io.fairlead.ipam.actor.Fixture.anyIpv4;
import static io.fairlead.ipam.actor.Fixture.plan;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.fairlead.ipam.AssignmentOutcome;
import io.fairlead.ipam.ClearReason;
import io.fairlead.ipam.PoolAnswer;
import io.fairlead.ipam.PoolRefusal;
import io.fairlead.ipam.RejectReason;
import io.fairlead.ipam.ServiceAssignmentEvent;
import io.fairlead.ipam.actor.AddressPoolActor.Assign;
import io.fairlead.ipam.actor.AddressPoolActor.Retire;
import io.fairlead.ipam.actor.ServiceAssignmentActor.Assignment;
import io.fairlead.ipam.actor.ServiceAssignmentActor.Clear;
import io.fairlead.ipam.actor.ServiceAssignmentActor.GetAssignment;
import java.util.List;
import java.util.Optional;
import org.apache.pekko.Done;
import org.apache.pekko.actor.typed.ActorRef;
import org.junit.jupiter.api.Test;

class ServiceAssignmentActorTest extends AssignmentEntities {
  @Test
  void converge_takesTheFirstFreeAddress_andTheSamePlanAgainWritesNothing() {
    assertEquals(assigned("lan", true, "192.168.120.200"), converge(plan(WEB, "lan", "old")));
    assertEquals(assigned("lan", false, "192.168.120.200"), converge(plan(WEB, "lan", "old")));
    crash();
    assertEquals(assigned("lan", false, "192.168.120.200"), converge(plan(WEB, "lan", "old")));

    assertEquals(List.of("AssignmentMade"), journaled());
  }

  @Test
  void converge_asksTheNextPool_whenTheFirstIsFull() {
    configure("lan", "192.168.120.200/32");
    askPool("lan", (ActorRef<PoolAnswer> to) -> new Assign(anyIpv4(API), to));

    assertEquals(assigned("old", true, "10.0.0.0"), converge(plan(WEB, "lan", "old")));
  }

  @Test
  void converge_recordsTheSameRefusalOnce_andServesWhenThereIsRoom() {
    configure("lan", "192.168.120.200/32");
    askPool("lan", (ActorRef<PoolAnswer> to) -> new Assign(anyIpv4(API), to));
    var refusal = new PoolRefusal("lan", RejectReason.POOL_EXHAUSTED, "IPv4");

    assertEquals(List.of(refusal), converge(plan(WEB, "lan")).refusals());
    assertEquals(List.of(refusal), converge(plan(WEB, "lan")).refusals());
    assertEquals(List.of("AssignmentRefused"), journaled());
    assertEquals(List.of(refusal), this.<Assignment>ask(GetAssignment::new).refusals());

    configure("lan", "192.168.120.200-192.168.120.201");
    assertEquals(assigned("lan", true, "192.168.120.201"), converge(plan(WEB, "lan")));
  }

  @Test
  void converge_adoptsTheAddressOfTheStatus_whenTheJournalsAreEmpty() {
    var status = addresses("10.0.0.3");

    var outcome = converge(plan(WEB, "digest", List.of(), status, "lan", "old"));

    assertEquals(assigned("old", true, "10.0.0.3"), outcome);
    assertEquals(List.of(), holdings("lan"));
  }

  @Test
  void converge_takesAnotherAddress_whenThatOfTheStatusIsTaken() {
    askPool("lan", (ActorRef<PoolAnswer> to) -> new Assign(anyIpv4(API), to));
    var status = addresses("192.168.120.200");

    var outcome = converge(plan(WEB, "digest", List.of(), status, "lan"));

    assertEquals(assigned("lan", true, "192.168.120.201"), outcome);
  }

  @Test
  void converge_keepsTheAddress_whenOnlyTheRequestChanges() {
    converge(plan(WEB, "lan"));

    var outcome = converge(plan(WEB, "other", List.of(), List.of(), "old", "lan"));

    assertEquals(assigned("lan", false, "192.168.120.200"), outcome);
    assertEquals(List.of("AssignmentMade", "AssignmentMade"), journaled());
  }

  @Test
  void converge_movesInsideThePool_whenAnotherAddressIsAskedFor() {
    converge(plan(WEB, "lan"));

    var desired = addresses("192.168.120.202");
    var outcome = converge(plan(WEB, "other", desired, List.of(), "lan"));

    assertEquals(assigned("lan", true, "192.168.120.202"), outcome);
    assertEquals(List.of("AssignmentMade", "AssignmentCleared", "AssignmentMade"), journaled());
  }

  @Test
  void converge_clearsAndSeeksAnew_whenTheRangesNoLongerHaveTheAddress() {
    converge(plan(WEB, "lan"));
    configure("lan", "192.168.120.210-192.168.120.211");

    assertEquals(assigned("lan", true, "192.168.120.210"), converge(plan(WEB, "lan")));

    var cleared = (TestStored) journal.persistedInStorage(JOURNAL).get(1);
    var event = cleared.read(ServiceAssignmentEvent.class).event();
    var reason = ClearReason.NOT_ALLOWED_BY_CONFIG;
    assertEquals(new ServiceAssignmentEvent.AssignmentCleared(reason), event);
  }

  @Test
  void converge_keepsTheAddress_whenItsPoolWasRenamed() {
    converge(plan(WEB, "lan"));
    this.<Done>askPool("lan", Retire::new);
    start("new-lan", "192.168.120.100-192.168.120.250");

    var outcome = converge(plan(WEB, "new-lan"));

    assertEquals(assigned("new-lan", false, "192.168.120.200"), outcome);
    assertEquals(List.of("AssignmentMade", "AssignmentMade"), journaled());
    assertEquals(List.of(), holdings("lan"));
  }

  @Test
  void converge_losesTheAddress_whenNoPoolHasItAnyMore() {
    converge(plan(WEB, "lan"));
    this.<Done>askPool("lan", Retire::new);

    var outcome = converge(plan(WEB));

    assertEquals(AssignmentOutcome.none(WEB, List.of()), outcome);
    assertEquals(List.of(), holdings("lan"));
    assertEquals(List.of("AssignmentMade", "AssignmentCleared", "AssignmentRefused"), journaled());
  }

  @Test
  void clear_releases_andTheSameAgainWritesNothing() {
    converge(plan(WEB, "lan"));

    ask((ActorRef<AssignmentOutcome> to) -> new Clear(ClearReason.SERVICE_DELETED, to));
    ask((ActorRef<AssignmentOutcome> to) -> new Clear(ClearReason.SERVICE_DELETED, to));

    assertEquals(List.of(), holdings("lan"));
    assertEquals(List.of("AssignmentMade", "AssignmentCleared"), journaled());
    var onRecord = this.<Assignment>ask(GetAssignment::new);
    assertEquals(Optional.of(ClearReason.SERVICE_DELETED), onRecord.cleared());
    assertEquals(assigned("lan", true, "192.168.120.200"), converge(plan(WEB, "lan")));
  }
}
