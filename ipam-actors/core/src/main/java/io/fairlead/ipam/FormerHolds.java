package io.fairlead.ipam;

import io.fairlead.cluster.ServiceKey;
import io.fairlead.net.IpAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Which addresses were given up not long ago, and by whom. Immutable.
 *
 * @param byTime all of them; the values count: two that differ in the sharing key alone have one
 *     key
 * @param byAddress the last holder of each address that nobody holds now
 * @param byService what each Service may come back for, at most one address a family
 */
record FormerHolds(
    VersionedMap<FormerHold, FormerHold> byTime,
    VersionedMap<IpAddress, FormerHold> byAddress,
    VersionedMap<ServiceKey, List<FormerHold>> byService) {
  static FormerHolds none(History history) {
    return new FormerHolds(
        VersionedMap.sorted(history), VersionedMap.hashed(history), VersionedMap.hashed(history));
  }

  /**
   * Remembers one.
   *
   * @param isVacant nobody else holds the address
   */
  FormerHolds with(FormerHold hold, boolean isVacant) {
    var latest = new ArrayList<FormerHold>();
    for (FormerHold other : byService.get(hold.service()).orElse(List.of())) {
      if (other.address().family() != hold.address().family()) {
        latest.add(other);
      }
    }
    latest.add(hold);
    return new FormerHolds(
        byTime.put(hold, hold),
        isVacant ? byAddress.put(hold.address(), hold) : byAddress,
        byService.put(hold.service(), List.copyOf(latest)));
  }

  /** Somebody holds the address now. */
  FormerHolds taken(IpAddress address) {
    return new FormerHolds(byTime, byAddress.remove(address), byService);
  }

  /** Forgets one, because its time is over. */
  FormerHolds without(FormerHold hold) {
    boolean isLast = lastHolder(hold.address()).filter(hold::equals).isPresent();
    var others =
        byService.get(hold.service()).orElse(List.of()).stream()
            .filter(other -> !other.equals(hold))
            .toList();
    return new FormerHolds(
        byTime.remove(hold),
        isLast ? byAddress.remove(hold.address()) : byAddress,
        others.isEmpty()
            ? byService.remove(hold.service())
            : byService.put(hold.service(), others));
  }

  Optional<FormerHold> lastHolder(IpAddress address) {
    return byAddress.get(address);
  }

  List<FormerHold> of(ServiceKey service) {
    return byService.get(service).orElse(List.of());
  }
}
