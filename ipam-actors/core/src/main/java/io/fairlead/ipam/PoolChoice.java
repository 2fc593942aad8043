package io.fairlead.ipam;

import io.fairlead.cluster.ServiceKey;
import io.fairlead.config.Reservation;
import io.fairlead.net.IpAddress;
import io.fairlead.net.IpFamily;
import io.fairlead.net.IpRange;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Which addresses of a pool one request gets, or why none. For each family the first that there is:
 *
 * <ol>
 *   <li>the address asked for by name; if the Service may not have it, that is the answer;
 *   <li>the one it holds;
 *   <li>one that is reserved for it;
 *   <li>the one it held, when it comes back within the retention time;
 *   <li>in listed order, the first that is free, or that others hold and share with it;
 *   <li>the one given up longest ago, though somebody may come back for it or it is in quarantine.
 * </ol>
 */
final class PoolChoice {
  private final String pool;
  private final PoolBook book;
  private final PoolRanges ranges;
  private final AssignRequest request;
  private final ServiceKey service;
  private final Instant now;
  private final Optional<Holding> held;

  /**
   * @param book as of {@code now}
   */
  PoolChoice(String pool, PoolBook book, AssignRequest request, Instant now) {
    this.pool = pool;
    this.book = book;
    this.ranges = book.ranges();
    this.request = request;
    this.service = request.service();
    this.now = now;
    this.held = book.holdings().get(service);
  }

  PoolAnswer answer() {
    var grants = new ArrayList<Grant>();
    for (IpFamily family : request.families()) {
      var desired = ofFamily(family, request.desired());
      var refusal = desired.flatMap(this::refusalOf);
      if (refusal.isPresent()) {
        return new PoolAnswer.Refused(refusal.get());
      }
      var grant = desired.map(this::grantOf).or(() -> choose(family));
      if (grant.isEmpty()) {
        return exhausted(family);
      }
      grants.add(grant.get());
    }
    grants.sort((a, b) -> a.address().compareTo(b.address()));
    return overQuota(grants)
        .<PoolAnswer>map(PoolAnswer.Refused::new)
        .orElseGet(() -> new PoolAnswer.Assigned(grants));
  }

  private PoolAnswer exhausted(IpFamily family) {
    var reason = ranges.has(family) ? RejectReason.POOL_EXHAUSTED : RejectReason.WRONG_FAMILY;
    return new PoolAnswer.Refused(new PoolRefusal(pool, reason, FamilyText.of(family)));
  }

  private Optional<PoolRefusal> refusalOf(IpAddress desired) {
    if (!ranges.contains(desired)) {
      return refused(RejectReason.ADDRESS_NOT_IN_POOL, desired.toString());
    }
    if (ranges.isAvoided(desired)) {
      return refused(RejectReason.ADDRESS_NOT_ALLOWED, desired.toString());
    }
    var closed = ranges.closedTo(desired, service);
    if (closed.isPresent()) {
      return refused(RejectReason.ADDRESS_RESERVED, closedText(desired, closed.get()));
    }
    return book.clash(desired, service, request.sharing())
        .map(clash -> new PoolRefusal(pool, clash.clash().reason(), clashText(clash)));
  }

  private Optional<PoolRefusal> refused(RejectReason reason, String detail) {
    return Optional.of(new PoolRefusal(pool, reason, detail));
  }

  private static String closedText(IpAddress address, Reservation reservation) {
    return address + reservation.service().map(name -> " (for " + name + ")").orElse("");
  }

  private String clashText(PoolBook.AddressClash clash) {
    return switch (clash.clash().reason()) {
      case PORT_IN_USE ->
          "%s is already in use on \"%s\" (by %s)"
              .formatted(clash.clash().why(), clash.address(), clash.holder());
      default ->
          "\"%s\", address also in use by %s: %s on \"%s\""
              .formatted(service, others(clash.address()), clash.clash().why(), clash.address());
    };
  }

  private String others(IpAddress address) {
    return String.join(
        ",",
        book.ownersOf(address).stream()
            .filter(owner -> !owner.equals(service))
            .map(ServiceKey::toString)
            .toList());
  }

  private Grant grantOf(IpAddress desired) {
    if (!request.adopts()) {
      return new Grant(desired, GrantReason.ASKED_BY_NAME);
    }
    return heldGrants().stream()
        .filter(grant -> grant.address().equals(desired))
        .findFirst()
        .orElseGet(() -> new Grant(desired, GrantReason.ADOPTED));
  }

  private List<Grant> heldGrants() {
    return held.map(Holding::grants).orElse(List.of());
  }

  private Optional<Grant> choose(IpFamily family) {
    return kept(family)
        .or(() -> reserved(family))
        .or(() -> returned(family))
        .or(() -> firstFit(family))
        .or(() -> longestGivenUp(family));
  }

  private Optional<Grant> kept(IpFamily family) {
    for (Grant grant : heldGrants()) {
      if (grant.address().family() == family && isUsable(grant.address())) {
        return Optional.of(grant);
      }
    }
    return Optional.empty();
  }

  /** True when neither the configuration nor other holders keep the Service from the address. */
  private boolean isUsable(IpAddress address) {
    return ranges.permits(address, service)
        && book.clash(address, service, request.sharing()).isEmpty();
  }

