package io.fairlead.ipam.actor;

import static io.fairlead.ipam.actor.Fixture.CLOCK;
import static io.fairlead.ipam.actor.Fixture.anyIpv4;
import static io.fairlead.ipam.actor.Fixture.pool;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.fairlead.cluster.ServiceKey;
import io.fairlead.ipam.GrantReason;
import io.fairlead.ipam.PoolAnswer;
import io.fairlead.ipam.PoolUsage;
import io.fairlead.ipam.PoolUsage.FamilyUsage;
import io.fairlead.ipam.actor.AddressPoolActor.AllAnswered;
import io.fairlead.ipam.actor.AddressPoolActor.Assign;
import io.fairlead.ipam.actor.AddressPoolActor.AssignAll;
import io.fairlead.ipam.actor.AddressPoolActor.Command;
import io.fairlead.ipam.actor.AddressPoolActor.Configure;
import io.fairlead.ipam.actor.AddressPoolActor.GetUsage;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.pekko.Done;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.persistence.testkit.javadsl.SnapshotTestKit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

class PoolSnapshotTest {
  private static final String JOURNAL = "AddressPool|lan";
  private static final int SERVICES = 5_100;
  private static final int BATCH = 100;
  private static final Duration TIMEOUT = Duration.ofSeconds(30);

  private static ActorTestKit kit = ActorTestKit.create(Fixture.config());

  @AfterAll
  static void stop() {
    kit.shutdownTestKit();
  }

  private static ActorRef<Command> spawn() {
    var stored = TestStored.schemas();
    var schemas =
        new IpamSchemas(
            stored.poolEvents(),
            stored.assignmentEvents(),
            Optional.of(new TestSnapshot.Adapter()));
    return kit.spawn(AddressPoolActor.create("lan", schemas, CLOCK));
  }

  @Test
  void aPool_recoversFromItsSnapshotAndTheEventsAfterIt() {
    var first = spawn();
    first.tell(new Configure(pool("lan", "10.0.0.0/16"), kit.<Done>createTestProbe().ref()));
    TestProbe<AllAnswered> batches = kit.createTestProbe();
    for (int i = 0; i < SERVICES; i += BATCH) {
      var requests =
          IntStream.range(i, i + BATCH)
              .mapToObj(n -> anyIpv4(new ServiceKey("shop", "s" + n)))
              .toList();
      first.tell(new AssignAll(requests, batches.ref()));
    }
    batches.receiveSeveralMessages(SERVICES / BATCH, TIMEOUT);
    TestProbe<PoolAnswer> answers = kit.createTestProbe();
    var snapshots = SnapshotTestKit.create(kit.system()).persistedInStorage(JOURNAL);
    assertEquals(1, snapshots.size());
    kit.stop(first);

    var second = spawn();
    second.tell(new Assign(anyIpv4(new ServiceKey("shop", "s5")), answers.ref()));
    var again = answers.receiveMessage(TIMEOUT);
    TestProbe<PoolUsage> usage = kit.createTestProbe();
    second.tell(new GetUsage(usage.ref()));

    assertEquals(
        new PoolAnswer.Assigned(Fixture.grants(GrantReason.FIRST_FREE, "10.0.0.5")), again);
    var expected =
        new PoolUsage(
            "lan",
            false,
            SERVICES,
            new FamilyUsage(SERVICES, 65_536 - SERVICES, 0, 0, 0),
            FamilyUsage.NONE);
    assertEquals(expected, usage.receiveMessage(TIMEOUT));
    // The configuration and fifty batches: a write is not cut in two for a snapshot.
    assertEquals(
        List.of(5_001L),
        snapshots.stream().map(s -> ((TestSnapshot) s.second()).number()).toList());
  }
}
