package io.fairlead.ipam.actor;

import static io.fairlead.ipam.actor.Fixture.WEB;
import static io.fairlead.ipam.actor.Fixture.addresses;
import static io.fairlead.ipam.actor.Fixture.plan;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fairlead.ipam.AssignmentOutcome;
import io.fairlead.ipam.AssignmentPlan;
import io.fairlead.ipam.ClearReason;
import io.fairlead.ipam.Holding;
import io.fairlead.ipam.actor.ServiceAssignmentActor.Assignment;
import io.fairlead.ipam.actor.ServiceAssignmentActor.Clear;
import io.fairlead.ipam.actor.ServiceAssignmentActor.Converge;
import io.fairlead.ipam.actor.ServiceAssignmentActor.GetAssignment;
import io.fairlead.net.IpAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.persistence.testkit.JournalOperation;
import org.apache.pekko.persistence.testkit.ProcessingPolicy;
import org.apache.pekko.persistence.testkit.ProcessingResult;
import org.apache.pekko.persistence.testkit.ProcessingSuccess;
import org.apache.pekko.persistence.testkit.StorageFailure;
import org.apache.pekko.persistence.testkit.WriteEvents;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A life of one Service, cut at each of its writes in turn: the journal fails, the entity that
 * wrote starts anew from what is stored, and the same request comes again.
 */
class AssignmentCrashTest extends AssignmentEntities {
  /** As many as {@link #theLifeHasThisManyWrites} counts. */
  private static final int WRITES = 13;

  private static final int TRIES_MAX = 20;
  private static final Duration ANSWER_MAX = Duration.ofSeconds(3);

  /** What the Service asks for, one after the other; no plan at all means that it is deleted. */
  private static final List<List<AssignmentPlan>> LIFE =
      List.of(
          List.of(plan(WEB, "lan")),
          List.of(plan(WEB, "by name", addresses("192.168.120.202"), List.of(), "lan")),
          List.of(plan(WEB, "moved", List.of(), List.of(), "old")),
          List.of(),
          List.of(plan(WEB, "back", List.of(), List.of(), "lan", "old")),
          List.of(plan(WEB, "nowhere", List.of(), List.of())));

  /** Fails one write, counted from the first after the start; remembers how many there were. */
  private static final class FailingWrite implements ProcessingPolicy<JournalOperation> {
    private final AtomicInteger writes = new AtomicInteger();
    private final int failing;

    FailingWrite(int failing) {
      this.failing = failing;
    }

    @Override
    public ProcessingResult tryProcess(String persistenceId, JournalOperation operation) {
      boolean fails = operation instanceof WriteEvents && writes.incrementAndGet() == failing;
      return fails ? StorageFailure.create() : ProcessingSuccess.getInstance();
    }
  }

  private FailingWrite live(int failing) {
    makeImpatient();
    var policy = new FailingWrite(failing);
    journal.withPolicy(policy);
    LIFE.forEach(this::reach);
    return policy;
  }

  /** Asks until the answer is a decision, as the bridge does. */
  private void reach(List<AssignmentPlan> wish) {
    for (int i = 0; i < TRIES_MAX; i++) {
      TestProbe<AssignmentOutcome> probe = kit.createTestProbe();
      web.tell(
          wish.isEmpty()
              ? new Clear(ClearReason.SERVICE_DELETED, probe.ref())
              : new Converge(wish.getFirst(), probe.ref()));
      if (isDecided(probe)) {
        checkAgreement();
        return;
      }
    }
    throw new AssertionError("not decided: " + wish);
  }

  private static boolean isDecided(TestProbe<AssignmentOutcome> probe) {
    try {
      return probe.receiveMessage(ANSWER_MAX).refusals().isEmpty();
    } catch (AssertionError unanswered) {
      return false;
    }
  }

  /** The pools hold for the Service what its record says, and nothing else. */
  private void checkAgreement() {
    var record = this.<Assignment>ask(GetAssignment::new);
    for (String pool : List.of("lan", "old")) {
      List<IpAddress> expected = record.pool().equals(pool) ? record.addresses() : List.of();
      kit.<String>createTestProbe()
          .awaitAssert(
              Duration.ofSeconds(20),
              () -> {
                var held = holdings(pool).stream().map(Holding::addresses).toList();
                assertEquals(expected.isEmpty() ? List.of() : List.of(expected), held, pool);
                return pool;
              });
    }
  }

  @Test
  void theLifeHasThisManyWrites() {
    assertEquals(WRITES, live(0).writes.get());
    assertTrue(journaled().size() > 5);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13})
  void aFailureOfAnyWrite_healsWithTheSameRequest(int failing) {
    var policy = live(failing);

    assertTrue(policy.writes.get() > failing, "the write was made again");
    assertEquals(List.of(), this.<Assignment>ask(GetAssignment::new).addresses());
  }
}
