package io.fairlead.persistence.schema;

import io.fairlead.cluster.NodeName;
import io.fairlead.cluster.ServiceKey;
import io.fairlead.cluster.ServicePort;
import io.fairlead.config.Reservation;
import io.fairlead.config.ReuseRules;
import io.fairlead.ipam.AddressPoolEvent;
import io.fairlead.ipam.AddressPoolEvent.AddressesAssigned;
import io.fairlead.ipam.AddressPoolEvent.AddressesReleased;
import io.fairlead.ipam.AddressPoolEvent.PoolConfigured;
import io.fairlead.ipam.AddressPoolEvent.PoolRetired;
import io.fairlead.ipam.ClearReason;
import io.fairlead.ipam.Grant;
import io.fairlead.ipam.GrantReason;
import io.fairlead.ipam.PoolRefusal;
import io.fairlead.ipam.RejectReason;
import io.fairlead.ipam.ServiceAssignmentEvent;
import io.fairlead.ipam.ServiceAssignmentEvent.AssignmentCleared;
import io.fairlead.ipam.ServiceAssignmentEvent.AssignmentMade;
import io.fairlead.ipam.ServiceAssignmentEvent.AssignmentRefused;
import io.fairlead.ipam.Sharing;
import io.fairlead.journal.Recorded;
import io.fairlead.net.IpAddress;
import io.fairlead.net.IpFamily;
import io.fairlead.net.IpRange;
import io.fairlead.placement.Penalty;
import io.fairlead.placement.PlacementCause;
import io.fairlead.placement.PlacementEvent;
import io.fairlead.placement.PlacementEvent.AddressPlaced;
import io.fairlead.placement.PlacementEvent.AddressTakenOver;
import io.fairlead.placement.PlacementEvent.AddressUnplaced;
import io.fairlead.placement.PlacementEvent.GenerationStarted;
import io.fairlead.placement.PlacementEvent.NodePenalized;
import io.fairlead.placement.Succession;
import io.fairlead.placement.TakeOver;
import io.fairlead.placement.TakeOverCause;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/** Generated events of every type: both families, empty lists, text of all of Unicode. */
final class EventArbitraries {
  private static final int LIST_MAX = 4;

  private EventArbitraries() {}

  static <E> Arbitrary<Recorded<E>> recorded(Arbitrary<E> events) {
    return Combinators.combine(Arbitraries.longs().between(1, Long.MAX_VALUE), instants(), events)
        .as(Recorded::new);
  }

  static Arbitrary<AddressPoolEvent> addressPool() {
    return Arbitraries.oneOf(
        configurations().map(configured -> configured),
        Arbitraries.create(PoolRetired::new),
        Combinators.combine(services(), grantList(), text(), sharings(), instants())
            .as(AddressesAssigned::new),
        Combinators.combine(services(), addressList(), instants()).as(AddressesReleased::new));
  }

  /** Events with times and durations as clocks have them. */
  static Arbitrary<AddressPoolEvent> possibleAddressPool() {
    Arbitrary<Instant> times =
        Arbitraries.longs().between(0, 4_000_000_000L).map(Instant::ofEpochSecond);
    Arbitrary<List<Grant>> one =
        Combinators.combine(addresses(), Arbitraries.of(GrantReason.class))
            .as((address, reason) -> List.of(new Grant(address, reason)));
    return Arbitraries.oneOf(
        configurations()
            .filter(its -> its.reuse().withheldFor().compareTo(Duration.ofDays(36_500)) < 0)
            .map(configured -> configured),
        Combinators.combine(services(), one, text(), sharings(), times).as(AddressesAssigned::new),
        Combinators.combine(services(), addressList(), times).as(AddressesReleased::new));
  }

  private static Arbitrary<PoolConfigured> configurations() {
    Arbitrary<Reservation> reservations =
        Combinators.combine(ranges(), services().map(ServiceKey::toString).optional())
            .as(Reservation::new);
    return Combinators.combine(
            ranges().list().ofMaxSize(LIST_MAX),
            Arbitraries.of(true, false),
            reservations.list().ofMaxSize(LIST_MAX),
            Combinators.combine(durations(), durations()).as(ReuseRules::new))
        .as(PoolConfigured::new);
  }

  private static Arbitrary<Duration> durations() {
    return Arbitraries.longs().between(0, 1_000_000_000_000L).map(Duration::ofMillis);
  }

