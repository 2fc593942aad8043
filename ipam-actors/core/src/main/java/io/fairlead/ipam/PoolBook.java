package io.fairlead.ipam;

import io.fairlead.cluster.ServiceKey;
import io.fairlead.config.ReuseRules;
import io.fairlead.net.IpAddress;
import io.fairlead.net.IpFamily;
import io.fairlead.net.IpRange;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Who holds what of a pool, who held it not long ago, and which addresses are therefore not free.
 * Immutable; knows no requests. Its tables are made for the newest version, see {@link
 * VersionedMap}.
 */
final class PoolBook {
  private final String pool;
  private final History history;
  private final PoolRanges ranges;
  private final ReuseRules reuse;
  private final VersionedMap<ServiceKey, Holding> holdings;
  private final VersionedMap<IpAddress, List<ServiceKey>> owners;

  /** The shared addresses of each sharing key. */
  private final VersionedMap<String, VersionedMap<IpAddress, IpAddress>> shared;

  /** How many addresses each namespace holds; one that two of its Services share counts once. */
  private final VersionedMap<String, Integer> counts;

  private final FormerHolds former;

  /**
   * What is not free: all owned, withheld and reserved addresses, and with them the avoided ones
   * that follow each; those are never handed out, and so a full pool is one interval also when it
   * avoids some.
   */
  private final TakenAddresses blocked;

  private PoolBook(
      String pool,
      History history,
      PoolRanges ranges,
      ReuseRules reuse,
      VersionedMap<ServiceKey, Holding> holdings,
      VersionedMap<IpAddress, List<ServiceKey>> owners,
      VersionedMap<String, VersionedMap<IpAddress, IpAddress>> shared,
      VersionedMap<String, Integer> counts,
      FormerHolds former,
      TakenAddresses blocked) {
    this.pool = pool;
    this.history = history;
    this.ranges = ranges;
    this.reuse = reuse;
    this.holdings = holdings;
    this.owners = owners;
    this.shared = shared;
    this.counts = counts;
    this.former = former;
    this.blocked = blocked;
  }

  static PoolBook empty(String pool) {
    var history = new History();
    return new PoolBook(
        pool,
        history,
        PoolRanges.NONE,
        ReuseRules.DEFAULT,
        VersionedMap.hashed(history),
        VersionedMap.hashed(history),
        VersionedMap.hashed(history),
        VersionedMap.hashed(history),
        FormerHolds.none(history),
        TakenAddresses.none(history));
  }

  /** True when it says no more than {@link #empty}. */
  boolean isNew() {
    return ranges.equals(PoolRanges.NONE)
        && reuse.equals(ReuseRules.DEFAULT)
        && holdings.isEmpty()
        && former.byTime().isEmpty();
  }

  /**
   * Runs changes of this book and the ones after it in place; only the newest may be asked then.
   */
  <T> T inPlace(Supplier<T> changes) {
    return history.forgetting(changes);
  }

  /** The same holdings under another configuration. */
  PoolBook configured(PoolRanges now, ReuseRules rules) {
    var blockedNow = TakenAddresses.none(history);
    for (var reservation : now.reservations()) {
      blockedNow = blockedNow.with(reservation.range());
    }
    for (Holding holding : holdings.values()) {
      for (IpAddress address : holding.addresses()) {
        blockedNow = block(blockedNow, address, now);
      }
    }
    for (FormerHold hold : former.byAddress().values()) {
      blockedNow = block(blockedNow, hold.address(), now);
    }
    return new PoolBook(
        pool, history, now, rules, holdings, owners, shared, counts, former, blockedNow);
  }

  private static TakenAddresses block(TakenAddresses taken, IpAddress address, PoolRanges ranges) {
    var grown = taken.with(address);
    var at = address;
    while (!at.isLast() && ranges.isAvoided(at.next())) {
      at = at.next();
      grown = grown.with(at);
    }
    return grown;
  }

  /** The book with what a snapshot remembers of former holders, in order of time. */
  PoolBook remembering(List<FormerHold> holds) {
    var formerNow = former;
    var blockedNow = blocked;
    for (FormerHold hold : holds) {
      boolean isVacant = owners.get(hold.address()).isEmpty();
      formerNow = formerNow.with(hold, isVacant);
      blockedNow = isVacant ? block(blockedNow, hold.address(), ranges) : blockedNow;
    }
    return new PoolBook(
        pool, history, ranges, reuse, holdings, owners, shared, counts, formerNow, blockedNow);
  }

