package io.fairlead.k8s.translate;

import io.fairlead.net.IpAddress;
import io.fairlead.net.IpRange;
import java.util.Optional;
import java.util.TreeMap;

/** Disjoint ranges and who holds them. */
final class RangeClaims {
  /** One range and its holder. */
  record Claim(IpRange range, String holder) {}

  private final TreeMap<IpAddress, Claim> byFirst = new TreeMap<>();

  Optional<Claim> overlapWith(IpRange range) {
    // The claims are disjoint, so the last one that starts at or before the end tells.
    var candidate = byFirst.floorEntry(range.last());
    return Optional.ofNullable(candidate)
        .map(entry -> entry.getValue())
        .filter(claim -> claim.range().overlaps(range));
  }

  /** The caller has asked {@link #overlapWith} before. */
  void add(IpRange range, String holder) {
    byFirst.put(range.first(), new Claim(range, holder));
  }
}
