package io.fairlead.deploy.controller;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fairlead.cluster.ServiceKey;
import io.fairlead.config.PoolConfig;
import io.fairlead.config.Reservation;
import io.fairlead.config.ReuseRules;
import io.fairlead.ipam.AddressPool;
import io.fairlead.ipam.AddressPoolEvent;
import io.fairlead.ipam.AssignRequest;
import io.fairlead.ipam.AssignmentOutcome;
import io.fairlead.ipam.Grant;
import io.fairlead.ipam.GrantReason;
import io.fairlead.ipam.PoolRefusal;
import io.fairlead.ipam.RejectReason;
import io.fairlead.k8s.watch.WatchStats;
import io.fairlead.net.IpAddress;
import io.fairlead.net.IpFamily;
import io.fairlead.net.IpRange;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** What a real pool counts, as it is exposed. */
class AllocatorMetricsTest {
  private static final Instant NOW = Instant.parse("2026-03-01T03:12:00Z");
  private static final Set<String> LAN = Set.of("lan");

  private final ControllerBoard board = new ControllerBoard();

  private static AddressPool pool(List<Reservation> reservations, String... ranges) {
    var config =
        new PoolConfig(
            "lan",
            Arrays.stream(ranges).map(IpRange::parse).toList(),
            true,
            false,
            Optional.empty(),
            new TreeMap<>(),
            reservations,
            new ReuseRules(Duration.ofMinutes(10), Duration.ofSeconds(30)));
    var empty = AddressPool.empty("lan");
    return fold(empty, empty.configure(config));
  }

  private static AddressPool fold(AddressPool pool, List<AddressPoolEvent> events) {
    var folded = pool;
    for (var event : events) {
      folded = folded.apply(event);
    }
    return folded;
  }

  private static AddressPool assigned(AddressPool pool, String name, IpFamily... families) {
    var request =
        AssignRequest.plain(new ServiceKey("shop", name), List.of(families), List.of(), "digest");
    return fold(pool, pool.assign(request, NOW).events());
  }

  private void assertHas(String... lines) {
    var found = MetricLines.of(board);
    for (String line : lines) {
      assertTrue(found.contains(line), () -> line + " not in " + String.join("\n", found));
    }
  }

  @Test
  void pool_countsBothFamiliesAndTheirSum() {
    var pool = assigned(pool(List.of(), "10.0.0.0/28", "fd00::/125"), "web", IpFamily.IPV4);
    pool = assigned(pool, "dual", IpFamily.IPV4, IpFamily.IPV6);

    board.counted(pool.usage(NOW), LAN);

    assertHas(
        "metallb_allocator_addresses_total lan 24.0",
        "metallb_allocator_addresses_in_use_total lan 3.0",
        "metallb_allocator_ipv4_addresses_total lan 16.0",
        "metallb_allocator_ipv4_addresses_in_use_total lan 2.0",
        "metallb_allocator_ipv6_addresses_total lan 8.0",
        "metallb_allocator_ipv6_addresses_in_use_total lan 1.0",
        "metallb_allocator_services_allocated_total lan 2.0");
  }

  @Test
  void largePool_countsAsTheGreatestLong_andNeverLess() {
    var pool = assigned(pool(List.of(), "fd00::/64", "10.0.0.0/24"), "web", IpFamily.IPV6);

    board.counted(pool.usage(NOW), LAN);

    assertHas(
        "metallb_allocator_ipv6_addresses_total lan 9.223372036854776E18",
        "metallb_allocator_addresses_total lan 9.223372036854776E18",
        "metallb_allocator_ipv6_addresses_in_use_total lan 1.0");
  }

  @Test
  void givenUpAddresses_areQuarantined_thenRetained_thenFree() {
    var reserved = new Reservation(IpRange.parse("10.0.0.5/32"), Optional.of("shop/other"));
    var pool = assigned(pool(List.of(reserved), "10.0.0.0/28"), "web", IpFamily.IPV4);
    pool = fold(pool, pool.release(new ServiceKey("shop", "web"), NOW));

    board.counted(pool.usage(NOW), LAN);
    assertHas(
        "fairlead_allocator_addresses_quarantined lan ipv4 1.0",
        "fairlead_allocator_addresses_retained lan ipv4 0.0",
        "fairlead_allocator_addresses_reserved lan ipv4 1.0",
        "metallb_allocator_addresses_in_use_total lan 0.0");

    board.counted(pool.usage(NOW.plusSeconds(31)), LAN);
    assertHas(
        "fairlead_allocator_addresses_quarantined lan ipv4 0.0",
        "fairlead_allocator_addresses_retained lan ipv4 1.0");

    board.counted(pool.usage(NOW.plusSeconds(601)), LAN);
    assertHas("fairlead_allocator_addresses_retained lan ipv4 0.0");
  }

  @Test
  void pendingServices_countUnderEachReasonOnce() {
    var full = new PoolRefusal("lan", RejectReason.POOL_EXHAUSTED, "");
    var fullToo = new PoolRefusal("dmz", RejectReason.POOL_EXHAUSTED, "");
    var other = new PoolRefusal("gold", RejectReason.NOT_COMPATIBLE, "");
    var served =
        new AssignmentOutcome(
            new ServiceKey("shop", "served"),
            List.of(new Grant(IpAddress.parse("10.0.0.1"), GrantReason.FIRST_FREE)),
            "lan",
            List.of(),
            false,
            Optional.empty());

    board.settled(
        List.of(
            AssignmentOutcome.none(new ServiceKey("shop", "a"), List.of(full, fullToo, other)),
            AssignmentOutcome.none(new ServiceKey("shop", "b"), List.of(full)),
            AssignmentOutcome.none(new ServiceKey("shop", "cleared"), List.of()),
            served),
        LAN);

    assertHas(
        "fairlead_allocator_services_pending 2.0",
        "fairlead_allocator_services_refused pool_exhausted 2.0",
        "fairlead_allocator_services_refused not_compatible 1.0",
        "fairlead_allocator_services_refused port_in_use 0.0");
  }

  @Test
  void poolThatIsGone_andABridgeThatIsClosed_leaveNoSamples() {
    board.opened(() -> new WatchStats(1, 0, true, false, true));
    board.counted(pool(List.of(), "10.0.0.0/24").usage(NOW), LAN);
    board.settled(List.of(), Set.of("other"));
    assertEquals(List.of(), board.pools());

    board.counted(pool(List.of(), "10.0.0.0/24").usage(NOW), Set.of("other"));
    assertEquals(List.of(), board.pools());

    board.closed();
    assertEquals(List.of(), MetricLines.of(board));
  }
}
