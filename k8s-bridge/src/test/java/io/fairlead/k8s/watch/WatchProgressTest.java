package io.fairlead.k8s.watch;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class WatchProgressTest {
  private final WatchProgress progress = new WatchProgress(Duration.ofNanos(100));

  @Test
  void isSilent_whenAVersionIsNotReachedInTime_howeverFarTheServerGoesOn() {
    assertFalse(progress.isSilent("20", "10", 0));
    assertFalse(progress.isSilent("30", "10", 100));
    assertTrue(progress.isSilent("40", "10", 101));
  }

  @Test
  void isSilent_notWhileTheWatchFollows_howeverFarBehind() {
    assertFalse(progress.isSilent("20", "10", 0));
    assertFalse(progress.isSilent("30", "20", 90));
    assertFalse(progress.isSilent("40", "29", 180));
    assertTrue(progress.isSilent("40", "29", 191));
  }

  @Test
  void isSilent_neverWhenNothingHappens() {
    for (int i = 0; i < 1_000; i += 100) {
      assertFalse(progress.isSilent("20", "20", i));
    }
  }

  @Test
  void isSilent_neverWhenVersionsAreNoNumbers() {
    assertFalse(progress.isSilent("b", "a", 0));
    assertFalse(progress.isSilent("b", "a", 1_000));
  }

  @Test
  void renewed_forNothing_doublesThePatience() {
    progress.renewed(false);

    assertFalse(progress.isSilent("20", "10", 0));
    assertFalse(progress.isSilent("20", "10", 200));
    assertTrue(progress.isSilent("20", "10", 201));

    progress.renewed(true);
    assertFalse(progress.isSilent("20", "10", 300));
    assertTrue(progress.isSilent("20", "10", 401));
  }
}
