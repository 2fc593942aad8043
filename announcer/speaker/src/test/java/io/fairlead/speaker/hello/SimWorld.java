package io.fairlead.speaker.hello;

import io.fairlead.cluster.NodeName;
import io.fairlead.cluster.ServiceKey;
import io.fairlead.election.AddressDemand;
import io.fairlead.election.Placement;
import io.fairlead.election.ReachabilityHold;
import io.fairlead.election.SpeakerMembership;
import io.fairlead.net.IpAddress;
import io.fairlead.placement.Claim;
import io.fairlead.placement.PlacementEvent;
import io.fairlead.speaker.plan.ClusterView;
import io.fairlead.table.AnnouncementTable;
import io.fairlead.table.TableEntry;
import io.fairlead.table.TableRevision;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Consumer;

/**
 * Speakers, a controller with the real placement, a network that loses and cuts, a failure detector
 * of three seconds, and a clock that jumps. All of it follows from the seed.
 */
final class SimWorld {
  static final long MILLI = 1_000_000;
  private static final long TURN_NANOS = 10 * MILLI;
  private static final int LATE_ONE_IN = 20;
  private static final long LATE_NANOS_MAX = 250 * MILLI;
  private static final long DETECTOR_MILLIS = 3_000;
  private static final long CONTROLLER_NANOS = 100 * MILLI;

  final Random random;
  final List<SimSpeaker> speakers = new ArrayList<>();
  final List<IpAddress> addresses = new ArrayList<>();
  final SimFaults faults;
  long now = MILLI;

  private final PriorityQueue<Event> events =
      new PriorityQueue<>(
          Comparator.comparingLong(Event::atNanos).thenComparingLong(Event::number));
  private final long[][] heardNanos;
  private final ClusterView[] views;
  private long numbers;
  private Placement placement = Placement.EMPTY;
  private ReachabilityHold hold = ReachabilityHold.start(0, 0, 5_000);
  private final List<Claim> reported = new ArrayList<>();
  private long revision;

  private record Event(long atNanos, long number, Runnable work) {}

  SimWorld(long seed) {
    random = new Random(seed);
    int size = 2 + random.nextInt(4);
    for (int i = 0; i < size; i++) {
      speakers.add(new SimSpeaker(this, i));
    }
    for (int i = 0; i < 1 + random.nextInt(5); i++) {
      addresses.add(IpAddress.ofIpv4(0xC0A8_78C8 + i));
    }
    faults = new SimFaults(size);
    heardNanos = new long[size][size];
    views = new ClusterView[size];
    speakers.forEach(speaker -> speaker.meet(speakers));
    for (var speaker : speakers) {
      at(random.nextLong(TURN_NANOS), () -> turn(speaker));
    }
    at(0, this::detect);
    at(0, this::control);
  }

  SortedSet<NodeName> names() {
    var names = new TreeSet<NodeName>();
    speakers.forEach(speaker -> names.add(speaker.name));
    return names;
  }

  boolean runs(int index) {
    return faults.runs(index);
  }

  void runUntil(long nanos) {
    while (!events.isEmpty() && events.peek().atNanos() <= nanos) {
      var event = events.remove();
      now = event.atNanos();
      event.work().run();
    }
    now = nanos;
  }

  void at(long delayNanos, Runnable work) {
    events.add(new Event(now + delayNanos, numbers++, work));
  }

  private void turn(SimSpeaker speaker) {
    if (runs(speaker.index)) {
      speaker.linked = faults.linked(speaker.index);
      speaker.turn();
    }
    boolean late = faults.starved(speaker.index) && random.nextInt(LATE_ONE_IN) == 0;
    long delay = late ? random.nextLong(LATE_NANOS_MAX) : random.nextLong(TURN_NANOS / 2);
    at(TURN_NANOS / 2 + delay, () -> turn(speaker));
  }

  void datagram(int from, int to, byte[] octets) {
    if (to < speakers.size() && faults.passes(from, to) && random.nextDouble() >= faults.loss) {
      at(
          MILLI / 10 + random.nextLong(MILLI),
          () -> speakers.get(to).arrive(new SimSpeaker.Datagram(from, ByteBuffer.wrap(octets))));
    }
  }

