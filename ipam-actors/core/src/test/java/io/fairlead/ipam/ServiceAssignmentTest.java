package io.fairlead.ipam;

import static io.fairlead.ipam.Fixture.WEB;
import static io.fairlead.ipam.Fixture.addresses;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fairlead.ipam.ServiceAssignmentEvent.AssignmentCleared;
import io.fairlead.ipam.ServiceAssignmentEvent.AssignmentMade;
import io.fairlead.ipam.ServiceAssignmentEvent.AssignmentRefused;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ServiceAssignmentTest {
  private static final ClearReason REASON = ClearReason.NOT_ALLOWED_BY_CONFIG;
  private static final List<PoolRefusal> FULL =
      List.of(new PoolRefusal("lan", RejectReason.POOL_EXHAUSTED, "IPv4"));
  private static final ServiceAssignment HELD =
      ServiceAssignment.empty(WEB).apply(new AssignmentMade("lan", grants("10.0.0.1"), "d1"));
  private static final ServiceAssignment PENDING =
      ServiceAssignment.empty(WEB).apply(new AssignmentRefused(FULL, "d1"));

  private static List<Grant> grants(String... addresses) {
    return addresses(addresses).stream()
        .map(address -> new Grant(address, GrantReason.FIRST_FREE))
        .toList();
  }

  private static Decision<ServiceAssignmentEvent, AssignmentOutcome> made(
      String pool, String digest, String... addresses) {
    return HELD.made(pool, grants(addresses), digest, REASON, Optional.empty());
  }

  @Test
  void made_theSame_isNoEventAndNotNew() {
    var decision = made("lan", "d1", "10.0.0.1");

    assertEquals(List.of(), decision.events());
    assertFalse(decision.reply().isNew());
  }

  @Test
  void made_withAnotherDigestOrPool_isRecordedButNotNew() {
    var digest = made("lan", "d2", "10.0.0.1");
    var pool = made("wan", "d1", "10.0.0.1");

    assertEquals(List.of(new AssignmentMade("lan", grants("10.0.0.1"), "d2")), digest.events());
    assertEquals(List.of(new AssignmentMade("wan", grants("10.0.0.1"), "d1")), pool.events());
    assertFalse(digest.reply().isNew());
    assertFalse(pool.reply().isNew());
  }

  @Test
  void made_withOtherAddresses_recordsWhyTheOldOnesWent() {
    var decision = made("lan", "d1", "10.0.0.2");

    assertEquals(
        List.of(new AssignmentCleared(REASON), new AssignmentMade("lan", grants("10.0.0.2"), "d1")),
        decision.events());
    assertTrue(decision.reply().isNew());
  }

  @Test
  void made_withOneMoreAddress_isNewButNothingWasCleared() {
    var both = grants("10.0.0.1", "fd00::1");

    var decision = made("lan", "d1", "10.0.0.1", "fd00::1");

    assertEquals(List.of(new AssignmentMade("lan", both, "d1")), decision.events());
    assertTrue(decision.reply().isNew());
  }

  @Test
  void refused_identically_isRecordedOnce() {
    assertEquals(List.of(), PENDING.refused(FULL, "d1", REASON).events());
    assertEquals(
        List.of(new AssignmentRefused(FULL, "d2")), PENDING.refused(FULL, "d2", REASON).events());
    assertEquals(
        List.of(new AssignmentRefused(List.of(), "d1")),
        PENDING.refused(List.of(), "d1", REASON).events());
  }

  @Test
  void refused_whileHolding_clearsFirst() {
    var decision = HELD.refused(FULL, "d1", REASON);

    assertEquals(
        List.of(new AssignmentCleared(REASON), new AssignmentRefused(FULL, "d1")),
        decision.events());
    assertEquals(AssignmentOutcome.none(WEB, FULL), decision.reply());
    var after = HELD.apply(decision.events().getFirst()).apply(decision.events().getLast());
    assertFalse(after.holdsAddresses());
    assertEquals(Optional.of(REASON), after.cleared());
    assertEquals(FULL, after.refusals());
  }

  @Test
  void cleared_isRecordedOnce_andNotForWhoNeverAsked() {
    var reason = ClearReason.SERVICE_DELETED;

    assertEquals(List.of(), ServiceAssignment.empty(WEB).cleared(reason).events());
    assertEquals(List.of(new AssignmentCleared(reason)), PENDING.cleared(reason).events());
    assertEquals(List.of(new AssignmentCleared(reason)), HELD.cleared(reason).events());
    var cleared = HELD.apply(new AssignmentCleared(reason));
    assertEquals(List.of(), cleared.cleared(reason).events());
    assertEquals("", cleared.requestDigest());
  }
}