  /**
   * The Service holds this, instead of anything it held before.
   *
   * @throws IllegalStateException when an address would get a holder that clashes with another
   */
  PoolBook with(Holding holding, Instant at) {
    // Before anything changes: what is refused leaves the book as it was.
    for (IpAddress address : holding.addresses()) {
      clash(address, holding.service(), holding.sharing()).ifPresent(this::refuseToFold);
    }
    return without(holding.service(), holding.addresses(), at).added(holding).settled(at);
  }

  /** The Service holds nothing; it may come back for what it held. */
  PoolBook without(ServiceKey service, Instant at) {
    return without(service, List.of(), at).settled(at);
  }

  /** Takes the Service's holding out; {@code kept} are the addresses it is about to hold again. */
  private PoolBook without(ServiceKey service, List<IpAddress> kept, Instant at) {
    var held = holdings.get(service);
    if (held.isEmpty()) {
      return this;
    }
    var key = held.get().sharing().key();
    var ownersNow = owners;
    var sharedNow = shared;
    var countsNow = counts;
    var formerNow = former;
    var blockedNow = blocked;
    // With no time to withhold it for it is free at once, and nothing has to be settled later.
    boolean isRemembered = !reuse.withheldFor().isZero();
    for (IpAddress address : held.get().addresses()) {
      var others = others(ownersNow.get(address).orElse(List.of()), service);
      ownersNow = others.isEmpty() ? ownersNow.remove(address) : ownersNow.put(address, others);
      if (!key.isEmpty() && others.isEmpty()) {
        sharedNow = unshared(sharedNow, key, address);
      }
      if (!hasNamespace(others, service.namespace())) {
        countsNow = counted(countsNow, service.namespace(), -1);
      }
      if (!kept.contains(address)) {
        if (isRemembered) {
          formerNow = formerNow.with(new FormerHold(at, service, address, key), others.isEmpty());
        } else if (others.isEmpty() && !ranges.isReserved(address)) {
          blockedNow = blockedNow.without(address);
        }
      }
    }
    return new PoolBook(
        pool,
        history,
        ranges,
        reuse,
        holdings.remove(service),
        ownersNow,
        sharedNow,
        countsNow,
        formerNow,
        blockedNow);
  }

  private PoolBook added(Holding holding) {
    var service = holding.service();
    var ownersNow = owners;
    var sharedNow = shared;
    var countsNow = counts;
    var formerNow = former;
    var blockedNow = blocked;
    for (IpAddress address : holding.addresses()) {
      var others = ownersNow.get(address).orElse(List.of());
      ownersNow = ownersNow.put(address, and(others, service));
      if (holding.sharing().isAllowed()) {
        sharedNow = shared(sharedNow, holding.sharing().key(), address);
      }
      if (!hasNamespace(others, service.namespace())) {
        countsNow = counted(countsNow, service.namespace(), 1);
      }
      formerNow = formerNow.lastHolder(address).isPresent() ? formerNow.taken(address) : formerNow;
      blockedNow = block(blockedNow, address, ranges);
    }
    return new PoolBook(
        pool,
        history,
        ranges,
        reuse,
        holdings.put(service, holding),
        ownersNow,
        sharedNow,
        countsNow,
        formerNow,
        blockedNow);
  }

  private void refuseToFold(AddressClash clash) {
    throw new IllegalStateException(
        "pool %s: %s is held by %s and cannot go to %s"
            .formatted(pool, clash.address(), clash.holder(), clash.newcomer()));
  }

  private static List<ServiceKey> others(List<ServiceKey> owners, ServiceKey service) {
    return owners.size() == 1 && owners.getFirst().equals(service)
        ? List.of()
        : owners.stream().filter(owner -> !owner.equals(service)).toList();
  }

  private static List<ServiceKey> and(List<ServiceKey> others, ServiceKey service) {
    if (others.isEmpty()) {
      return List.of(service);
    }
    var all = new ArrayList<>(others);
    all.add(service);
    return all.stream().sorted().toList();
  }

