package io.fairlead.election;

import static io.fairlead.election.Samples.demand;
import static io.fairlead.election.Samples.fold;
import static io.fairlead.election.Samples.ip;
import static io.fairlead.election.Samples.node;
import static io.fairlead.election.Samples.nodes;
import static io.fairlead.election.Samples.preferring;
import static io.fairlead.election.Samples.reachable;
import static io.fairlead.election.Samples.speakers;
import static io.fairlead.election.Samples.succession;
import static io.fairlead.election.Samples.wanting;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fairlead.cluster.NodeName;
import io.fairlead.net.IpAddress;
import io.fairlead.placement.PlacementCause;
import io.fairlead.placement.PlacementEvent;
import io.fairlead.placement.PlacementEvent.AddressPlaced;
import io.fairlead.placement.Succession;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Moves in virtual time: all that is decided is recorded at once. */
class MoveWatchTest {
  private static final String A = "192.0.2.1";
  private static final String V6 = "2001:db8::1";
  private static final MoveSettings SLOWLY =
      new MoveSettings(6, Optional.empty(), Duration.ofSeconds(30));
  private static final MoveSettings REVERTIVE =
      new MoveSettings(0, Optional.of(Duration.ofMinutes(2)), Duration.ofSeconds(30));

  /** One controller's placement, with a clock of milliseconds. */
  private static final class Run {
    private final List<AddressDemand> demands;
    private Placement placement = Placement.EMPTY;
    private MoveWatch watch;
    private SpeakerSet speakers;
    private SortedSet<NodeName> flapping = new TreeSet<>();
    private PlacementPolicy policy = PlacementPolicy.BALANCED;
    private long now;
    private final List<Long> movedAt = new ArrayList<>();

    Run(MoveSettings settings, String reachable, List<AddressDemand> demands) {
      this.demands = new ArrayList<>(demands);
      this.watch = MoveWatch.start(settings, 0);
      this.speakers = reachable(reachable);
      decide();
    }

    Run speakers(SpeakerSet next) {
      speakers = next;
      watch = watch.disturbed(now);
      decide();
      return this;
    }

    Run demands(List<AddressDemand> next) {
      demands.clear();
      demands.addAll(next);
      decide();
      return this;
    }

    Run toSecond(int second) {
      for (long next = wakeUp(); next <= second * 1_000L; next = wakeUp()) {
        now = next;
        decide();
      }
      now = second * 1_000L;
      decide();
      return this;
    }

    private long wakeUp() {
      return watch.nextChangeMillis(now).orElse(Long.MAX_VALUE);
    }

    private void decide() {
      var electorate = new Electorate(speakers, NodeWeights.EVEN, flapping);
      record(placement.decide(demands, electorate, policy, Map.of()));
      for (var moves = turn(electorate); !moves.isEmpty(); moves = turn(electorate)) {
        movedAt.add(now / 1_000);
        record(placement.decide(demands, electorate, policy, moves));
      }
    }

    private Map<IpAddress, PlannedMove> turn(Electorate electorate) {
      var turn = watch.turn(placement, demands, electorate, policy, now);
      watch = turn.next();
      return turn.moves();
    }

    private void record(List<PlacementEvent> events) {
      placement = fold(placement, events);
    }

    String owner(String address) {
      return placement.owned(ip(address)).flatMap(Succession::owner).orElseThrow().value();
    }

    long epoch(String address) {
      return placement.epoch(ip(address));
    }

    Map<String, Integer> counts() {
      var counts = new TreeMap<String, Integer>();
      placement
          .successions()
          .values()
          .forEach(s -> counts.merge(s.nodes().getFirst().value(), 1, Integer::sum));
      return counts;
    }
  }

  private static List<AddressDemand> many(int count, String eligible) {
    var demands = new ArrayList<AddressDemand>();
    for (int i = 1; i <= count; i++) {
      demands.add(demand("192.0.2." + i, eligible));
    }
    return demands;
  }

  @Test
  void withoutSettings_nothingMoves_howeverUnevenItIs() {
    var run = new Run(MoveSettings.DEFAULT, "n1", many(12, "n1 n2 n3"));

    run.speakers(reachable("n1 n2 n3")).toSecond(100_000);

    assertEquals(Map.of("n1", 12), run.counts());
    assertEquals(OptionalLong.empty(), run.watch.nextChangeMillis(run.now));
  }