  /** Few turns: who else may hold an address of the range is named for it as well. */
  private Optional<Grant> reserved(IpFamily family) {
    for (Reservation reservation : ranges.reservations()) {
      var range = reservation.range();
      if (range.family() == family
          && reservation.service().filter(service.toString()::equals).isPresent()) {
        for (var at = Optional.of(range.first()); at.isPresent(); at = nextIn(range, at.get())) {
          if (isUsable(at.get())) {
            return at.map(address -> new Grant(address, GrantReason.RESERVED));
          }
        }
      }
    }
    return Optional.empty();
  }

  private static Optional<IpAddress> nextIn(IpRange range, IpAddress address) {
    return address.equals(range.last()) ? Optional.empty() : Optional.of(address.next());
  }

  private Optional<Grant> returned(IpFamily family) {
    var former = book.former().of(service);
    if (former.isEmpty()) {
      return Optional.empty();
    }
    return former.stream()
        .map(FormerHold::address)
        .filter(address -> address.family() == family)
        .filter(this::isUsable)
        .filter(this::isKeptForThis)
        .findFirst()
        .map(address -> new Grant(address, GrantReason.RETURNED));
  }

  /** Of several that may come back for an address the last holder comes first. */
  private boolean isKeptForThis(IpAddress address) {
    return book.former()
        .lastHolder(address)
        .map(
            last ->
                last.service().equals(service)
                    || request.sharing().isAllowed()
                        && last.sharingKey().equals(request.sharing().key()))
        .orElse(true);
  }

  private Optional<Grant> firstFit(IpFamily family) {
    for (IpRange range : ranges.listed()) {
      if (range.family() == family) {
        var free = book.firstFree(range);
        var shareable = firstShareable(range, free.orElse(range.last()));
        if (shareable.isPresent()) {
          return shareable.map(address -> new Grant(address, GrantReason.SHARED));
        }
        if (free.isPresent()) {
          return free.map(address -> new Grant(address, GrantReason.FIRST_FREE));
        }
      }
    }
    return Optional.empty();
  }

  private Optional<IpAddress> firstShareable(IpRange range, IpAddress last) {
    if (!request.sharing().isAllowed()) {
      return Optional.empty();
    }
    var at = book.sharedFrom(request.sharing().key(), range.first());
    while (at.isPresent() && at.get().compareTo(last) <= 0) {
      if (isUsable(at.get())) {
        return at;
      }
      at =
          at.get().isLast()
              ? Optional.empty()
              : book.sharedFrom(request.sharing().key(), at.get().next());
    }
    return Optional.empty();
  }

  private Optional<Grant> longestGivenUp(IpFamily family) {
    var byTime = book.former().byTime();
    for (var at = byTime.first(); at.isPresent(); at = byTime.higher(at.get().key())) {
      var hold = at.get().value();
      var address = hold.address();
      boolean isLast = book.former().lastHolder(address).filter(hold::equals).isPresent();
      if (isLast && address.family() == family && ranges.permits(address, service)) {
        var reason =
            book.isQuarantined(hold, now)
                ? GrantReason.QUARANTINE_CUT_SHORT
                : GrantReason.RETENTION_CUT_SHORT;
        return Optional.of(new Grant(address, reason));
      }
    }
    return Optional.empty();
  }

  /**
   * A quota stops growth and nothing else: what the namespace holds, and what a Service held before
   * and has adopted, it keeps.
   */
  private Optional<PoolRefusal> overQuota(List<Grant> grants) {
    if (request.quota().isEmpty()) {
      return Optional.empty();
    }
    int limit = request.quota().getAsInt();
    int before = book.countOf(service.namespace());
    long added = grants.stream().map(Grant::address).filter(a -> !isOfNamespace(a)).count();
    boolean grows =
        grants.stream()
            .map(Grant::address)
            .anyMatch(
                a -> !isOfNamespace(a) && !(request.adopts() && request.desired().contains(a)));
    long after = before + added - givenUp(grants);
    return grows && after > limit && after > before
        ? refused(RejectReason.QUOTA_EXCEEDED, quotaText(before, limit))
        : Optional.empty();
  }

  private String quotaText(int before, int limit) {
    return "namespace %s holds %d of %d".formatted(service.namespace(), before, limit);
  }

  private boolean isOfNamespace(IpAddress address) {
    return book.ownersOf(address).stream()
        .anyMatch(owner -> owner.namespace().equals(service.namespace()));
  }

  /** Addresses that the namespace would hold no more. */
  private long givenUp(List<Grant> grants) {
    var kept = Grant.addresses(grants);
    return heldGrants().stream()
        .map(Grant::address)
        .filter(address -> !kept.contains(address))
        .filter(
            address ->
                book.ownersOf(address).stream()
                    .noneMatch(
                        owner ->
                            !owner.equals(service)
                                && owner.namespace().equals(service.namespace())))
        .count();
  }

  private static Optional<IpAddress> ofFamily(IpFamily family, List<IpAddress> addresses) {
    for (IpAddress address : addresses) {
      if (address.family() == family) {
        return Optional.of(address);
      }
    }
    return Optional.empty();
  }
}
