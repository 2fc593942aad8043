package io.fairlead.election;

import static io.fairlead.election.Samples.demand;
import static io.fairlead.election.Samples.fold;
import static io.fairlead.election.Samples.ip;
import static io.fairlead.election.Samples.node;
import static io.fairlead.election.Samples.nodeList;
import static io.fairlead.election.Samples.nodes;
import static io.fairlead.election.Samples.preferring;
import static io.fairlead.election.Samples.reachable;
import static io.fairlead.election.Samples.wanting;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fairlead.cluster.NodeName;
import io.fairlead.placement.PlacementCause;
import io.fairlead.placement.PlacementEvent.AddressPlaced;
import io.fairlead.placement.Succession;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PlacementPreferenceTest {
  private static final String A = "192.168.120.200";
  private static final String V6 = "2001:db8::1";

  private static Electorate weighted(String reachable, Object... weights) {
    var byName = new TreeMap<String, Integer>();
    for (int i = 0; i < weights.length; i += 2) {
      byName.put((String) weights[i], (Integer) weights[i + 1]);
    }
    return new Electorate(reachable(reachable), new NodeWeights(byName), new TreeSet<>());
  }

  private static Placement settle(
      Placement placement, Collection<AddressDemand> demands, Electorate electorate) {
    return fold(
        placement, placement.decide(demands, electorate, PlacementPolicy.BALANCED, Map.of()));
  }

  private static List<NodeName> nodesOf(Placement placement, String address) {
    return placement.owned(ip(address)).map(Succession::nodes).orElse(List.of());
  }

  private static Map<NodeName, Integer> counts(Placement placement) {
    var counts = new TreeMap<NodeName, Integer>();
    placement.successions().values().stream()
        .flatMap(succession -> succession.owner().stream())
        .forEach(owner -> counts.merge(owner, 1, Integer::sum));
    return counts;
  }

  private static List<AddressDemand> many(int count, String eligible) {
    var demands = new ArrayList<AddressDemand>();
    for (int i = 1; i <= count; i++) {
      demands.add(demand("192.0.2." + i, eligible));
    }
    return demands;
  }

  /** The digests of {@link HashOrderTest}: node-1, node-3, node-2 for this address. */
  @ParameterizedTest
  @CsvSource({
    "node-2=1,                    node-2 node-1 node-3",
    "node-2=50 node-3=50,         node-3 node-2 node-1",
    "node-2=50 node-3=49,         node-2 node-3 node-1",
    "node-1=1 node-2=2 node-3=2,  node-3 node-2 node-1",
    "node-1=3 node-2=3 node-3=3,  node-1 node-3 node-2"
  })
  void byHash_thePreferenceScoreGoesBeforeTheDigest(String scores, String expected) {
    var demands = List.of(preferring(demand(A, "node-1 node-2 node-3"), scores));

    var after =
        fold(
            Placement.EMPTY,
            Placement.EMPTY.decide(
                demands, reachable("node-1 node-2 node-3"), PlacementPolicy.HASH));

    assertEquals(nodeList(expected), nodesOf(after, A));
  }

  @Test
  void byHash_aChangedPreferenceMovesTheAddressAtOnce_asInMetalLb() {
    var speakers = reachable("node-1 node-2 node-3");
    var plain = demand(A, "node-1 node-2 node-3");
    var before =
        fold(
            Placement.EMPTY,
            Placement.EMPTY.decide(List.of(plain), speakers, PlacementPolicy.HASH));

    var events =
        before.decide(List.of(preferring(plain, "node-2=1")), speakers, PlacementPolicy.HASH);

    assertEquals(
        List.of(
            new AddressPlaced(
                ip(A),
                new Succession(2, nodeList("node-2 node-1 node-3")),
                PlacementCause.FIRST_BY_HASH)),
        events);
  }

  @Test
  void balanced_preferredNodesComeFirst_asLongAsTheBoundAllows() {
    var demands = many(12, "n1 n2 n3").stream().map(d -> preferring(d, "n2=10")).toList();

    var after = settle(Placement.EMPTY, demands, weighted("n1 n2 n3"));

    // ceil(1.25 x 12 / 3) = 5
    assertEquals(Map.of(node("n1"), 4, node("n2"), 5, node("n3"), 3), sameSum(after));
  }

  private static Map<NodeName, Integer> sameSum(Placement placement) {
    var counts = counts(placement);
    int n1 = counts.getOrDefault(node("n1"), 0);
    int n3 = counts.getOrDefault(node("n3"), 0);
    // Which of two equal nodes gets the odd one is the hash's business.
    return Map.of(
        node("n1"),
        Math.max(n1, n3),
        node("n2"),
        counts.getOrDefault(node("n2"), 0),
        node("n3"),
        Math.min(n1, n3));
  }

  @Test
  void balanced_aChangedPreferenceMovesNothingByItself() {
    var before = settle(Placement.EMPTY, many(6, "n1 n2 n3"), weighted("n1 n2 n3"));

    var demands = many(6, "n1 n2 n3").stream().map(d -> preferring(d, "n2=10")).toList();

    assertEquals(before, settle(before, demands, weighted("n1 n2 n3")));
  }

  @Test
  void balanced_aPreferredNodeIsTheFirstStandBy() {
    var demand = preferring(demand(A, "n1 n2 n3 n4"), "n4=10 n3=5 n1=50");

    var after = settle(Placement.EMPTY, List.of(demand), weighted("n1 n2 n3 n4"));

    assertEquals(nodeList("n1 n4 n3 n2"), nodesOf(after, A));
  }

  @Test
  void balanced_nodesGetAddressesInTheMeasureOfTheirWeights() {
    var after =
        settle(Placement.EMPTY, many(60, "n1 n2 n3"), weighted("n1 n2 n3", "n1", 3, "n2", 2));

    assertEquals(Map.of(node("n1"), 30, node("n2"), 20, node("n3"), 10), counts(after));
  }

  @Test
  void aNodeOfWeightZero_getsNothingByChoice_andIsTheLastStandBy() {
    var electorate = weighted("n1 n2 n3", "n1", 0);

    var after = settle(Placement.EMPTY, many(9, "n1 n2 n3"), electorate);
    assertEquals(nodes("n2 n3"), counts(after).keySet());
    after.successions().values().forEach(s -> assertEquals(node("n1"), s.nodes().getLast()));

    var alone = settle(after, many(9, "n1"), electorate);
    assertEquals(Map.of(node("n1"), 9), counts(alone));
  }

  @Test
  void aWeightThatBecomesZero_movesNothing_butPutsTheNodeBehindTheOthers() {
    var before = settle(Placement.EMPTY, many(9, "n1 n2 n3"), weighted("n1 n2 n3"));

    var after = settle(before, many(9, "n1 n2 n3"), weighted("n1 n2 n3", "n1", 0));

    assertEquals(counts(before), counts(after));
    after
        .successions()
        .values()
        .forEach(
            s -> assertTrue(s.nodes().indexOf(node("n1")) != 1, () -> "not first behind " + s));
  }

  @Test
  void byHash_aNodeOfWeightZeroIsPassedOver_whileAnotherMayAnnounce() {
    var demands = List.of(demand(A, "node-1 node-2 node-3"));
    var electorate = weighted("node-1 node-2 node-3", "node-1", 0);

    var events = Placement.EMPTY.decide(demands, electorate, PlacementPolicy.HASH, Map.of());

    assertEquals(nodeList("node-3 node-2 node-1"), nodesOf(fold(Placement.EMPTY, events), A));
  }

  @Test
  void bothAddressesOfAService_haveTheSameStandBysInTheSameOrder() {
    var demands = new ArrayList<>(many(20, "n1 n2 n3 n4 n5"));
    demands.add(demand(A, "default/web", "n1 n2 n3 n4 n5"));
    demands.add(demand(V6, "default/web", "n1 n2 n3 n4 n5"));

    var after = settle(Placement.EMPTY, demands, weighted("n1 n2 n3 n4 n5"));

    assertEquals(nodesOf(after, A), nodesOf(after, V6));
  }

  @Test
  void aWantedNodeIsChosen_ifItMayAnnounce() {
    var all = many(9, "n1 n2 n3");
    var wanted = all.stream().map(d -> wanting(d, "n3")).toList();
    var elsewhere = all.stream().map(d -> wanting(d, "n9")).toList();

    for (var policy : PlacementPolicy.values()) {
      var events = Placement.EMPTY.decide(wanted, weighted("n1 n2 n3"), policy, Map.of());
      assertEquals(Map.of(node("n3"), 9), counts(fold(Placement.EMPTY, events)));

      var others = Placement.EMPTY.decide(elsewhere, weighted("n1 n2 n3"), policy, Map.of());
      assertEquals(Placement.EMPTY.decide(all, weighted("n1 n2 n3"), policy, Map.of()), others);
    }
  }
}
