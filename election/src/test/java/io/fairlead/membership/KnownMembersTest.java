package io.fairlead.membership;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class KnownMembersTest {
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
  private static final MemberAddress A = new MemberAddress("10.0.0.1", 7355);
  private static final MemberAddress B = new MemberAddress("fd00::2", 7355);

  @Test
  void parse_keepsTheGoodLinesOfADamagedFile() {
    var lines =
        List.of(
            "10.0.0.1:7355 1767225600",
            "nonsense",
            "10.0.0.2:x 5",
            "10.0.0.3:1 99999999999999999999",
            "");

    assertEquals(Set.of(A), KnownMembers.parse(lines).addresses());
  }

  @Test
  void seen_forgetsWhoWasNotSeenForLong() {
    var old = KnownMembers.NONE.seen(List.of(A), NOW);
    var later = NOW.plus(KnownMembers.FORGET_AFTER);

    assertEquals(Set.of(A, B), old.seen(List.of(B), later).addresses());
    assertEquals(Set.of(B), old.seen(List.of(B), later.plus(Duration.ofSeconds(1))).addresses());
  }
}
