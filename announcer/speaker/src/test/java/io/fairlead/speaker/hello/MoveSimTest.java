package io.fairlead.speaker.hello;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fairlead.cluster.NodeName;
import io.fairlead.election.FlapDamping;
import io.fairlead.election.MoveSettings;
import io.fairlead.net.IpAddress;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/**
 * Moves without need in the simulation of {@link FailoverSimTest}: that nobody loses an answer by
 * them, that they end, and that a node which comes and goes does not carry addresses about. {@code
 * -Dfairlead.sim.seed=N} runs one seed alone.
 */
class MoveSimTest {
  private static final long MILLI = SimWorld.MILLI;
  private static final long SECOND = 1_000 * MILLI;
  private static final long STEP = 10 * MILLI;
  private static final int SEEDS = 200;
  private static final long CALM_SECONDS = 3;
  private static final long OVERLAP_MILLIS_MAX = 200;
  private static final int FLAPS = 8;
  private static final MoveSettings REBALANCING =
      new MoveSettings(60, Optional.empty(), Duration.ofSeconds(CALM_SECONDS));
  private static final MoveSettings REVERTIVE =
      new MoveSettings(0, Optional.of(Duration.ofSeconds(5)), Duration.ofSeconds(CALM_SECONDS));

  private interface Check {
    void run(long seed);
  }

  private static void everySeed(Check check) {
    var only = Long.getLong("fairlead.sim.seed");
    for (long seed = only == null ? 1 : only; seed <= (only == null ? SEEDS : only); seed++) {
      check.run(seed);
    }
  }

  private static String owned(SimWorld world) {
    var owned = new TreeMap<IpAddress, String>();
    world.addresses.forEach(
        address -> owned.put(address, world.owner(address).map(NodeName::value).orElse("-")));
    return owned.toString();
  }

  @Test
  void rebalancing_losesNoAnswer_waitsForCalm_reachesTheBound_andEnds() {
    everySeed(MoveSimTest::rebalance);
  }

  private static void rebalance(long seed) {
    var world = new SimWorld(seed, REBALANCING);
    world.runUntil(10 * SECOND);
    var heal = world.faults.stop(world.random.nextInt(world.speakers.size()));
    world.runUntil(30 * SECOND);
    heal.run();
    int before = world.moved.size();
    world.runUntil(31 * SECOND);
    assertEquals(before, world.moved.size(), () -> "seed " + seed + ": moved without calm");

    var overlapSince = new HashMap<IpAddress, Long>();
    world.runUntil(32 * SECOND);
    while (world.now < 60 * SECOND) {
      world.runUntil(world.now + STEP);
      for (var address : world.addresses) {
        long answering = world.speakers.stream().filter(s -> s.answers(address)).count();
        assertTrue(
            answering > 0,
            () -> "seed %d: nobody answers for %s at %d".formatted(seed, address, world.now));
        if (answering == 1) {
          overlapSince.remove(address);
        } else {
          long since = overlapSince.computeIfAbsent(address, _ -> world.now);
          assertTrue(
              world.now - since <= OVERLAP_MILLIS_MAX * MILLI,
              () -> "seed %d: two answer for %s".formatted(seed, address));
        }
      }
    }

    int bound = Math.ceilDiv(5 * world.addresses.size(), 4 * world.speakers.size());
    var counts = new HashMap<NodeName, Integer>();
    world.addresses.forEach(a -> counts.merge(world.owner(a).orElseThrow(), 1, Integer::sum));
    counts.forEach(
        (node, count) -> assertTrue(count <= bound, () -> "seed " + seed + ": " + owned(world)));
    assertTrue(
        world.moved.size() <= world.addresses.size(), () -> "seed " + seed + ": " + world.moved);
    assertTrue(
        world.moved.stream().allMatch(m -> m.atNanos() < 50 * SECOND),
        () -> "seed " + seed + ": it did not end: " + world.moved);
  }

  @Test
  void aNodeThatComesAndGoes_carriesNoAddressAboutForLong() {
    everySeed(
        seed -> {
          int returns = returnsTo(seed, FlapDamping.DEFAULT);
          assertTrue(returns <= 3, () -> "seed " + seed + ": " + returns);
        });
  }

  @Test
  void withoutDamping_itWould() {
    int most = 0;
    for (long seed = 1; seed <= 10; seed++) {
      most = Math.max(most, returnsTo(seed, FlapDamping.DEFAULT.withHalfLife(Duration.ZERO)));
    }
    assertTrue(most > FLAPS / 2, "at most " + most);
  }

  /** How often one address went back to a node that stops again and again. */
  private static int returnsTo(long seed, FlapDamping damping) {
    var world = new SimWorld(seed, REVERTIVE);
    world.damping = damping;
    world.runUntil(10 * SECOND);
    var victim = world.owner(world.addresses.getFirst()).orElseThrow();
    int index = Integer.parseInt(victim.value().substring(1));
    for (int i = 0; i < FLAPS; i++) {
      var heal = world.faults.stop(index);
      world.runUntil(world.now + 8 * SECOND);
      heal.run();
      world.runUntil(world.now + 20 * SECOND);
    }
    Map<IpAddress, Integer> returns = new HashMap<>();
    for (var move : world.moved) {
      if (move.to().equals(victim)) {
        returns.merge(move.address(), 1, Integer::sum);
      }
    }
    return List.copyOf(returns.values()).stream().max(Integer::compare).orElse(0);
  }
}
