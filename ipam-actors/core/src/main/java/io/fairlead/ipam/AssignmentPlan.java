package io.fairlead.ipam;

import static java.util.Collections.unmodifiableSortedMap;

import io.fairlead.cluster.ServiceKey;
import io.fairlead.config.PoolConfig;
import io.fairlead.net.IpAddress;
import io.fairlead.net.IpFamily;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What one Service wants of the pools, worked out from its view and the configuration. Two plans of
 * equal digest are the same request.
 *
 * @param families wanted, primary first; never empty unless {@code clear} is present
 * @param fallbacks families to take alone, in this order, when no pool can serve all of {@code
 *     families}; empty unless the Service prefers dual stack
 * @param desired addresses asked for by name; empty for any
 * @param requestedPool the pool asked for by name; empty for any
 * @param statusAddresses what Service status holds: adopted when free and permitted
 * @param pools names of the pools that may serve it, in the order to ask them
 * @param refusals pools that may not, and why; or the one reason why none was considered
 * @param clear present when the Service must hold nothing
 * @param sharing on what terms the Service shares its addresses
 * @param quotas how many addresses the Service's namespace may hold, by pool; none for any number
 */
public record AssignmentPlan(
    ServiceKey service,
    List<IpFamily> families,
    List<IpFamily> fallbacks,
    List<IpAddress> desired,
    String requestedPool,
    List<IpAddress> statusAddresses,
    List<String> pools,
    List<PoolRefusal> refusals,
    Optional<ClearReason> clear,
    Sharing sharing,
    SortedMap<String, Integer> quotas,
    String digest) {
  public AssignmentPlan {
    families = List.copyOf(families);
    fallbacks = List.copyOf(fallbacks);
    desired = List.copyOf(desired);
    statusAddresses = List.copyOf(statusAddresses);
    pools = List.copyOf(pools);
    refusals = List.copyOf(refusals);
    quotas = unmodifiableSortedMap(new TreeMap<>(quotas));
  }

  /** A plan to hold nothing. */
  public static AssignmentPlan toClear(ServiceKey service, ClearReason reason) {
    return new AssignmentPlan(
        service,
        List.of(),
        List.of(),
        List.of(),
        "",
        List.of(),
        List.of(),
        List.of(),
        Optional.of(reason),
        Sharing.NONE,
        new TreeMap<>(),
        "");
  }

  OptionalInt quotaOf(String pool) {
    var quota = quotas.get(pool);
    return quota == null ? OptionalInt.empty() : OptionalInt.of(quota);
  }

  /** True when another plan asks for the same of the same pools; status is our own echo. */
  public boolean isSameRequest(AssignmentPlan other) {
    return digest.equals(other.digest)
        && pools.equals(other.pools)
        && refusals.equals(other.refusals)
        && clear.equals(other.clear);
  }

  /**
   * What the Service holds by the record of a pool, when that is all that this plan asks for and
   * the pool's configuration still allows it. Then nobody need be asked.
   */
  public Optional<AssignmentOutcome> answeredBy(PoolConfig pool, Holding holding) {
    var addresses = holding.addresses();
    boolean sameRequest =
        clear.isEmpty()
            && service.equals(holding.service())
            && digest.equals(holding.digest())
            && sharing.equals(holding.sharing())
            && poolsToKeep().contains(pool.name());
    boolean complete =
        addresses.size() == families.size()
            && addresses.stream().map(IpAddress::family).allMatch(families::contains)
            && addresses.containsAll(desired);
    boolean allowed =
        addresses.stream()
            .allMatch(
                address ->
                    pool.permits(address) && pool.closedTo(address, service.toString()).isEmpty());
    return sameRequest && complete && allowed
        ? Optional.of(
            new AssignmentOutcome(
                service, holding.grants(), pool.name(), List.of(), false, Optional.empty()))
        : Optional.empty();
  }

  /** True when the request itself is wrong; then what the Service holds is left alone. */
  boolean asksForTheImpossible() {
    return clear.isEmpty()
        && pools.isEmpty()
        && refusals.stream()
            .anyMatch(
                refusal ->
                    refusal.pool().isEmpty() && refusal.reason() == RejectReason.INVALID_REQUEST);
  }

  /**
   * The pools whose addresses the Service may go on holding: those that may serve it, and those
   * that only do not give out addresses unasked.
   */
  List<String> poolsToKeep() {
    var keep = new ArrayList<>(pools);
    refusals.stream()
        .filter(refusal -> refusal.reason() == RejectReason.NOT_AUTO_ASSIGNED)
        .map(PoolRefusal::pool)
        .forEach(keep::add);
    return List.copyOf(keep);
  }
}
