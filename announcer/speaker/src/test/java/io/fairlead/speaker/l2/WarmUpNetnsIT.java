package io.fairlead.speaker.l2;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fairlead.testing.Require;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class WarmUpNetnsIT {
  @Test
  void run_answersItsOwnQuestionsOnLoopback() throws Exception {
    Require.netns();
    try (var lan = new Lan()) {
      lan.host("n1", 11);
      long answered = lan.call("n1", () -> WarmUp.run(TimeUnit.SECONDS.toNanos(5)));
      assertTrue(answered > 1_000, () -> "answered " + answered);
      assertTrue(lan.call("n1", () -> WarmUp.run(1)) <= 2);
      lan.in("n1", "ip link set lo down");
      assertEquals(0, lan.call("n1", () -> WarmUp.run(TimeUnit.SECONDS.toNanos(5))));
    }
  }
}
