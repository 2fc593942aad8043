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
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One address pool: the only truth about who holds its addresses. {@link #assign} decides, {@link
 * #apply} is the only writer, and leaves this version as it was; {@link #fold} does the same for a
 * state that nobody goes back to. Versions of one pool belong to one thread at a time. Time is an
 * argument, and recorded where it counts.
 *
 * <p>Services hold one address together only on agreed terms, see {@link Sharing}. A
 * reconfiguration takes nothing away: a holding that the ranges no longer cover stays on record, so
 * that nobody else gets the address, until its Service converges, is refused, and releases it.
 */
public final class AddressPool {
  private final String name;
  private final boolean retired;
  private final PoolBook book;

  private AddressPool(String name, boolean retired, PoolBook book) {
    this.name = name;
    this.retired = retired;
    this.book = book;
  }

  /** A pool that was never configured: it refuses every request. */
  public static AddressPool empty(String name) {
    return new AddressPool(name, false, PoolBook.empty(name));
  }

  /**
   * A pool as a snapshot has it.
   *
   * @param former in order of time
   * @throws IllegalStateException when two holdings that may not have one address have it
   */
  public static AddressPool restore(
      String name,
      PoolConfigured configured,
      boolean retired,
      List<Holding> holdings,
      List<FormerHold> former) {
    var book = empty(name).fold(configured).book;
    return new AddressPool(
        name, retired, book.inPlace(() -> restored(book, holdings).remembering(former)));
  }

  private static PoolBook restored(PoolBook empty, List<Holding> holdings) {
    var book = empty;
    for (Holding holding : holdings) {
      book = book.with(holding, Instant.MIN);
    }
    return book;
  }

  /** Takes the configuration over; no event when nothing changes. */
  public List<AddressPoolEvent> configure(PoolConfig config) {
    var wanted =
        new PoolConfigured(
            config.ranges(), config.avoidBuggyIps(), config.reservations(), config.reuse());
    return wanted.equals(configured()) && !retired ? List.of() : List.of(wanted);
  }

  /** The pool left the configuration. No event when it never was in it, or left before. */
  public List<AddressPoolEvent> retire() {
    return retired || ranges().isEmpty() ? List.of() : List.of(new PoolRetired());
  }

  /**
   * Gives the Service one address of each family wanted, or nothing at all; which, {@link
   * PoolChoice} says. Addresses it holds already are kept as far as the request and the
   * configuration allow. A repeated request is answered the same and writes nothing.
   */
  public Decision<AddressPoolEvent, PoolAnswer> assign(AssignRequest request, Instant now) {
    var refusal = refusalBeforeChoice(request);
    var answer =
        refusal.isPresent()
            ? new PoolAnswer.Refused(refusal.get())
            : new PoolChoice(name, book.settled(now), request, now).answer();
    return switch (answer) {
      case PoolAnswer.Refused _ -> new Decision<>(List.of(), answer);
      case PoolAnswer.Assigned(var grants) -> {
        var holding = new Holding(request.service(), grants, request.digest(), request.sharing());
        boolean same = holdingOf(request.service()).filter(holding::equals).isPresent();
        yield new Decision<>(same ? List.of() : List.of(assigned(holding, now)), answer);
      }
    };
  }

  private static AddressPoolEvent assigned(Holding holding, Instant now) {
    return new AddressesAssigned(
        holding.service(), holding.grants(), holding.digest(), holding.sharing(), now);
  }

  /**
   * Decides requests one after the other, each on what the ones before it left. Recorded in one
   * write they take effect together or not at all.
   *
   * @return all events in order, and an answer for each request
   */
  public Decision<AddressPoolEvent, List<PoolAnswer>> assignAll(
      List<AssignRequest> requests, Instant now) {
    var pool = this;
    var events = new ArrayList<AddressPoolEvent>();
    var answers = new ArrayList<PoolAnswer>();
    for (AssignRequest request : requests) {
      var decision = pool.assign(request, now);
      for (AddressPoolEvent event : decision.events()) {
        events.add(event);
        pool = pool.apply(event);
      }
      answers.add(decision.reply());
    }
    return new Decision<>(events, List.copyOf(answers));
  }

  private Optional<PoolRefusal> refusalBeforeChoice(AssignRequest request) {
    if (retired) {
      return Optional.of(new PoolRefusal(name, RejectReason.POOL_RETIRED, ""));
    }
    if (ranges().isEmpty()) {
      return Optional.of(new PoolRefusal(name, RejectReason.UNKNOWN_POOL, ""));
    }
    if (request.families().size() == 1 && request.desired().isEmpty()) {
      return Optional.empty();
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

  /** Takes back all that the Service holds; no event when that is nothing. */
  public List<AddressPoolEvent> release(ServiceKey service, Instant now) {
    return holdingOf(service)
        .<List<AddressPoolEvent>>map(
            holding -> List.of(new AddressesReleased(service, holding.addresses(), now)))
        .orElse(List.of());
  }

  /**
   * Folds one event.
   *
   * @throws IllegalStateException when it would give an address a holder that clashes with another
   */
  public AddressPool apply(AddressPoolEvent event) {
    return switch (event) {
      case PoolConfigured(var listed, var avoid, var reservations, var reuse) ->
          new AddressPool(
              name, false, book.configured(new PoolRanges(listed, avoid, reservations), reuse));
      case PoolRetired() -> new AddressPool(name, true, book);
      case AddressesAssigned(var service, var grants, var digest, var sharing, var time) ->
          new AddressPool(
              name, retired, book.with(new Holding(service, grants, digest, sharing), time));
      case AddressesReleased(var service, var _, var time) ->
          new AddressPool(name, retired, book.without(service, time));
    };
  }

  /**
   * Folds one event as {@link #apply} does and ends this version: nothing may be asked of it any
   * more, unless it is {@link #empty}. For the state of an entity, which only goes forward; several
   * times as fast (ADR-0023).
   *
   * @throws IllegalStateException as {@link #apply}; this version is not over then
   */
  public AddressPool fold(AddressPoolEvent event) {
    // An entity that restarts begins once more with the very state that it began with.
    var from = book.isNew() ? new AddressPool(name, retired, PoolBook.empty(name)) : this;
    return from.book.inPlace(() -> from.apply(event));
  }

  /** How full the pool is; visits every address that is not free. */
  public PoolUsage usage(Instant now) {
    return PoolCount.of(name, retired, book.settled(now), now);
  }

  public String name() {
    return name;
  }

  /** What it was configured with last; nothing at all before the first time. */
  public PoolConfigured configured() {
    var its = book.ranges();
    return new PoolConfigured(its.listed(), its.avoidBuggyIps(), its.reservations(), book.reuse());
  }

  /** In listed order. */
  public List<IpRange> ranges() {
    return book.ranges().listed();
  }

  public boolean isRetired() {
    return retired;
  }

  public Optional<Holding> holdingOf(ServiceKey service) {
    return book.holdings().get(service);
  }

  /** Who holds the address: several when they share it. */
  public List<ServiceKey> ownersOf(IpAddress address) {
    return book.ownersOf(address);
  }

  /** Who held the address last, while that is remembered and nobody holds it now. */
  public Optional<FormerHold> formerHolder(IpAddress address) {
    return book.former().lastHolder(address);
  }

  /** What was given up not long ago, in order of time. */
  public List<FormerHold> formerHolds() {
    return book.former().byTime().values();
  }

  /** All holdings by Service. */
  public List<Holding> holdings() {
    return book.holdings().values();
  }

  /** One page of {@link #holdings}: those of the first Services after the one given. */
  public List<Holding> holdingsAfter(Optional<ServiceKey> after, int limit) {
    return book.holdings().valuesAfter(after, limit);
  }

  /** In how many pieces the taken addresses lie; what a search costs grows with its logarithm. */
  int takenIntervals() {
    return book.blockedIntervals();
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof AddressPool that
        && name.equals(that.name)
        && configured().equals(that.configured())
        && retired == that.retired
        && holdings().equals(that.holdings())
        && formerHolds().equals(that.formerHolds());
  }

  @Override
  public int hashCode() {
    return Objects.hash(name, configured(), retired, holdings(), formerHolds());
  }

  @Override
  public String toString() {
    return "AddressPool[%s, %s, retired=%s, holdings=%s, former=%s]"
        .formatted(name, configured(), retired, holdings(), formerHolds());
  }
}
