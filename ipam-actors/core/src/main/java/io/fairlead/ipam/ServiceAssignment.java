package io.fairlead.ipam;

import io.fairlead.cluster.ServiceKey;
import io.fairlead.ipam.ServiceAssignmentEvent.AssignmentCleared;
import io.fairlead.ipam.ServiceAssignmentEvent.AssignmentMade;
import io.fairlead.ipam.ServiceAssignmentEvent.AssignmentRefused;
import io.fairlead.net.IpAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What one Service holds, and why. Immutable; {@link #apply} is the only writer. The pools are the
 * truth about addresses; this is the Service's memory of where it has them from.
 *
 * @param pool empty when it holds nothing
 * @param grants in the order of Service status; empty when it holds nothing
 * @param requestDigest of the request last answered; empty before the first, and after a clearing
 * @param refusals why the last request was refused; empty when it was served
 * @param cleared why it lost its addresses last; empty when it holds some, or never did
 */
public record ServiceAssignment(
    ServiceKey service,
    String pool,
    List<Grant> grants,
    String requestDigest,
    List<PoolRefusal> refusals,
    Optional<ClearReason> cleared) {
  public ServiceAssignment {
    grants = List.copyOf(grants);
    refusals = List.copyOf(refusals);
  }

  /** A Service that never asked. */
  public static ServiceAssignment empty(ServiceKey service) {
    return new ServiceAssignment(service, "", List.of(), "", List.of(), Optional.empty());
  }

  public boolean holdsAddresses() {
    return !grants.isEmpty();
  }

  /** In the order of Service status. */
  public List<IpAddress> addresses() {
    return Grant.addresses(grants);
  }

  /**
   * A pool gave these addresses.
   *
   * @param reason why the Service lost those it held, when these are others
   * @param lacking why an address of the second family is missing, when one is
   */
  public Decision<ServiceAssignmentEvent, AssignmentOutcome> made(
      String from,
      List<Grant> granted,
      String digest,
      ClearReason reason,
      Optional<PoolRefusal> lacking) {
    var addresses = addresses();
    var given = Grant.addresses(granted);
    boolean isNew = !addresses.containsAll(given);
    var events = new ArrayList<ServiceAssignmentEvent>();
    if (holdsAddresses() && given.stream().noneMatch(addresses::contains)) {
      events.add(new AssignmentCleared(reason));
    }
    boolean same = pool.equals(from) && addresses.equals(given) && requestDigest.equals(digest);
    if (!same) {
      events.add(new AssignmentMade(from, granted, digest));
    }
    return new Decision<>(
        events, new AssignmentOutcome(service, granted, from, List.of(), isNew, lacking));
  }

  /**
   * No pool could serve the request. The same refusal of the same request is recorded once.
   *
   * @param reason why the Service lost what it held, if it held anything
   */
  public Decision<ServiceAssignmentEvent, AssignmentOutcome> refused(
      List<PoolRefusal> why, String digest, ClearReason reason) {
    var events = new ArrayList<ServiceAssignmentEvent>();
    if (holdsAddresses()) {
      events.add(new AssignmentCleared(reason));
    }
    if (holdsAddresses() || !refusals.equals(why) || !requestDigest.equals(digest)) {
      events.add(new AssignmentRefused(why, digest));
    }
    return new Decision<>(events, AssignmentOutcome.none(service, why));
  }

  /** The Service wants nothing any more. Nothing is recorded when it had and wanted nothing. */
  public Decision<ServiceAssignmentEvent, AssignmentOutcome> cleared(ClearReason reason) {
    boolean blank = !holdsAddresses() && requestDigest.isEmpty();
    return new Decision<>(
        blank ? List.of() : List.of(new AssignmentCleared(reason)),
        AssignmentOutcome.none(service, List.of()));
  }

  /** Folds one event. */
  public ServiceAssignment apply(ServiceAssignmentEvent event) {
    return switch (event) {
      case AssignmentMade(var from, var given, var digest) ->
          new ServiceAssignment(service, from, given, digest, List.of(), Optional.empty());
      case AssignmentRefused(var why, var digest) ->
          new ServiceAssignment(service, "", List.of(), digest, why, cleared);
      case AssignmentCleared(var reason) ->
          new ServiceAssignment(service, "", List.of(), "", List.of(), Optional.of(reason));
    };
  }
}
