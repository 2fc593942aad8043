package io.fairlead.election;

import static io.fairlead.election.Samples.fold;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fairlead.cluster.NodeName;
import io.fairlead.cluster.ServiceKey;
import io.fairlead.net.IpAddress;
import io.fairlead.placement.Succession;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** What a node may own, over any eligible sets and weights. */
class BalancePropertiesTest {

  private static NodeName name(int number) {
    return new NodeName("n" + number);
  }

  private static SortedSet<NodeName> cluster(int size) {
    var nodes = new TreeSet<NodeName>();
    for (int i = 1; i <= size; i++) {
      nodes.add(name(i));
    }
    return nodes;
  }

  private static AddressDemand demand(int number, int service, SortedSet<NodeName> eligible) {
    return new AddressDemand(
        IpAddress.ofIpv4(0xC000_0200 + number),
        new TreeSet<>(List.of(new ServiceKey("default", "s" + service))),
        new TreeSet<>(),
        eligible);
  }

  private static SortedSet<NodeName> someOf(SortedSet<NodeName> nodes, int max, Random random) {
    var shuffled = new ArrayList<>(nodes);
    Collections.shuffle(shuffled, random);
    return new TreeSet<>(shuffled.subList(0, 1 + random.nextInt(Math.min(max, nodes.size()))));
  }

  private static NodeWeights weights(SortedSet<NodeName> nodes, int max, Random random) {
    var weights = new TreeMap<String, Integer>();
    nodes.forEach(node -> weights.put(node.value(), 1 + random.nextInt(max)));
    return new NodeWeights(weights);
  }

  private static SortedMap<NodeName, Integer> counts(Placement placement) {
    var counts = new TreeMap<NodeName, Integer>();
    placement.successions().values().stream()
        .flatMap(succession -> succession.owner().stream())
        .forEach(owner -> counts.merge(owner, 1, Integer::sum));
    return counts;
  }

  /** The bounds by their definition, worked out the long way: closure of "eligible together". */
  private static SortedMap<NodeName, Integer> bounds(
      SortedSet<NodeName> nodes, List<AddressDemand> demands, NodeWeights weights) {
    var bounds = new TreeMap<NodeName, Integer>();
    for (var node : nodes) {
      var realm = new TreeSet<>(List.of(node));
      for (int pass = 0; pass < nodes.size(); pass++) {
        demands.stream()
            .filter(d -> !Collections.disjoint(d.eligible(), realm))
            .forEach(d -> realm.addAll(d.eligible()));
      }
      long total = demands.stream().filter(d -> realm.containsAll(d.eligible())).count();
      double sum = realm.stream().mapToInt(weights::of).sum();
      bounds.put(node, (int) Math.ceil(1.25 * total * weights.of(node) / sum - 1e-9));
    }
    return bounds;
  }

  /** Whether any placement keeps the bounds: Kuhn's algorithm, an address at a time. */
  private static boolean isFeasible(
      List<AddressDemand> demands, SortedMap<NodeName, Integer> bounds) {
    var held = new TreeMap<NodeName, List<AddressDemand>>();
    return demands.stream().allMatch(demand -> seat(demand, held, bounds, new TreeSet<NodeName>()));
  }

  private static boolean seat(
      AddressDemand demand,
      Map<NodeName, List<AddressDemand>> held,
      SortedMap<NodeName, Integer> bounds,
      SortedSet<NodeName> tried) {
    for (var node : demand.eligible()) {
      if (!tried.add(node)) {
        continue;
      }
      var seated = held.computeIfAbsent(node, _ -> new ArrayList<>());
      if (seated.size() < bounds.getOrDefault(node, 0)) {
        seated.add(demand);
        return true;
      }
      for (int i = 0; i < seated.size(); i++) {
        if (seat(seated.get(i), held, bounds, tried)) {
          seated.set(i, demand);
          return true;
        }
      }
    }
    return false;
  }

