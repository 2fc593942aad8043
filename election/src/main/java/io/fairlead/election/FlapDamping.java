package io.fairlead.election;

import static java.util.Collections.unmodifiableSortedSet;

import io.fairlead.cluster.NodeName;
import io.fairlead.placement.Penalty;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Damping of nodes that come and go, by the idea of RFC 2439 section 4.2: every loss adds to a
 * penalty that halves in a fixed time. At the suppress threshold the node becomes last choice, and
 * it stays so until the penalty has decayed below the reuse threshold.
 *
 * @param perLoss what one loss adds
 * @param suppressFrom the penalty from which a node is last choice
 * @param reuseBelow the penalty below which it is like any other again
 * @param ceiling no penalty exceeds it, which bounds how long a node can be last choice
 * @param halfLife zero turns damping off
 */
public record FlapDamping(
    int perLoss, int suppressFrom, int reuseBelow, int ceiling, Duration halfLife) {
  /** The third loss within some minutes; then 10 to 20 minutes of calm. */
  public static final FlapDamping DEFAULT =
      new FlapDamping(1_000, 2_500, 750, 12_000, Duration.ofMinutes(5));

  /** What is told of a loss by several, one after the other, is one loss. */
  static final Duration ONE_LOSS = Duration.ofSeconds(10);

  public FlapDamping {
    boolean ascending = reuseBelow <= suppressFrom && suppressFrom <= ceiling;
    if (perLoss < 1 || reuseBelow < 1 || !ascending || halfLife.isNegative()) {
      throw new IllegalArgumentException(
          "a loss and a threshold are positive, and reuse <= suppress <= ceiling");
    }
  }

  /** The same thresholds with another half-life; zero for none. */
  public FlapDamping withHalfLife(Duration wanted) {
    return new FlapDamping(perLoss, suppressFrom, reuseBelow, ceiling, wanted);
  }

  /**
   * The node's penalty after a loss; empty when this loss is counted already, or damping is off.
   *
   * @param last its penalty before
   */
  public Optional<Penalty> afterLoss(Optional<Penalty> last, Instant now) {
    boolean counted = last.filter(penalty -> now.isBefore(penalty.at().plus(ONE_LOSS))).isPresent();
    if (halfLife.isZero() || counted) {
      return Optional.empty();
    }
    int decayed = last.map(penalty -> decayed(penalty, now)).orElse(0);
    int value = Math.min(ceiling, decayed + perLoss);
    boolean already = last.filter(penalty -> isSuppressed(penalty, now)).isPresent();
    return Optional.of(new Penalty(value, already || value >= suppressFrom, now));
  }

  /** What is left of the penalty; a clock that went back leaves all of it. */
  public int decayed(Penalty penalty, Instant now) {
    if (halfLife.isZero()) {
      return 0;
    }
    long millis = Math.max(0, Duration.between(penalty.at(), now).toMillis());
    return (int) (penalty.value() * StrictMath.pow(0.5, (double) millis / halfLife.toMillis()));
  }

  public boolean isSuppressed(Penalty penalty, Instant now) {
    return penalty.suppressed() && decayed(penalty, now) >= reuseBelow;
  }

  /** The nodes that are last choice now. */
  public SortedSet<NodeName> flapping(Map<NodeName, Penalty> penalties, Instant now) {
    var flapping = new TreeSet<NodeName>();
    penalties.forEach(
        (node, penalty) -> {
          if (isSuppressed(penalty, now)) {
            flapping.add(node);
          }
        });
    return unmodifiableSortedSet(flapping);
  }

  /** How long until the next of the nodes is calm. */
  public Optional<Duration> nextCalm(Map<NodeName, Penalty> penalties, Instant now) {
    return penalties.values().stream()
        .filter(penalty -> isSuppressed(penalty, now))
        .map(penalty -> untilReuse(decayed(penalty, now)))
        .min(Duration::compareTo);
  }

  private Duration untilReuse(int value) {
    double halvings = StrictMath.log((double) value / reuseBelow) / StrictMath.log(2);
    // A second more, so that rounding does not find it still there.
    return Duration.ofMillis((long) (halvings * halfLife.toMillis())).plusSeconds(1);
  }
}
