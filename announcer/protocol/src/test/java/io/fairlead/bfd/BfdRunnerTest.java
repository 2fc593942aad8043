package io.fairlead.bfd;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.fairlead.wire.bfd.BfdDiagnostic;
import io.fairlead.wire.bfd.BfdPacket;
import io.fairlead.wire.bfd.BfdState;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** The short way through the steady state leads where the steps lead. */
class BfdRunnerTest {
  private static final long MILLI = 1_000_000;
  private static final BfdTimers FAST = BfdTimers.every(50_000, 3);

  @Property(tries = 300)
  void runner_equalsTheSessionAtEveryMoment(@ForAll long seed) {
    var random = new Random(seed);
    var session = BfdSession.start(FAST, false, 7, seed, 0);
    var runner = new BfdRunner(session);
    var last = packet(random);
    long now = 0;
    for (int i = 0; i < 400; i++) {
      now += random.nextLong(60 * MILLI);
      var packet = random.nextInt(10) > 0 ? last : packet(random);
      if (random.nextInt(3) == 0) {
        var step = session.step(new BfdInput.Received(packet), now);
        var outputs = new ArrayList<BfdOutput>();
        if (runner.isRepeatable() && packet.equals(last)) {
          runner.repeated(now);
        } else {
          outputs.addAll(runner.step(new BfdInput.Received(packet), now));
        }
        last = packet;
        assertEquals(step.outputs(), outputs);
        session = step.session();
      } else {
        var step = session.step(new BfdInput.Tick(), now);
        assertEquals(step.outputs(), ticked(runner, now));
        session = step.session();
      }
      assertEquals(session, runner.session());
      assertEquals(session.nextNanos(), runner.nextNanos());
      assertEquals(session.packet(), runner.outgoing());
    }
  }

  private static List<BfdOutput> ticked(BfdRunner runner, long now) {
    return runner.transmit(now)
        ? List.of(new BfdOutput.Send(runner.outgoing()))
        : runner.step(new BfdInput.Tick(), now);
  }

  private static BfdPacket packet(Random random) {
    var states = BfdState.values();
    boolean steady = random.nextInt(4) > 0;
    return new BfdPacket(
        BfdDiagnostic.NONE,
        steady ? BfdState.UP : states[random.nextInt(states.length)],
        !steady && random.nextBoolean(),
        random.nextInt(3) == 0,
        false,
        random.nextInt(20) == 0,
        3,
        9,
        7,
        random.nextInt(5) == 0 ? 200_000 : 50_000,
        random.nextInt(9) == 0 ? 0 : 50_000,
        0);
  }
}
