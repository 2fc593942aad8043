package io.fairlead.speaker.l2;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class WarmUpTest {
  @Test
  void run_answersItsOwnQuestions() {
    long answered = WarmUp.run(TimeUnit.SECONDS.toNanos(2));
    assertTrue(answered > 1_000, () -> "answered " + answered);
  }

  @Test
  void run_endsWhenItsTimeIsOver() {
    assertTrue(WarmUp.run(1) <= 2);
  }
}
