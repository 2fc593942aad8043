package io.fairlead.ipam;

import io.fairlead.cluster.ServiceKey;
import io.fairlead.config.PoolConfig;
import io.fairlead.ipam.AddressPoolEvent.AddressesAssigned;
import io.fairlead.ipam.AddressPoolEvent.AddressesReleased;
import io.fairlead.ipam.AddressPoolEvent.PoolConfigured;
import io.fairlead.ipam.AddressPoolEvent.PoolRetired;
import io.fairlead.net.IpAddress;
import io.fairlead.net.IpFamily;
import io.fairlead.net.IpRange;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One address pool: the only truth about who holds its addresses. Immutable; {@link #assign}
 * decides, {@link #apply} is the only writer.
 *
 * <p>An address has at most one owner. A reconfiguration takes nothing away: a holding that the
 * ranges no longer cover stays on record, so that nobody else gets the address, until its Service
 * converges, is refused, and releases it.
 */
public final class AddressPool {
  private final String name;
  private final PoolRanges ranges;
  private final boolean retired;
  private final SortedTree<ServiceKey, Holding> holdings;
  private final SortedTree<IpAddress, ServiceKey> owners;

  /**
   * All owned addresses, and with them the avoided ones that follow each; those are never handed
   * out, and so a full pool is one interval also when it avoids some.
   */
  private final TakenAddresses taken;

  private AddressPool(
      String name,
      PoolRanges ranges,
      boolean retired,
      SortedTree<ServiceKey, Holding> holdings,
      SortedTree<IpAddress, ServiceKey> owners,
      TakenAddresses taken) {
    this.name = name;
    this.ranges = ranges;
    this.retired = retired;
    this.holdings = holdings;
    this.owners = owners;
    this.taken = taken;
  }

  /** A pool that was never configured: it refuses every request. */
  public static AddressPool empty(String name) {
    return new AddressPool(
        name,
        new PoolRanges(List.of(), false),
        false,
        SortedTree.empty(),
        SortedTree.empty(),
        TakenAddresses.NONE);
  }

  /**
   * A pool as a snapshot has it.
   *
   * @throws IllegalStateException when two holdings have one address
   */
  public static AddressPool restore(
      String name,
      List<IpRange> ranges,
      boolean avoidBuggyIps,
      boolean retired,
      List<Holding> holdings) {
    var pool = empty(name).configured(new PoolRanges(ranges, avoidBuggyIps), retired);
    for (Holding holding : holdings) {
      pool = pool.with(holding);
    }
    return pool;
  }

  /** Takes the configuration over; no event when nothing changes. */
  public List<AddressPoolEvent> configure(PoolConfig config) {
    var wanted = new PoolRanges(config.ranges(), config.avoidBuggyIps());
    return wanted.equals(ranges) && !retired
        ? List.of()
        : List.of(new PoolConfigured(config.ranges(), config.avoidBuggyIps()));
  }

  /** The pool left the configuration. No event when it never was in it, or left before. */
  public List<AddressPoolEvent> retire() {
    return retired || ranges.listed().isEmpty() ? List.of() : List.of(new PoolRetired());
  }

  /**
   * Gives the Service one address of each family wanted, or nothing at all. Addresses it holds
   * already are kept as far as the request and the ranges allow; others are the first free ones in
   * listed order. A repeated request is answered the same and writes nothing.
   */
  public Decision<AddressPoolEvent, PoolAnswer> assign(AssignRequest request) {
    var chosen = new ArrayList<IpAddress>();
    var refusal = refusalBeforeChoice(request);
    for (IpFamily family : request.families()) {
      if (refusal.isEmpty()) {
        refusal = choose(family, request, chosen);
      }
    }
    if (refusal.isPresent()) {
      return new Decision<>(List.of(), new PoolAnswer.Refused(refusal.get()));
    }
    var addresses = chosen.stream().sorted().toList();
    var holding = new Holding(request.service(), addresses, request.digest());
    List<AddressPoolEvent> events =
        holdingOf(request.service()).filter(holding::equals).isPresent()
            ? List.of()
            : List.of(new AddressesAssigned(request.service(), addresses, request.digest()));
    return new Decision<>(events, new PoolAnswer.Assigned(addresses));
  }

  private Optional<PoolRefusal> refusalBeforeChoice(AssignRequest request) {
    if (retired) {
      return Optional.of(new PoolRefusal(name, RejectReason.POOL_RETIRED, ""));
    }
    if (ranges.listed().isEmpty()) {
      return Optional.of(new PoolRefusal(name, RejectReason.UNKNOWN_POOL, ""));
    }
    var wanted = request.families();
    var desired = request.desired().stream().map(IpAddress::family).toList();
    boolean distinct = isDistinct(wanted) && isDistinct(desired);
    return !wanted.isEmpty() && distinct && wanted.containsAll(desired)
        ? Optional.empty()
        : Optional.of(
            new PoolRefusal(
                name,
                RejectReason.INVALID_REQUEST,
                "addresses " + request.desired() + " do not fit the families " + wanted));
  }

  private static boolean isDistinct(List<IpFamily> families) {
    return families.stream().distinct().count() == families.size();
  }

  /** Adds the address of one family to {@code chosen}, or says why there is none. */
  private Optional<PoolRefusal> choose(
      IpFamily family, AssignRequest request, List<IpAddress> chosen) {
    var desired = ofFamily(family, request.desired());
    if (desired.isPresent()) {
      chosen.add(desired.get());
      return refusalOf(desired.get(), request.service());
    }
    var kept =
        holdingOf(request.service())
            .flatMap(holding -> ofFamily(family, holding.addresses()))
            .filter(ranges::permits);
    var address = kept.or(() -> ranges.firstFree(family, taken));
    address.ifPresent(chosen::add);
    if (address.isPresent()) {
      return Optional.empty();
    }
    var reason = ranges.has(family) ? RejectReason.POOL_EXHAUSTED : RejectReason.WRONG_FAMILY;
    return Optional.of(new PoolRefusal(name, reason, FamilyText.of(family)));
  }

  private Optional<PoolRefusal> refusalOf(IpAddress desired, ServiceKey service) {
    if (!ranges.contains(desired)) {
      return Optional.of(
          new PoolRefusal(name, RejectReason.ADDRESS_NOT_IN_POOL, desired.toString()));
    }
    if (ranges.isAvoided(desired)) {
      return Optional.of(
          new PoolRefusal(name, RejectReason.ADDRESS_NOT_ALLOWED, desired.toString()));
    }
    return owners
        .get(desired)
        .filter(owner -> !owner.equals(service))
        .map(
            owner ->
                new PoolRefusal(
                    name, RejectReason.ADDRESS_IN_USE, desired + " (by " + owner + ")"));
  }

  private static Optional<IpAddress> ofFamily(IpFamily family, List<IpAddress> addresses) {
    return addresses.stream().filter(address -> address.family() == family).findFirst();
  }

  /** Takes back all that the Service holds; no event when that is nothing. */
  public List<AddressPoolEvent> release(ServiceKey service) {
    return holdingOf(service)
        .<List<AddressPoolEvent>>map(
            holding -> List.of(new AddressesReleased(service, holding.addresses())))
        .orElse(List.of());
  }

  /**
   * Folds one event.
   *
   * @throws IllegalStateException when it would give an address a second owner
   */
  public AddressPool apply(AddressPoolEvent event) {
    return switch (event) {
      case PoolConfigured(var listed, var avoid) ->
          configured(new PoolRanges(listed, avoid), false);
      case PoolRetired() -> new AddressPool(name, ranges, true, holdings, owners, taken);
      case AddressesAssigned(var service, var addresses, var digest) ->
          without(service).with(new Holding(service, addresses, digest));
      case AddressesReleased(var service, var _) -> without(service);
    };
  }

  private AddressPool configured(PoolRanges now, boolean retiredNow) {
    var takenNow = TakenAddresses.NONE;
    for (Holding holding : holdings.values()) {
      for (IpAddress address : holding.addresses()) {
        takenNow = take(takenNow, address, now);
      }
    }
    return new AddressPool(name, now, retiredNow, holdings, owners, takenNow);
  }

  private static TakenAddresses take(TakenAddresses taken, IpAddress address, PoolRanges ranges) {
    var grown = taken.with(address);
    var at = address;
    while (!at.isLast() && ranges.isAvoided(at.next())) {
      at = at.next();
      grown = grown.with(at);
    }
    return grown;
  }

  private AddressPool with(Holding holding) {
    var ownersNow = owners;
    var takenNow = taken;
    for (IpAddress address : holding.addresses()) {
      var owner = ownersNow.get(address);
      if (owner.isPresent()) {
        throw new IllegalStateException(
            "pool %s: %s is held by %s and cannot go to %s"
                .formatted(name, address, owner.get(), holding.service()));
      }
      ownersNow = ownersNow.put(address, holding.service());
      takenNow = take(takenNow, address, ranges);
    }
    var holdingsNow = holdings.put(holding.service(), holding);
    return new AddressPool(name, ranges, retired, holdingsNow, ownersNow, takenNow);
  }

  private AddressPool without(ServiceKey service) {
    var held = holdings.get(service);
    if (held.isEmpty()) {
      return this;
    }
    var ownersNow = owners;
    var takenNow = taken;
    for (IpAddress address : held.get().addresses()) {
      ownersNow = ownersNow.remove(address);
      takenNow = takenNow.without(address);
    }
    return new AddressPool(name, ranges, retired, holdings.remove(service), ownersNow, takenNow);
  }

  /** How full the pool is; visits every holding. */
  public PoolUsage usage() {
    return new PoolUsage(
        name,
        retired,
        assigned(IpFamily.IPV4, false),
        assigned(IpFamily.IPV6, false),
        available(IpFamily.IPV4),
        available(IpFamily.IPV6));
  }

  private long assigned(IpFamily family, boolean onlyPermitted) {
    return holdings.values().stream()
        .flatMap(holding -> holding.addresses().stream())
        .filter(address -> address.family() == family)
        .filter(address -> !onlyPermitted || ranges.permits(address))
        .count();
  }

  private long available(IpFamily family) {
    if (retired) {
      return 0;
    }
    var free = ranges.size(family).subtract(BigInteger.valueOf(assigned(family, true)));
    return free.min(BigInteger.valueOf(Long.MAX_VALUE)).longValueExact();
  }

  public String name() {
    return name;
  }

  /** In listed order. */
  public List<IpRange> ranges() {
    return ranges.listed();
  }

  public boolean avoidBuggyIps() {
    return ranges.avoidBuggyIps();
  }

  public boolean isRetired() {
    return retired;
  }

  public Optional<Holding> holdingOf(ServiceKey service) {
    return holdings.get(service);
  }

  public Optional<ServiceKey> ownerOf(IpAddress address) {
    return owners.get(address);
  }

  /** All holdings by Service. */
  public List<Holding> holdings() {
    return holdings.values();
  }

  /** One page of {@link #holdings}: those of the first Services after the one given. */
  public List<Holding> holdingsAfter(Optional<ServiceKey> after, int limit) {
    return holdings.valuesAfter(after, limit);
  }

  /** In how many pieces the taken addresses lie; what a search costs grows with its logarithm. */
  int takenIntervals() {
    return taken.intervals().size();
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof AddressPool that
        && name.equals(that.name)
        && ranges.equals(that.ranges)
        && retired == that.retired
        && holdings().equals(that.holdings());
  }

  @Override
  public int hashCode() {
    return Objects.hash(name, ranges, retired, holdings());
  }

  @Override
  public String toString() {
    return "AddressPool[%s, %s, retired=%s, holdings=%s]"
        .formatted(name, ranges, retired, holdings());
  }
}
