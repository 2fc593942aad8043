package io.fairlead.election;

import static io.fairlead.election.Samples.fold;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fairlead.cluster.NodeName;
import io.fairlead.cluster.ServiceKey;
import io.fairlead.net.IpAddress;
import io.fairlead.placement.Succession;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** Re-balancing from any state that losses may leave. */
class RebalancePropertiesTest {
  private static final int SIZE = 6;

  private static SortedSet<NodeName> cluster() {
    var nodes = new TreeSet<NodeName>();
    for (int i = 1; i <= SIZE; i++) {
      nodes.add(new NodeName("n" + i));
    }
    return nodes;
  }

  private static SortedSet<NodeName> someOf(SortedSet<NodeName> nodes, Random random) {
    var some = new TreeSet<>(nodes);
    some.removeIf(_ -> random.nextInt(3) == 0);
    return some.isEmpty() ? nodes : some;
  }

  private static List<AddressDemand> demands(int count, boolean everywhere, Random random) {
    var demands = new ArrayList<AddressDemand>();
    for (int i = 0; i < count; i++) {
      var eligible = everywhere ? cluster() : someOf(cluster(), random);
      var preference = new TreeMap<String, Integer>();
      if (random.nextInt(4) == 0) {
        preference.put("n" + (1 + random.nextInt(SIZE)), 1 + random.nextInt(100));
      }
      demands.add(
          new AddressDemand(
              IpAddress.ofIpv4(0xC000_0200 + i),
              new TreeSet<>(List.of(new ServiceKey("default", "s" + i))),
              new TreeSet<>(),
              eligible,
              preference,
              Optional.empty()));
    }
    return demands;
  }

  private static SortedMap<NodeName, Integer> counts(Placement placement) {
    var counts = new TreeMap<NodeName, Integer>();
    placement.successions().values().stream()
        .flatMap(s -> s.owner().stream())
        .forEach(owner -> counts.merge(owner, 1, Integer::sum));
    return counts;
  }

  private static Placement afterLosses(List<AddressDemand> demands, Random random) {
    var placement = Placement.EMPTY;
    for (int i = 0; i < 4; i++) {
      var up = SpeakerSet.ofReachable(someOf(cluster(), random));
      placement = fold(placement, placement.decide(demands, up));
    }
    return placement;
  }

  @Property(tries = 300)
  void itEnds_moves_oneAddressAtATime_andKeepsTheBoundWhereAllMayAnnounceAll(
      @ForAll @IntRange(min = 1, max = 40) int addresses,
      @ForAll boolean everywhere,
      @ForAll Random random) {
    var demands = demands(addresses, everywhere, random);
    var placement = afterLosses(demands, random);
    var electorate = Electorate.of(SpeakerSet.ofReachable(cluster()));
    var policy = PlacementPolicy.BALANCED;
    placement = fold(placement, placement.decide(demands, electorate, policy, Map.of()));
    var settings = new MoveSettings(60, Optional.empty(), Duration.ZERO);
    var watch = MoveWatch.start(settings, 0);
    int moves = 0;
    for (long second = 1; second <= 20L * (addresses + 1); second++) {
      var turn = watch.turn(placement, demands, electorate, policy, second * 1_000);
      watch = turn.next();
      assertTrue(turn.moves().size() <= 1, "the budget is one a second");
      var next = fold(placement, placement.decide(demands, electorate, policy, turn.moves()));
      assertEquals(turn.moves().size(), changedOwners(placement, next), "nothing else moves");
      moves += turn.moves().size();
      placement = next;
    }

    var last = watch.turn(placement, demands, electorate, policy, Long.MAX_VALUE / 2);
    assertEquals(Map.of(), last.moves(), "it comes to an end");
    assertTrue(moves <= 10 * addresses, "after " + moves + " moves");
    if (everywhere) {
      int bound = Math.ceilDiv(5 * addresses, 4 * SIZE);
      counts(placement).values().forEach(count -> assertTrue(count <= bound));
    }
  }

  private static long changedOwners(Placement before, Placement after) {
    return before.successions().entrySet().stream()
        .filter(
            entry ->
                !entry
                    .getValue()
                    .owner()
                    .equals(after.owned(entry.getKey()).flatMap(Succession::owner)))
        .count();
  }

  @Property(tries = 100)
  void itMovesNoMoreThanTheExcess_whereAllMayAnnounceAll(
      @ForAll @IntRange(min = 1, max = 60) int addresses, @ForAll Random random) {
    var demands =
        demands(addresses, true, random).stream()
            .map(d -> new AddressDemand(d.address(), d.services(), d.interfaces(), d.eligible()))
            .toList();
    var placement = afterLosses(demands, random);
    var electorate = Electorate.of(SpeakerSet.ofReachable(cluster()));
    var policy = PlacementPolicy.BALANCED;
    placement = fold(placement, placement.decide(demands, electorate, policy, Map.of()));
    int bound = Math.ceilDiv(5 * addresses, 4 * SIZE);
    int excess =
        counts(placement).values().stream().mapToInt(count -> Math.max(0, count - bound)).sum();

    var watch = MoveWatch.start(new MoveSettings(60, Optional.empty(), Duration.ZERO), 0);
    int moves = 0;
    for (long second = 1; second <= 2L * addresses; second++) {
      var turn = watch.turn(placement, demands, electorate, policy, second * 1_000);
      watch = turn.next();
      moves += turn.moves().size();
      placement = fold(placement, placement.decide(demands, electorate, policy, turn.moves()));
    }

    assertEquals(excess, moves);
  }
}