  @Test
  void rebalancing_movesOneAddressAtATime_asOftenAsTheBudgetSays_andStopsWithinTheBound() {
    var run = new Run(SLOWLY, "n1", many(12, "n1 n2 n3"));

    run.toSecond(100).speakers(reachable("n1 n2 n3")).toSecond(1_000);

    // ceil(1.25 x 12 / 3) = 5 stay. Six a minute, after 30 s of calm.
    assertEquals(Map.of("n1", 5, "n2", 4, "n3", 3), sorted(run.counts()));
    assertEquals(List.of(130L, 140L, 150L, 160L, 170L, 180L, 190L), run.movedAt);
  }

  private static Map<String, Integer> sorted(Map<String, Integer> counts) {
    var two = counts.getOrDefault("n2", 0);
    var three = counts.getOrDefault("n3", 0);
    return Map.of(
        "n1", counts.getOrDefault("n1", 0), "n2", Math.max(two, three), "n3", Math.min(two, three));
  }

  @Test
  void rebalancing_waitsWhileASpeakerIsMissed_andForAWhileAfterwards() {
    var run = new Run(SLOWLY, "n1", many(12, "n1 n2 n3 n4"));

    run.speakers(speakers("n1 n2 n3", "n4", "")).toSecond(500);
    assertEquals(List.of(), run.movedAt);

    run.speakers(reachable("n1 n2 n3")).toSecond(529);
    assertEquals(List.of(), run.movedAt);
    assertEquals(530L, run.toSecond(540).movedAt.getFirst());
  }

  @Test
  void rebalancing_neitherGivesToNorTakesFromAFlappingNode() {
    var run = new Run(SLOWLY, "n1", many(12, "n1 n2 n3"));
    run.flapping = nodes("n1");
    run.speakers(reachable("n1 n2 n3")).toSecond(1_000);
    assertEquals(Map.of("n1", 12), run.counts());

    run.flapping = nodes("n2");
    run.speakers(reachable("n1 n2 n3")).toSecond(2_000);
    // ceil(1.25 x 12 / 2) = 8
    assertEquals(Map.of("n1", 8, "n3", 4), run.counts());
  }

  @Test
  void rebalancing_keepsTogetherWhatBelongsTogether() {
    var demands = new ArrayList<AddressDemand>();
    for (int i = 1; i <= 6; i++) {
      demands.add(demand("192.0.2." + i, "default/s" + i, "n1 n2"));
      demands.add(demand("2001:db8::" + i, "default/s" + i, "n1 n2"));
    }
    var run = new Run(SLOWLY, "n1", demands);

    run.speakers(reachable("n1 n2")).toSecond(1_000);

    assertEquals(Map.of("n1", 8, "n2", 4), run.counts());
    for (int i = 1; i <= 6; i++) {
      assertEquals(run.owner("192.0.2." + i), run.owner("2001:db8::" + i));
    }
  }

  @Test
  void rebalancing_bringsAddressesToPreferredNodesWithRoom() {
    var run = new Run(SLOWLY, "n1 n2 n3", many(6, "n1 n2 n3"));

    run.demands(many(6, "n1 n2 n3").stream().map(d -> preferring(d, "n3=5")).toList());
    run.toSecond(1_000);

    // ceil(1.25 x 6 / 3) = 3
    assertEquals(3, run.counts().get("n3"));
    assertEquals(1, run.movedAt.size());
  }

  @Test
  void revertive_anAddressGoesHome_whenItsNodeHasBeenWellForTheHoldTime() {
    var run = new Run(REVERTIVE, "n1", List.of(demand(A, "n1 n2")));
    run.speakers(reachable("n1 n2")).toSecond(10);
    run.speakers(reachable("n2"));
    assertEquals("n2", run.owner(A));

    run.toSecond(100).speakers(reachable("n1 n2")).toSecond(219);
    assertEquals("n2", run.owner(A));
    assertEquals("n1", run.toSecond(220).owner(A));
    assertEquals(3, run.epoch(A));
  }

  @Test
  void revertive_aNodeThatComesAndGoes_startsItsTimeAnew() {
    var run = new Run(REVERTIVE, "n1", List.of(demand(A, "n1 n2")));
    run.speakers(reachable("n1 n2")).speakers(reachable("n2")).toSecond(100);
    for (int second = 200; second <= 1_000; second += 100) {
      run.speakers(reachable("n1 n2")).toSecond(second - 1);
      run.speakers(reachable("n2")).toSecond(second);
      assertEquals("n2", run.owner(A));
    }
    run.flapping = nodes("n1");
    assertEquals("n2", run.speakers(reachable("n1 n2")).toSecond(3_000).owner(A));
  }