  private static boolean hasNamespace(List<ServiceKey> services, String namespace) {
    for (ServiceKey service : services) {
      if (service.namespace().equals(namespace)) {
        return true;
      }
    }
    return false;
  }

  private static VersionedMap<String, Integer> counted(
      VersionedMap<String, Integer> counts, String namespace, int change) {
    int count = counts.get(namespace).orElse(0) + change;
    return count == 0 ? counts.remove(namespace) : counts.put(namespace, count);
  }

  private VersionedMap<String, VersionedMap<IpAddress, IpAddress>> shared(
      VersionedMap<String, VersionedMap<IpAddress, IpAddress>> all, String key, IpAddress address) {
    var its = all.get(key).orElseGet(() -> VersionedMap.sorted(history));
    return all.put(key, its.put(address, address));
  }

  private VersionedMap<String, VersionedMap<IpAddress, IpAddress>> unshared(
      VersionedMap<String, VersionedMap<IpAddress, IpAddress>> all, String key, IpAddress address) {
    var its = all.get(key).orElseGet(() -> VersionedMap.sorted(history)).remove(address);
    return its.isEmpty() ? all.remove(key) : all.put(key, its);
  }

  /** Without the former holders whose time is over: their addresses are free again. */
  PoolBook settled(Instant now) {
    var oldest = former.byTime().first();
    if (oldest.isEmpty() || isWithheld(oldest.get().value(), now)) {
      return this;
    }
    var formerNow = former;
    var blockedNow = blocked;
    while (oldest.isPresent() && !isWithheld(oldest.get().value(), now)) {
      var hold = oldest.get().value();
      formerNow = formerNow.without(hold);
      boolean isFree =
          owners.get(hold.address()).isEmpty()
              && formerNow.lastHolder(hold.address()).isEmpty()
              && !ranges.isReserved(hold.address());
      blockedNow = isFree ? blockedNow.without(hold.address()) : blockedNow;
      oldest = formerNow.byTime().first();
    }
    return new PoolBook(
        pool, history, ranges, reuse, holdings, owners, shared, counts, formerNow, blockedNow);
  }

  private boolean isWithheld(FormerHold hold, Instant now) {
    return now.isBefore(hold.releasedAt().plus(reuse.withheldFor()));
  }

  boolean isQuarantined(FormerHold hold, Instant now) {
    return now.isBefore(hold.releasedAt().plus(reuse.quarantine()));
  }

  /** Who of the holders of an address cannot share it with the newcomer, and why. */
  record AddressClash(
      IpAddress address, ServiceKey newcomer, ServiceKey holder, Sharing.Clash clash) {}

  /** What keeps the Service from the address, as far as other holders go. */
  Optional<AddressClash> clash(IpAddress address, ServiceKey service, Sharing sharing) {
    for (ServiceKey owner : owners.get(address).orElse(List.of())) {
      if (!owner.equals(service)) {
        var clash = holdings.get(owner).flatMap(holding -> sharing.clashWith(holding.sharing()));
        if (clash.isPresent()) {
          return Optional.of(new AddressClash(address, service, owner, clash.get()));
        }
      }
    }
    return Optional.empty();
  }

  /** The first address of the range that is free, neither withheld nor reserved. */
  Optional<IpAddress> firstFree(IpRange range) {
    return ranges.firstFree(range, blocked);
  }

  /** The least shared address of the key that is not below {@code from}. */
  Optional<IpAddress> sharedFrom(String key, IpAddress from) {
    return shared.get(key).flatMap(its -> its.ceiling(from)).map(VersionedMap.Entry::key);
  }

  List<ServiceKey> ownersOf(IpAddress address) {
    return owners.get(address).orElse(List.of());
  }

  VersionedMap<ServiceKey, Holding> holdings() {
    return holdings;
  }

  /** The addresses that somebody holds, of one family. */
  List<IpAddress> owned(IpFamily family) {
    return owners.keys().stream().filter(address -> address.family() == family).toList();
  }

  FormerHolds former() {
    return former;
  }

  ReuseRules reuse() {
    return reuse;
  }

  PoolRanges ranges() {
    return ranges;
  }

  /** How many addresses the namespace holds. */
  int countOf(String namespace) {
    return counts.get(namespace).orElse(0);
  }

  /** In how many pieces the addresses that are not free lie. */
  int blockedIntervals() {
    return blocked.intervals().size();
  }
}
