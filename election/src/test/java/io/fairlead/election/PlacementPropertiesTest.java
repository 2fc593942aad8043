package io.fairlead.election;

import static io.fairlead.election.Samples.fold;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fairlead.cluster.NodeName;
import io.fairlead.cluster.ServiceKey;
import io.fairlead.net.IpAddress;
import io.fairlead.placement.Claim;
import io.fairlead.placement.PlacementEvent;
import io.fairlead.placement.Succession;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class PlacementPropertiesTest {

  private static SortedSet<NodeName> cluster(int size) {
    var nodes = new TreeSet<NodeName>();
    for (int i = 1; i <= size; i++) {
      nodes.add(new NodeName("n" + i));
    }
    return nodes;
  }

  private static AddressDemand demand(int number, int service, SortedSet<NodeName> eligible) {
    var services = new TreeSet<>(List.of(new ServiceKey("default", "s" + service)));
    return new AddressDemand(
        IpAddress.ofIpv4(0xC000_0200 + number), services, new TreeSet<>(), eligible);
  }

  private static List<AddressDemand> demands(int count, SortedSet<NodeName> eligible) {
    var demands = new ArrayList<AddressDemand>();
    for (int i = 0; i < count; i++) {
      demands.add(demand(i, i, eligible));
    }
    return demands;
  }

  private static Placement settle(
      Placement placement, List<AddressDemand> demands, SortedSet<NodeName> reachable) {
    return fold(placement, placement.decide(demands, SpeakerSet.ofReachable(reachable)));
  }

  @Property(tries = 200)
  void byHash_eachAddressIsWhereMetalLbWouldHaveIt_whoeverComesAndGoes(
      @ForAll @IntRange(min = 1, max = 30) int addresses, @ForAll Random random) {
    var nodes = cluster(6);
    var demands = demands(addresses, nodes);
    var placement = settle(Placement.EMPTY, demands, nodes);
    for (int step = 0; step < 5; step++) {
      var up = new TreeSet<>(nodes);
      up.removeIf(_ -> random.nextInt(3) == 0);
      if (up.isEmpty()) {
        continue;
      }
      var speakers = SpeakerSet.ofReachable(up);
      placement = fold(placement, placement.decide(demands, speakers, PlacementPolicy.HASH));

      for (var demand : demands) {
        assertEquals(
            HashOrder.of(demand.address()).sorted(up),
            placement.owned(demand.address()).orElseThrow().nodes());
      }
      assertEquals(List.of(), placement.decide(demands, speakers, PlacementPolicy.HASH));
    }
  }

  private static Map<IpAddress, NodeName> owners(Placement placement) {
    var owners = new TreeMap<IpAddress, NodeName>();
    placement
        .successions()
        .forEach((address, s) -> s.owner().ifPresent(owner -> owners.put(address, owner)));
    return owners;
  }

  @Property
  void noNodeOwnsMoreThanTheBound_afterPlacementsInAnyPortions(
      @ForAll @IntRange(min = 1, max = 12) int nodes,
      @ForAll @IntRange(min = 1, max = 80) int first,
      @ForAll @IntRange(max = 80) int more) {
    var cluster = cluster(nodes);

    var once = settle(Placement.EMPTY, demands(first, cluster), cluster);
    var twice = settle(once, demands(first + more, cluster), cluster);

    int bound = Math.ceilDiv(5 * (first + more), 4 * nodes);
    var owners = owners(twice).values();
    assertEquals(first + more, owners.size());
    cluster.forEach(
        node -> assertTrue(owners.stream().filter(node::equals).count() <= bound, node::value));
  }

  @Property
  void nothingMoves_whenANodeJoins(
      @ForAll @IntRange(min = 1, max = 10) int nodes,
      @ForAll @IntRange(min = 1, max = 60) int addresses) {
    var before = settle(Placement.EMPTY, demands(addresses, cluster(nodes)), cluster(nodes));

    var after = settle(before, demands(addresses, cluster(nodes + 1)), cluster(nodes + 1));

    assertEquals(owners(before), owners(after));
  }

  @Property
  void onlyTheAddressesOfALostNodeMove_eachToItsFirstStandBy(
      @ForAll @IntRange(min = 2, max = 10) int nodes,
      @ForAll @IntRange(min = 1, max = 60) int addresses,
      @ForAll @IntRange(min = 1, max = 10) int lost) {
    var cluster = cluster(nodes);
    var before = settle(Placement.EMPTY, demands(addresses, cluster), cluster);
    var gone = new NodeName("n" + (1 + lost % nodes));
    var rest = new TreeSet<>(cluster);
    rest.remove(gone);

    var after = settle(before, demands(addresses, cluster), rest);

    before
        .successions()
        .forEach(
            (address, was) -> {
              var is = after.owned(address).orElseThrow();
              boolean moves = was.nodes().getFirst().equals(gone);
              assertEquals(was.nodes().get(moves ? 1 : 0), is.nodes().getFirst());
              assertEquals(was.epoch() + (moves ? 1 : 0), is.epoch());
            });
  }

  /** A random walk over joins, losses, holds, endpoint changes, releases and claims. */
  @Property(tries = 300)
  void aRandomWalk_neverLowersAnEpoch_alwaysOwnsByTheEligible_andReplays(@ForAll long seed) {
    var random = new Random(seed);
    var cluster = new ArrayList<>(cluster(5));
    var journal = new ArrayList<PlacementEvent>();
    var live = Placement.EMPTY;
    for (int step = 0; step < 30; step++) {
      var demands = new ArrayList<AddressDemand>();
      for (int i = 0; i < 8; i++) {
        if (random.nextInt(6) > 0) {
          demands.add(demand(i, i / 2, someOf(cluster, random)));
        }
      }
      var speakers =
          new SpeakerSet(
              someOf(cluster, random),
              someOf(cluster.subList(0, 2), random),
              someOf(cluster.subList(4, 5), random),
              random.nextInt(8) == 0);
      var before = live;
      var claims = claims(cluster, random);
      var events =
          random.nextInt(3) == 0
              ? live.adoptClaims(claims, demands, speakers)
              : live.decide(demands, speakers);
      journal.addAll(events);
      live = fold(live, events);
      checkEpochs(before, live);
      if (!speakers.isCutOff()) {
        live = fold(live, journaled(journal, live.decide(demands, speakers)));
        checkOwners(live, demands, speakers);
        assertEquals(List.of(), live.decide(demands, speakers), "it settles in one decision");
      }
    }
    assertEquals(live, fold(Placement.EMPTY, journal));
  }

  private static List<PlacementEvent> journaled(
      List<PlacementEvent> journal, List<PlacementEvent> events) {
    journal.addAll(events);
    return events;
  }

  private static SortedSet<NodeName> someOf(List<NodeName> nodes, Random random) {
    var some = new TreeSet<NodeName>();
    nodes.stream().filter(_ -> random.nextInt(3) > 0).forEach(some::add);
    return some;
  }

  private static List<Claim> claims(List<NodeName> cluster, Random random) {
    var claims = new ArrayList<Claim>();
    for (int i = 0; i < 3; i++) {
      var address = IpAddress.ofIpv4(0xC000_0200 + random.nextInt(10));
      claims.add(new Claim(address, cluster.get(random.nextInt(5)), 1 + random.nextInt(20)));
    }
    return claims;
  }

  private static void checkEpochs(Placement before, Placement after) {
    for (int i = 0; i < 10; i++) {
      var address = IpAddress.ofIpv4(0xC000_0200 + i);
      assertTrue(after.epoch(address) >= before.epoch(address), "the epoch never goes back");
      var was = before.owned(address).flatMap(Succession::owner);
      var is = after.owned(address).flatMap(Succession::owner);
      if (is.isPresent() && !is.equals(was)) {
        assertTrue(after.epoch(address) > before.epoch(address), "a new owner has a new epoch");
      }
    }
  }

  private static void checkOwners(
      Placement live, List<AddressDemand> demands, SpeakerSet speakers) {
    for (var demand : demands) {
      var nodes = live.owned(demand.address()).map(Succession::nodes).orElse(List.of());
      assertEquals(nodes.size(), new TreeSet<>(nodes).size(), "no node twice");
      var usable = new TreeSet<>(demand.eligible());
      usable.retainAll(speakers.reachable());
      if (!nodes.isEmpty()) {
        assertTrue(demand.eligible().contains(nodes.getFirst()), "the owner is eligible");
      }
      if (!usable.isEmpty() && !nodes.isEmpty()) {
        assertTrue(nodes.containsAll(usable), "all that can are in the succession");
        var status = speakers.status(nodes.getFirst());
        assertTrue(
            status == SpeakerStatus.REACHABLE || status == SpeakerStatus.HELD,
            "the owner is not given up");
      }
    }
    var demanded = new TreeSet<>(demands.stream().map(AddressDemand::address).toList());
    assertTrue(demanded.containsAll(live.successions().keySet()), "nothing undemanded is placed");
  }
}