  private static Arbitrary<Sharing> sharings() {
    Arbitrary<ServicePort> ports =
        Combinators.combine(
                Arbitraries.of("TCP", "UDP", "SCTP"), Arbitraries.integers().between(1, 65_535))
            .as(ServicePort::new);
    return Combinators.combine(text(), text(), ports.list().ofMaxSize(LIST_MAX)).as(Sharing::new);
  }

  private static Arbitrary<List<Grant>> grantList() {
    return Combinators.combine(addresses(), Arbitraries.of(GrantReason.class))
        .as(Grant::new)
        .list()
        .ofMaxSize(LIST_MAX);
  }

  static Arbitrary<ServiceAssignmentEvent> serviceAssignment() {
    Arbitrary<PoolRefusal> refusals =
        Combinators.combine(text(), Arbitraries.of(RejectReason.class), text())
            .as(PoolRefusal::new);
    return Arbitraries.oneOf(
        Combinators.combine(text(), grantList(), text()).as(AssignmentMade::new),
        Combinators.combine(refusals.list().ofMaxSize(LIST_MAX), text()).as(AssignmentRefused::new),
        Arbitraries.of(ClearReason.class).map(AssignmentCleared::new));
  }

  static Arbitrary<PlacementEvent> placement() {
    Arbitrary<NodeName> nodes = text().filter(name -> !name.isEmpty()).map(NodeName::new);
    Arbitrary<Succession> successions =
        Combinators.combine(Arbitraries.longs(), nodes.list().ofMaxSize(LIST_MAX))
            .as(Succession::new);
    return Arbitraries.oneOf(
        Combinators.combine(addresses(), successions, Arbitraries.of(PlacementCause.class))
            .as(AddressPlaced::new),
        Combinators.combine(addresses(), Arbitraries.longs()).as(AddressUnplaced::new),
        Combinators.combine(
                addresses(),
                nodes,
                nodes,
                Arbitraries.longs(),
                Arbitraries.of(TakeOverCause.class),
                instants(),
                instants(),
                instants())
            .as(TakeOver::new)
            .map(AddressTakenOver::new),
        Combinators.combine(
                nodes,
                Combinators.combine(Arbitraries.integers(), Arbitraries.of(true, false), instants())
                    .as(Penalty::new))
            .as(NodePenalized::new),
        Arbitraries.longs().map(GenerationStarted::new));
  }

  private static Arbitrary<IpAddress> addresses() {
    Arbitrary<IpAddress> ipv6 =
        Combinators.combine(Arbitraries.longs(), Arbitraries.longs())
            .as((high, low) -> new IpAddress(IpFamily.IPV6, high, low));
    // ::ffff:0:0/96 looks like IPv4 in text and must come back as IPv6.
    Arbitrary<IpAddress> mapped =
        Arbitraries.longs()
            .between(0, 0xFFFF_FFFFL)
            .map(low -> new IpAddress(IpFamily.IPV6, 0, 0xFFFF_0000_0000L | low));
    return Arbitraries.oneOf(Arbitraries.integers().map(IpAddress::ofIpv4), ipv6, mapped);
  }

  private static Arbitrary<List<IpAddress>> addressList() {
    return addresses().list().ofMaxSize(LIST_MAX);
  }

  private static Arbitrary<IpRange> ranges() {
    return Combinators.combine(addresses(), addresses())
        .filter((a, b) -> a.family() == b.family())
        .as((a, b) -> a.compareTo(b) <= 0 ? new IpRange(a, b) : new IpRange(b, a));
  }

  private static Arbitrary<ServiceKey> services() {
    Arbitrary<String> names = text().filter(name -> !name.isEmpty());
    return Combinators.combine(names.filter(name -> name.indexOf('/') < 0), names)
        .as(ServiceKey::new);
  }

  /** Without halves of surrogate pairs, which no UTF-8 holds. */
  private static Arbitrary<String> text() {
    return Arbitraries.strings()
        .all()
        .ofMaxLength(12)
        .map(
            text ->
                new String(
                    text.codePoints().filter(EventArbitraries::isWhole).toArray(),
                    0,
                    (int) text.codePoints().filter(EventArbitraries::isWhole).count()));
  }

  private static boolean isWhole(int codePoint) {
    return codePoint < Character.MIN_SURROGATE || codePoint > Character.MAX_SURROGATE;
  }

  private static Arbitrary<Instant> instants() {
    return Combinators.combine(
            Arbitraries.longs().between(Instant.MIN.getEpochSecond(), Instant.MAX.getEpochSecond()),
            Arbitraries.longs().between(0, 999_999_999))
        .as(Instant::ofEpochSecond);
  }
}
