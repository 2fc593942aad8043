package io.fairlead.bfd;

import io.fairlead.wire.bfd.BfdPacket;
import io.fairlead.wire.bfd.BfdState;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Random;

/** Two sessions, a network that loses, delays and reorders, and a clock that jumps. */
final class BfdPair {
  static final long MILLI = 1_000_000;
  private final Random random;
  private final BfdRunner[] ends = new BfdRunner[2];
  private final boolean[] cut = new boolean[2];
  private final PriorityQueue<Flight> flights =
      new PriorityQueue<>(Comparator.comparingLong(Flight::atNanos));
  final List<Event> events = new ArrayList<>();
  double loss;
  long delayNanosMax = MILLI / 2;
  long now;

  private record Flight(long atNanos, int to, BfdPacket packet) {}

  /** A change of state at one end. */
  record Event(long nanos, int end, BfdState to) {}

  BfdPair(long seed, BfdTimers first, BfdTimers second) {
    random = new Random(seed);
    ends[0] = new BfdRunner(BfdSession.start(first, false, 7, seed, 0));
    ends[1] = new BfdRunner(BfdSession.start(second, true, 8, seed + 1, 0));
  }

  BfdSession end(int end) {
    return ends[end].session();
  }

  /** Nothing that this end sends arrives any more, or it does again. */
  void cut(int sender, boolean now) {
    cut[sender] = now;
  }

  void tell(int end, BfdInput input) {
    perform(end, ends[end].step(input, now));
  }

  void runMillis(long millis) {
    long end = now + millis * MILLI;
    while (true) {
      long next = Math.min(ends[0].nextNanos(), ends[1].nextNanos());
      var flight = flights.peek();
      if (Math.min(next, flight == null ? Long.MAX_VALUE : flight.atNanos()) > end) {
        now = end;
        return;
      }
      if (flight != null && flight.atNanos() <= next) {
        flights.remove();
        now = flight.atNanos();
        perform(flight.to(), ends[flight.to()].step(new BfdInput.Received(flight.packet()), now));
      } else {
        now = Math.max(now, next);
        for (int i = 0; i < 2; i++) {
          tick(i);
        }
      }
    }
  }

  private void tick(int end) {
    if (ends[end].transmit(now)) {
      send(end, ends[end].outgoing());
    } else if (now >= ends[end].nextNanos()) {
      perform(end, ends[end].step(new BfdInput.Tick(), now));
    }
  }

  private void perform(int end, List<BfdOutput> outputs) {
    for (var output : outputs) {
      switch (output) {
        case BfdOutput.Send(var packet) -> send(end, packet);
        case BfdOutput.Changed changed -> events.add(new Event(now, end, changed.to()));
        case BfdOutput.Dropped _ -> {}
      }
    }
  }

  private void send(int from, BfdPacket packet) {
    if (!cut[from] && random.nextDouble() >= loss) {
      long delay = (long) (random.nextDouble() * delayNanosMax);
      flights.add(new Flight(now + delay, 1 - from, packet));
    }
  }
}
