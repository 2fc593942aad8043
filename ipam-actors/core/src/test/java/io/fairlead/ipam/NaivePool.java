package io.fairlead.ipam;

import io.fairlead.cluster.ServiceKey;
import io.fairlead.config.PoolConfig;
import io.fairlead.net.IpAddress;
import io.fairlead.net.IpFamily;
import io.fairlead.net.IpRange;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The rules of a pool in the plainest way that is right: it walks every address from the first one
 * on, and keeps lists. What the real pool does is compared with it.
 */
final class NaivePool {
  private record Held(List<IpAddress> addresses, Sharing sharing) {}

  /** What came of a request: addresses, or the reason why there are none. */
  record Outcome(List<IpAddress> addresses, Optional<RejectReason> refusal) {}

  private PoolConfig config;
  private boolean retired;
  private boolean configured;
  private final NavigableMap<ServiceKey, Held> held = new TreeMap<>();
  private final List<FormerHold> former = new ArrayList<>();

  NaivePool(PoolConfig nothing) {
    this.config = nothing;
  }

  void configure(PoolConfig now) {
    config = now;
    configured = true;
    retired = false;
  }

  void retire() {
    retired = configured;
  }

  void release(ServiceKey service, Instant now) {
    var gone = held.remove(service);
    if (gone != null) {
      gone.addresses().forEach(a -> former.add(former(service, a, gone.sharing(), now)));
    }
  }

  private static FormerHold former(
      ServiceKey service, IpAddress address, Sharing sharing, Instant now) {
    return new FormerHold(now, service, address, sharing.key());
  }

  /** To be called when something was recorded: what is over by then is over for good. */
  void forget(Instant now) {
    former.removeIf(hold -> isOver(hold, now));
  }

  private boolean isOver(FormerHold hold, Instant now) {
    return !now.isBefore(hold.releasedAt().plus(config.reuse().withheldFor()));
  }

  Outcome assign(AssignRequest request, Instant now) {
    if (retired || !configured) {
      return refused(retired ? RejectReason.POOL_RETIRED : RejectReason.UNKNOWN_POOL);
    }
    var chosen = new ArrayList<IpAddress>();
    for (IpFamily family : request.families()) {
      var desired = request.desired().stream().filter(a -> a.family() == family).findFirst();
      if (desired.isPresent()) {
        var refusal = refusal(desired.get(), request);
        if (refusal.isPresent()) {
          return refused(refusal.get());
        }
      }
      var address = desired.or(() -> choose(family, request, now));
      if (address.isEmpty()) {
        boolean has = config.ranges().stream().anyMatch(range -> range.family() == family);
        return refused(has ? RejectReason.POOL_EXHAUSTED : RejectReason.WRONG_FAMILY);
      }
      chosen.add(address.get());
    }
    chosen.sort(Comparator.naturalOrder());
    if (isOverQuota(chosen, request)) {
      return refused(RejectReason.QUOTA_EXCEEDED);
    }
    take(chosen, request, now);
    return new Outcome(chosen, Optional.empty());
  }

  private static Outcome refused(RejectReason reason) {
    return new Outcome(List.of(), Optional.of(reason));
  }

  private void take(List<IpAddress> chosen, AssignRequest request, Instant now) {
    var before = held.put(request.service(), new Held(chosen, request.sharing()));
    if (before != null) {
      before.addresses().stream()
          .filter(address -> !chosen.contains(address))
          .forEach(a -> former.add(former(request.service(), a, before.sharing(), now)));
    }
  }

  private Optional<RejectReason> refusal(IpAddress address, AssignRequest request) {
    if (config.ranges().stream().noneMatch(range -> range.contains(address))) {
      return Optional.of(RejectReason.ADDRESS_NOT_IN_POOL);
    }
    if (config.isBuggy(address)) {
      return Optional.of(RejectReason.ADDRESS_NOT_ALLOWED);
    }
    if (config.closedTo(address, request.service().toString()).isPresent()) {
      return Optional.of(RejectReason.ADDRESS_RESERVED);
    }
    return clash(address, request);
  }

  private Optional<RejectReason> clash(IpAddress address, AssignRequest request) {
    for (var other : held.entrySet()) {
      if (!other.getKey().equals(request.service())
          && other.getValue().addresses().contains(address)) {
        var clash = request.sharing().clashWith(other.getValue().sharing());
        if (clash.isPresent()) {
          return clash.map(Sharing.Clash::reason);
        }
      }
    }
    return Optional.empty();
  }

