package io.fairlead.speaker.hello;

import io.fairlead.cluster.NodeName;
import io.fairlead.cluster.ServiceKey;
import io.fairlead.election.AddressDemand;
import io.fairlead.election.Electorate;
import io.fairlead.election.FlapDamping;
import io.fairlead.election.MoveSettings;
import io.fairlead.election.MoveWatch;
import io.fairlead.election.NodeWeights;
import io.fairlead.election.Placement;
import io.fairlead.election.PlacementPolicy;
import io.fairlead.election.ReachabilityHold;
import io.fairlead.election.SpeakerMembership;
import io.fairlead.net.IpAddress;
import io.fairlead.placement.Claim;
import io.fairlead.placement.PlacementCause;
import io.fairlead.placement.PlacementEvent;
import io.fairlead.placement.PlacementEvent.AddressPlaced;
import io.fairlead.placement.PlacementEvent.NodePenalized;
import io.fairlead.placement.Succession;
import io.fairlead.speaker.plan.ClusterView;
import io.fairlead.table.AnnouncementTable;
import io.fairlead.table.TableEntry;
import io.fairlead.table.TableRevision;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
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

  /** A move of an address whose owner was well. */
  record Moved(long atNanos, IpAddress address, NodeName from, NodeName to) {}

  final List<Moved> moved = new ArrayList<>();
  FlapDamping damping = FlapDamping.DEFAULT;
  private MoveWatch moves;

  private record Event(long atNanos, long number, Runnable work) {}

  SimWorld(long seed) {
    this(seed, MoveSettings.DEFAULT);
  }

  SimWorld(long seed, MoveSettings settings) {
    random = new Random(seed);
    moves = MoveWatch.start(settings, 0);
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
    var next = hold.observe(new SpeakerMembership(reachable, missed, new TreeSet<>()), millis);
    penalize(next.lostSince(hold));
    disturb(!next.speakers(millis).equals(hold.speakers(millis)));
    hold = next;
    var demands = addresses.stream().map(this::demand).toList();
    var adoptions = placement.adoptClaims(reported, demands, hold.speakers(millis));
    penalize(losers(adoptions));
    boolean changed = apply(adoptions);
    disturb(changed);
    reported.clear();
    var electorate = electorate();
    var policy = PlacementPolicy.BALANCED;
    changed |= apply(placement.decide(demands, electorate, policy, Map.of()));
    if (!changed) {
      var turn = moves.turn(placement, demands, electorate, policy, millis);
      moves = turn.next();
      turn.moves().forEach((address, move) -> note(address, move.to()));
      changed = apply(placement.decide(demands, electorate, policy, turn.moves()));
    }
    if (changed || now / CONTROLLER_NANOS % 10 == 0) {
      publish(changed, demands);
    }
    at(CONTROLLER_NANOS, this::control);
  }

  Electorate electorate() {
    return new Electorate(
        hold.speakers(now / MILLI),
        NodeWeights.EVEN,
        damping.flapping(placement.penalties(), wallClock()));
  }

  Optional<NodeName> owner(IpAddress address) {
    return placement.owned(address).flatMap(Succession::owner);
  }

  private Instant wallClock() {
    return Instant.EPOCH.plusNanos(now);
  }

  private void disturb(boolean happened) {
    moves = happened ? moves.disturbed(now / MILLI) : moves;
  }

  private void note(IpAddress address, NodeName to) {
    moved.add(new Moved(now, address, owner(address).orElseThrow(), to));
  }

  /** The owners from whom others have taken over. */
  private SortedSet<NodeName> losers(List<PlacementEvent> adoptions) {
    var losers = new TreeSet<NodeName>();
    for (var event : adoptions) {
      if (event instanceof AddressPlaced placed && placed.cause() == PlacementCause.TAKEN_OVER) {
        owner(placed.address()).ifPresent(losers::add);
      }
    }
    return losers;
  }

  private void penalize(SortedSet<NodeName> lost) {
    for (var node : lost) {
      damping
          .afterLoss(Optional.ofNullable(placement.penalties().get(node)), wallClock())
          .ifPresent(penalty -> apply(List.of(new NodePenalized(node, penalty))));
    }
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
