package io.fairlead.k8s.translate;

import io.fairlead.config.ConfigFault;
import io.fairlead.config.ConfigRule;
import io.fairlead.config.PoolConfig;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Decides which pools come in force when some overlap. Pools in force and unchanged go first, then
 * the others in the order given; one that overlaps keeps its last good form. A change that would
 * leave no room for the last good form of another pool is refused too: bad input takes nothing
 * away.
 */
final class PoolArbiter {
  private final SortedMap<String, PoolCandidate> sources = new TreeMap<>();
  private final SortedMap<String, PoolConfig> placed = new TreeMap<>();
  private final List<PoolCandidate> homeless = new ArrayList<>();

  private PoolArbiter() {}

  /** The pools in force by name, and why others are not. */
  record Ruling(
      SortedMap<String, PoolConfig> pools,
      SortedMap<String, PoolCandidate> sources,
      List<ConfigFault> faults) {}

  /**
   * @param candidates in order of precedence, names distinct
   */
  static Ruling decide(List<PoolCandidate> candidates) {
    var current = new ArrayList<>(candidates);
    while (true) {
      var round = new PoolArbiter();
      current.stream()
          .sorted(Comparator.comparing(candidate -> !candidate.isUnchanged()))
          .forEach(round::place);
      var intruder = round.intruder();
      if (intruder.isEmpty()) {
        return new Ruling(round.placed, round.sources, round.faults(candidates));
      }
      // Each round takes one change back, so there are at most as many rounds as changes.
      String name = intruder.get().name();
      current.replaceAll(
          candidate -> candidate.name().equals(name) ? candidate.withoutNow() : candidate);
    }
  }

  private void place(PoolCandidate candidate) {
    var wanted = candidate.now().filter(pool -> overlap(pool).isEmpty());
    var choice = wanted.or(() -> candidate.lastGood().filter(good -> overlap(good).isEmpty()));
    if (choice.isPresent()) {
      placed.put(candidate.name(), choice.get());
      sources.put(candidate.name(), candidate);
    } else if (candidate.lastGood().isPresent()) {
      homeless.add(candidate);
    }
  }

  /** The first range that another pool in force holds, as text. */
  private Optional<String> overlap(PoolConfig pool) {
    var claims = new RangeClaims();
    placed.forEach(
        (name, other) -> {
          if (!name.equals(pool.name())) {
            other.ranges().forEach(range -> claims.add(range, "pool \"" + name + "\""));
          }
        });
    for (var range : pool.ranges()) {
      var other = claims.overlapWith(range);
      if (other.isPresent()) {
        return Optional.of(LegacyConfigTranslator.overlap("range " + range, other.get()));
      }
    }
    return Optional.empty();
  }

  /** A changed pool that sits where the last good form of another belongs. */
  private Optional<PoolCandidate> intruder() {
    return homeless.stream()
        .flatMap(loser -> loser.lastGood().stream())
        .flatMap(
            home ->
                sources.values().stream()
                    .filter(candidate -> !candidate.isUnchanged())
                    .filter(candidate -> overlap(placed.get(candidate.name()), home)))
        .findFirst();
  }

  private static boolean overlap(@Nullable PoolConfig a, PoolConfig b) {
    return a != null
        && a.ranges().stream().anyMatch(range -> b.ranges().stream().anyMatch(range::overlaps));
  }

  /** Worded from the outcome alone, so that a second look at the same objects says the same. */
  private List<ConfigFault> faults(List<PoolCandidate> candidates) {
    var faults = new ArrayList<ConfigFault>();
    for (var candidate : candidates) {
      var inForce = Optional.ofNullable(placed.get(candidate.name()));
      if (candidate.now().isPresent() && !candidate.now().equals(inForce)) {
        String why = overlap(candidate.now().get()).orElse("its addresses are held by other pools");
        String outcome =
            inForce.isPresent()
                ? "; its last good version stays in force"
                : "; the pool is left out";
        faults.add(new ConfigFault(candidate.where(), why + outcome, ConfigRule.RANGE_OVERLAP));
      }
    }
    return List.copyOf(faults);
  }
}
