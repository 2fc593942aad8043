package io.fairlead.deploy.controller;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class ConfirmationsPaceTest {
  private static final long START = 5_000_000_000L;

  private final ConfirmationsPace pace = new ConfirmationsPace();

  @Test
  void mayConfirm_whenNoStatusIsWritten() {
    assertTrue(pace.mayConfirm(true, START));
  }

  @Test
  void mayConfirm_notWhileStatusesAreWritten_butNotForEver() {
    assertFalse(pace.mayConfirm(false, START));
    assertFalse(pace.mayConfirm(false, after(Duration.ofSeconds(29))));
    assertTrue(pace.mayConfirm(false, after(Duration.ofSeconds(30))));
    assertTrue(pace.mayConfirm(false, after(Duration.ofSeconds(31))));
  }

  @Test
  void mayConfirm_isPatientAgain_afterEveryQuietTime() {
    assertFalse(pace.mayConfirm(false, START));
    assertTrue(pace.mayConfirm(true, after(Duration.ofSeconds(20))));

    assertFalse(pace.mayConfirm(false, after(Duration.ofSeconds(40))));
  }

  private static long after(Duration time) {
    return START + time.toNanos();
  }
}