  @Test
  void revertive_anAddressGoesToAPreferredNode_withinTheBound() {
    var run = new Run(REVERTIVE, "n1 n2", List.of(demand(A, "n1 n2")));
    var other = run.owner(A).equals("n1") ? "n2" : "n1";

    run.demands(List.of(preferring(demand(A, "n1 n2"), other + "=5"))).toSecond(119);
    assertEquals(1, run.epoch(A));

    assertEquals(other, run.toSecond(120).owner(A));
  }

  @Test
  void byHand_anAddressMovesAtOnce_withItsMates_andRemembersIt() {
    var pair = List.of(demand(A, "default/web", "n1 n2 n3"), demand(V6, "default/web", "n1 n2 n3"));
    var run = new Run(MoveSettings.DEFAULT, "n1", pair);
    run.speakers(reachable("n1 n2 n3"));

    run.demands(pair.stream().map(d -> wanting(d, "n3")).toList());
    assertEquals("n3", run.owner(A));
    assertEquals("n3", run.owner(V6));
    assertEquals(node("n3"), run.placement.homes().get(ip(A)));

    // Released, it stays.
    assertEquals("n3", run.demands(pair).toSecond(1_000).owner(A));
  }

  @Test
  void byHand_theAddressReturns_whenTheNodeHasBeenWellForAWhile() {
    var run = new Run(MoveSettings.DEFAULT, "n1 n2", List.of(wanting(demand(A, "n1 n2"), "n2")));
    run.speakers(reachable("n1"));
    assertEquals("n1", run.owner(A));

    run.toSecond(50).speakers(reachable("n1 n2")).toSecond(79);
    assertEquals("n1", run.owner(A));
    assertEquals("n2", run.toSecond(80).owner(A));
  }

  @Test
  void byHand_anUnknownOrUnfitNode_movesNothing() {
    var run = new Run(MoveSettings.DEFAULT, "n1 n2 n3", List.of(demand(A, "n1 n2")));
    var before = run.placement;

    for (var unfit : List.of("n3", "n9")) {
      run.demands(List.of(wanting(demand(A, "n1 n2"), unfit))).toSecond(1_000);
      assertEquals(before, run.placement);
    }
  }

  @Test
  void byHash_aWantedNodeGoesFirst_andTheHashRulesAgainWhenItIsReleased() {
    var run = new Run(MoveSettings.DEFAULT, "n1 n2 n3", List.of());
    run.policy = PlacementPolicy.HASH;
    var plain = demand(A, "n1 n2 n3");
    var first = run.demands(List.of(plain)).owner(A);
    var other = first.equals("n1") ? "n2" : "n1";

    assertEquals(other, run.demands(List.of(wanting(plain, other))).owner(A));
    assertEquals(first, run.demands(List.of(plain)).owner(A));
  }

  @Test
  void aMovesEventsSayWhy_andKeepTheOldOwnerAsAStandBy() {
    var before =
        Placement.EMPTY.apply(
            new AddressPlaced(ip(A), succession(4, "n1 n2 n3"), PlacementCause.NEW_ADDRESS));
    var moves = Map.of(ip(A), new PlannedMove(node("n3"), PlacementCause.MOVED_BY_HAND));

    var events =
        before.decide(
            List.of(demand(A, "n1 n2 n3")),
            Electorate.of(reachable("n1 n2 n3")),
            PlacementPolicy.BALANCED,
            moves);

    var placed = (AddressPlaced) events.getFirst();
    assertEquals(PlacementCause.MOVED_BY_HAND, placed.cause());
    assertEquals(5, placed.succession().epoch());
    assertEquals(node("n3"), placed.succession().nodes().getFirst());
    assertEquals(nodes("n1 n2 n3"), new TreeSet<>(placed.succession().nodes()));
  }

  @Test
  void aFlappingNode_isTheLastStandBy_andGetsNothingNew_butAnnouncesWhatNobodyElseCan() {
    var run = new Run(MoveSettings.DEFAULT, "n1 n2 n3", many(9, "n1 n2 n3"));
    run.flapping = nodes("n2");
    var before = run.counts();
    run.speakers(reachable("n1 n2 n3"));
    assertEquals(before, run.counts());
    run.placement
        .successions()
        .values()
        .forEach(s -> assertTrue(s.nodes().indexOf(node("n2")) != 1, () -> "" + s));

    run.demands(many(12, "n1 n2 n3"));
    assertEquals(before.get("n2"), run.counts().get("n2"));

    run.flapping = nodes("n1 n2 n3");
    run.demands(many(20, "n1 n2 n3"));
    assertEquals(20, run.placement.successions().size());
    run.speakers(reachable("n2"));
    assertEquals(Map.of("n2", 20), run.counts());
  }
}
