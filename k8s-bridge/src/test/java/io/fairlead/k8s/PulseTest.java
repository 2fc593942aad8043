package io.fairlead.k8s;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class PulseTest {
  private final Pulse pulse = new Pulse(Duration.ofNanos(100), 0);

  @Test
  void isBroken_notWhileBeatsCome() {
    for (long now = 0; now < 1_000; now += 100) {
      pulse.beat(now);
      assertFalse(pulse.isBroken(now + 50));
    }
  }

  @Test
  void isBroken_whenAWriterLooksBeforeTheHeart() {
    assertTrue(pulse.isBroken(101));
  }

  @Test
  void isBroken_staysWhenTheHeartBeatsFirst() {
    pulse.beat(101);

    assertTrue(pulse.isBroken(102));
  }
}