  /** A message of the cluster; it needs a way there and back. */
  void tell(SimSpeaker from, SimSpeaker to, Consumer<SimSpeaker> message) {
    if (faults.connected(from.index, to.index)) {
      at(MILLI + random.nextLong(2 * MILLI), () -> to.inbox.add(() -> message.accept(to)));
    }
  }

  void tellAll(SimSpeaker from, Consumer<SimSpeaker> message) {
    speakers.stream().filter(to -> to != from).forEach(to -> tell(from, to, message));
  }

  void report(SimSpeaker from, List<Claim> claims) {
    if (faults.controlled(from.index)) {
      at(MILLI, () -> reported.addAll(claims));
    }
  }

  // Every speaker's view of the others, as heartbeats every half second would give it.
  private void detect() {
    for (var self : speakers) {
      var live = new TreeSet<NodeName>();
      var lost = new TreeSet<NodeName>();
      for (var other : speakers) {
        if (other == self || faults.exchanges(self.index, other.index)) {
          heardNanos[self.index][other.index] = now;
        }
        boolean heard = now - heardNanos[self.index][other.index] < DETECTOR_MILLIS * MILLI;
        (heard ? live : lost).add(other.name);
      }
      if (runs(self.index)) {
        boolean reaches = live.size() > 1 || faults.controlled(self.index);
        show(self, new ClusterView(live, names(), lost, reaches));
      }
    }
    at(250 * MILLI, this::detect);
  }

  private void show(SimSpeaker self, ClusterView view) {
    var before = views[self.index];
    if (view.equals(before)) {
      return;
    }
    views[self.index] = view;
    self.show(view);
    for (var other : speakers) {
      boolean fresh = before == null || !before.live().contains(other.name);
      if (other != self && fresh && view.live().contains(other.name)) {
        var own = self.ownClaims();
        tell(self, other, to -> to.hear(self, own, false));
        tell(self, other, to -> to.answer(self, true));
      }
    }
  }

  private void control() {
    var reachable = new TreeSet<NodeName>();
    var missed = new TreeSet<NodeName>();
    speakers.forEach(s -> (faults.controlled(s.index) ? reachable : missed).add(s.name));
    long millis = now / MILLI;
    hold = hold.observe(new SpeakerMembership(reachable, missed, new TreeSet<>()), millis);
    var demands = addresses.stream().map(this::demand).toList();
    var adopted = apply(placement.adoptClaims(reported, demands, hold.speakers(millis)));
    reported.clear();
    boolean changed = apply(placement.decide(demands, hold.speakers(millis))) || adopted;
    if (changed || now / CONTROLLER_NANOS % 10 == 0) {
      publish(changed, demands);
    }
    at(CONTROLLER_NANOS, this::control);
  }

  private boolean apply(List<PlacementEvent> changes) {
    changes.forEach(event -> placement = placement.apply(event));
    return !changes.isEmpty();
  }

  private void publish(boolean changed, List<AddressDemand> demands) {
    revision += changed ? 1 : 0;
    var entries = demands.stream().flatMap(demand -> entry(demand).stream()).toList();
    var table = AnnouncementTable.of(new TableRevision(1, revision), entries);
    for (var speaker : speakers) {
      if (faults.controlled(speaker.index)) {
        at(MILLI, () -> speaker.inbox.add(() -> take(speaker, table)));
      }
    }
  }

  private Optional<TableEntry> entry(AddressDemand demand) {
    return Optional.ofNullable(placement.successions().get(demand.address()))
        .map(
            succession ->
                new TableEntry(
                    demand.address(), demand.services(), succession, demand.interfaces()));
  }

  private static void take(SimSpeaker speaker, AnnouncementTable table) {
    if (table.revision().compareTo(speaker.table.revision()) > 0) {
      speaker.table = table;
    }
  }

  private AddressDemand demand(IpAddress address) {
    return new AddressDemand(
        address,
        new TreeSet<>(List.of(new ServiceKey("default", address.toString()))),
        new TreeSet<>(),
        names());
  }
}