  private Optional<IpAddress> choose(IpFamily family, AssignRequest request, Instant now) {
    var own = held.get(request.service());
    if (own != null) {
      for (IpAddress address : own.addresses()) {
        if (address.family() == family && refusal(address, request).isEmpty()) {
          return Optional.of(address);
        }
      }
    }
    return reserved(family, request)
        .or(() -> returned(family, request, now))
        .or(() -> firstFit(family, request, now))
        .or(() -> longestGivenUp(family, request, now));
  }

  private Optional<IpAddress> reserved(IpFamily family, AssignRequest request) {
    return config.reservations().stream()
        .filter(it -> it.service().equals(Optional.of(request.service().toString())))
        .flatMap(it -> all(it.range()).stream())
        .filter(address -> address.family() == family && refusal(address, request).isEmpty())
        .findFirst();
  }

  private Optional<IpAddress> returned(IpFamily family, AssignRequest request, Instant now) {
    return former.reversed().stream()
        .filter(hold -> hold.service().equals(request.service()))
        .filter(hold -> hold.address().family() == family)
        .findFirst()
        .filter(hold -> !isOver(hold, now))
        .map(FormerHold::address)
        .filter(address -> refusal(address, request).isEmpty())
        .filter(
            address -> withheld(address, now).map(last -> mayComeBack(last, request)).orElse(true));
  }

  private static boolean mayComeBack(FormerHold last, AssignRequest request) {
    return last.service().equals(request.service())
        || request.sharing().isAllowed() && request.sharing().key().equals(last.sharingKey());
  }

  private Optional<IpAddress> firstFit(IpFamily family, AssignRequest request, Instant now) {
    for (IpRange range : config.ranges()) {
      for (IpAddress address : all(range)) {
        if (address.family() == family && refusal(address, request).isEmpty()) {
          boolean isReserved =
              config.reservations().stream().anyMatch(it -> it.range().contains(address));
          boolean isFree = isVacant(address) && !isReserved && withheld(address, now).isEmpty();
          if (isFree || !isVacant(address) && !holds(request.service(), address)) {
            return Optional.of(address);
          }
        }
      }
    }
    return Optional.empty();
  }

  private Optional<IpAddress> longestGivenUp(IpFamily family, AssignRequest request, Instant now) {
    return former.stream()
        .filter(hold -> withheld(hold.address(), now).filter(hold::equals).isPresent())
        .sorted()
        .map(FormerHold::address)
        .filter(address -> address.family() == family && refusal(address, request).isEmpty())
        .findFirst();
  }

  /** The last holder of an address that nobody holds, while its time is not over. */
  private Optional<FormerHold> withheld(IpAddress address, Instant now) {
    return isVacant(address)
        ? former.stream()
            .filter(hold -> hold.address().equals(address) && !isOver(hold, now))
            .reduce((first, second) -> second)
        : Optional.empty();
  }

  private boolean isVacant(IpAddress address) {
    return held.values().stream().noneMatch(it -> it.addresses().contains(address));
  }

  private boolean holds(ServiceKey service, IpAddress address) {
    var own = held.get(service);
    return own != null && own.addresses().contains(address);
  }

  private boolean isOverQuota(List<IpAddress> chosen, AssignRequest request) {
    if (request.quota().isEmpty()) {
      return false;
    }
    var namespace = request.service().namespace();
    var before = addressesOf(namespace, Optional.empty());
    var after = addressesOf(namespace, Optional.of(request.service()));
    after.addAll(chosen);
    boolean grows =
        chosen.stream()
            .filter(address -> !before.contains(address))
            .anyMatch(address -> !(request.adopts() && request.desired().contains(address)));
    return grows && after.size() > request.quota().getAsInt() && after.size() > before.size();
  }

  private Set<IpAddress> addressesOf(String namespace, Optional<ServiceKey> except) {
    var addresses = new TreeSet<IpAddress>();
    held.forEach(
        (service, its) -> {
          if (service.namespace().equals(namespace) && !except.equals(Optional.of(service))) {
            addresses.addAll(its.addresses());
          }
        });
    return addresses;
  }

  private static List<IpAddress> all(IpRange range) {
    var all = new ArrayList<IpAddress>();
    for (var at = range.first(); ; at = at.next()) {
      all.add(at);
      if (at.equals(range.last())) {
        return all;
      }
    }
  }

  /** Addresses by Service. */
  NavigableMap<ServiceKey, List<IpAddress>> holdings() {
    var holdings = new TreeMap<ServiceKey, List<IpAddress>>();
    held.forEach((service, its) -> holdings.put(service, its.addresses()));
    return holdings;
  }
}
