package io.fairlead.speaker.plan;

import static java.util.Collections.unmodifiableNavigableMap;

import io.fairlead.cluster.NodeName;
import io.fairlead.net.IpAddress;
import io.fairlead.placement.Claim;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * The highest claim known for each address. Claims of equal epoch, as two halves of a cut network
 * make them, are decided by the smaller node name, so that all who know both agree.
 */
public record ClaimBook(NavigableMap<IpAddress, Claim> highest) {
  public static final ClaimBook EMPTY = new ClaimBook(new TreeMap<>());
  private static final Comparator<Claim> STRENGTH =
      Comparator.comparingLong(Claim::epoch)
          .thenComparing(Claim::node, Comparator.<NodeName>naturalOrder().reversed());

  public ClaimBook {
    highest = unmodifiableNavigableMap(new TreeMap<>(highest));
  }

  public static ClaimBook of(Collection<Claim> claims) {
    return EMPTY.with(claims);
  }

  /** This book and the claims; of every address the stronger claim is kept. */
  public ClaimBook with(Collection<Claim> claims) {
    if (claims.isEmpty()) {
      return this;
    }
    var next = new TreeMap<>(highest);
    for (Claim claim : claims) {
      next.merge(claim.address(), claim, (a, b) -> STRENGTH.compare(a, b) >= 0 ? a : b);
    }
    return new ClaimBook(next);
  }

  /** This book without the addresses that fail the test. */
  public ClaimBook retain(Predicate<IpAddress> test) {
    var next = new TreeMap<>(highest);
    return next.keySet().removeIf(test.negate()) ? new ClaimBook(next) : this;
  }

  public Optional<Claim> highestOf(IpAddress address) {
    return Optional.ofNullable(highest.get(address));
  }

  public List<Claim> all() {
    return List.copyOf(highest.values());
  }
}