  @Property(tries = 400)
  void newAddresses_keepTheBound_overAnyEligibleSetsAndWeights_wheneverThatIsPossible(
      @ForAll @IntRange(min = 1, max = 8) int size,
      @ForAll @IntRange(min = 1, max = 40) int addresses,
      @ForAll @IntRange(min = 1, max = 4) int weightMax,
      @ForAll Random random) {
    var nodes = cluster(size);
    var demands = new ArrayList<AddressDemand>();
    for (int i = 0; i < addresses; i++) {
      demands.add(demand(i, i, someOf(nodes, 3, random)));
    }
    var weights = weights(nodes, weightMax, random);
    var electorate = new Electorate(SpeakerSet.ofReachable(nodes), weights, new TreeSet<>());

    var placed =
        fold(
            Placement.EMPTY,
            Placement.EMPTY.decide(demands, electorate, PlacementPolicy.BALANCED, Map.of()));

    var bounds = bounds(nodes, demands, weights);
    if (isFeasible(demands, bounds)) {
      counts(placed)
          .forEach(
              (node, count) ->
                  assertTrue(
                      count <= bounds.getOrDefault(node, 0),
                      () -> counts(placed) + " against " + bounds));
    }
    assertEquals(addresses, placed.successions().size());
  }

  @Property(tries = 200)
  void weightedNodes_keepTheBound_afterPlacementsInPortions(
      @ForAll @IntRange(min = 1, max = 10) int size,
      @ForAll @IntRange(min = 1, max = 60) int first,
      @ForAll @IntRange(max = 60) int more,
      @ForAll Random random) {
    var nodes = cluster(size);
    var weights = weights(nodes, 5, random);
    var electorate = new Electorate(SpeakerSet.ofReachable(nodes), weights, new TreeSet<>());
    var demands = new ArrayList<AddressDemand>();
    var placement = Placement.EMPTY;
    for (int count : List.of(first, first + more)) {
      while (demands.size() < count) {
        demands.add(demand(demands.size(), demands.size(), nodes));
      }
      placement =
          fold(
              placement, placement.decide(demands, electorate, PlacementPolicy.BALANCED, Map.of()));
    }

    var bounds = bounds(nodes, demands, weights);
    counts(placement)
        .forEach((node, count) -> assertTrue(count <= bounds.getOrDefault(node, 0), node::value));
  }

  @Property(tries = 200)
  void addressesOfOneService_stayTogether_whoeverIsLost(
      @ForAll @IntRange(min = 2, max = 7) int size,
      @ForAll @IntRange(min = 1, max = 15) int services,
      @ForAll Random random) {
    var nodes = cluster(size);
    var demands = new ArrayList<AddressDemand>();
    for (int i = 0; i < services; i++) {
      var eligible = someOf(nodes, size, random);
      demands.add(demand(2 * i, i, eligible));
      demands.add(demand(2 * i + 1, i, eligible));
    }
    var placement = Placement.EMPTY;
    for (int step = 0; step < 5; step++) {
      var up = step == 0 ? nodes : someOf(nodes, size, random);
      var decided = placement.decide(demands, SpeakerSet.ofReachable(up));
      placement = fold(placement, decided);
      for (int i = 0; i < services; i++) {
        assertEquals(nodesOf(placement, 2 * i), nodesOf(placement, 2 * i + 1));
      }
    }
  }

  private static List<NodeName> nodesOf(Placement placement, int number) {
    return placement
        .owned(IpAddress.ofIpv4(0xC000_0200 + number))
        .map(Succession::nodes)
        .orElse(List.of());
  }

  @Property(tries = 100)
  void theSameInputs_giveTheSameDecision_inWhateverOrderTheyCome(
      @ForAll @IntRange(min = 1, max = 30) int addresses, @ForAll Random random) {
    var nodes = cluster(6);
    var demands = new ArrayList<AddressDemand>();
    for (int i = 0; i < addresses; i++) {
      demands.add(demand(i, i / 2, someOf(nodes, 4, random)));
    }
    var shuffled = new ArrayList<>(demands);
    Collections.shuffle(shuffled, random);
    var speakers = SpeakerSet.ofReachable(nodes);

    assertEquals(
        Placement.EMPTY.decide(demands, speakers), Placement.EMPTY.decide(shuffled, speakers));
  }
}
