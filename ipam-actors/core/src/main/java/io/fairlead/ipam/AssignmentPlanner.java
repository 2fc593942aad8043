package io.fairlead.ipam;

import io.fairlead.cluster.ClusterSnapshot;
import io.fairlead.cluster.IpFamilyPolicy;
import io.fairlead.cluster.ServiceView;
import io.fairlead.config.LbConfig;
import io.fairlead.config.PoolConfig;
import io.fairlead.net.IpAddress;
import io.fairlead.net.IpFamily;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Works out what a Service wants of which pools: families, addresses and pools asked for by name,
 * and the pools to ask in order. The order is deterministic: pinned pools by priority and name,
 * then the others by name.
 */
public final class AssignmentPlanner {
  private final ServiceView service;
  private final LbConfig config;
  private final PoolEligibility eligibility;
  private final List<IpFamily> clusterFamilies;
  private final RequestedAddresses requested;
  private final String requestedPool;
  private final Sharing sharing;
  private final SortedMap<String, Integer> quotas;

  private AssignmentPlanner(
      ServiceView service,
      LbConfig config,
      SortedMap<String, SortedMap<String, String>> namespaceLabels,
      SortedMap<String, Integer> quotas) {
    this.service = service;
    this.quotas = quotas;
    this.sharing = Sharing.of(service);
    this.config = config;
    this.eligibility = new PoolEligibility(service, namespaceLabels);
    this.clusterFamilies = service.clusterIps().stream().map(IpAddress::family).distinct().toList();
    this.requested = RequestedAddresses.of(service);
    this.requestedPool = RequestedAddresses.annotation(service, RequestedAddresses.POOL);
  }

  /**
   * @param service of type LoadBalancer, and ours by its class
   * @param namespaceLabels labels by namespace name; a namespace that is missing has none
   */
  public static AssignmentPlan plan(
      ServiceView service,
      LbConfig config,
      SortedMap<String, SortedMap<String, String>> namespaceLabels) {
    return plan(service, config, namespaceLabels, new TreeMap<>());
  }

  /**
   * @param quotas how many addresses the Service's namespace may hold, by pool
   */
  public static AssignmentPlan plan(
      ServiceView service,
      LbConfig config,
      SortedMap<String, SortedMap<String, String>> namespaceLabels,
      SortedMap<String, Integer> quotas) {
    return new AssignmentPlanner(service, config, namespaceLabels, quotas).plan();
  }

  /** What the Service wants as the cluster is now. */
  public static AssignmentPlan plan(ServiceView service, ClusterSnapshot cluster) {
    return plan(
        service,
        cluster.config(),
        cluster.namespaceLabels(),
        cluster.quotasOf(service.key().namespace()));
  }

  private AssignmentPlan plan() {
    if (config.pools().isEmpty()) {
      return cleared(ClearReason.NOT_ALLOWED_BY_CONFIG, RejectReason.NO_POOLS_CONFIGURED, "");
    }
    if (clusterFamilies.isEmpty()) {
      return cleared(ClearReason.NO_CLUSTER_IP, RejectReason.NO_CLUSTER_IP, "");
    }
    if (service.familyPolicy() == IpFamilyPolicy.REQUIRE_DUAL_STACK && clusterFamilies.size() < 2) {
      return cleared(
          ClearReason.NO_CLUSTER_IP,
          RejectReason.NOT_ENOUGH_CLUSTER_IPS,
          "not enough clusterips: RequireDualStack needs one of each family, the Service has "
              + service.clusterIps());
    }
    var fault = requested.fault().or(this::familyFault);
    if (fault.isPresent()) {
      return refused(new PoolRefusal("", RejectReason.INVALID_REQUEST, fault.get()));
    }
    if (!requestedPool.isEmpty()) {
      return fromPoolByName();
    }
    return requested.addresses().isEmpty() ? automatic() : fromPoolOfAddresses();
  }

  /** The families wanted; clusterIps hold exactly these, primary first. */
  private List<IpFamily> families() {
    return service.familyPolicy() == IpFamilyPolicy.SINGLE_STACK
        ? clusterFamilies.subList(0, Math.min(1, clusterFamilies.size()))
        : clusterFamilies;
  }

  /** A Service that prefers dual stack makes do with the family it asks for, or the primary. */
  private List<IpFamily> fallbacks() {
    boolean prefersTwo =
        service.familyPolicy() == IpFamilyPolicy.PREFER_DUAL_STACK && families().size() == 2;
    if (!prefersTwo) {
      return List.of();
    }
    return switch (requested.addresses().size()) {
      case 0 -> families();
      case 1 -> List.of(requested.addresses().getFirst().family());
      default -> List.of();
    };
  }

  private Optional<String> familyFault() {
    var desired = requested.addresses().stream().map(IpAddress::family).toList();
    boolean complete = desired.containsAll(families()) && families().containsAll(desired);
    boolean partOfTwo = desired.size() == 1 && !fallbacks().isEmpty();
    return desired.isEmpty() || complete || partOfTwo
        ? Optional.empty()
        : Optional.of(
            "requested loadBalancer IP(s) "
                + requested.addresses()
                + " does not match the ipFamily of the service");
  }

  private AssignmentPlan fromPoolByName() {
    var pool = config.pools().get(requestedPool);
    if (pool == null) {
      return refused(new PoolRefusal(requestedPool, RejectReason.UNKNOWN_POOL, ""));
    }
    return of(pool);
  }

  private AssignmentPlan fromPoolOfAddresses() {
    var first = requested.addresses().getFirst();
    return config
        .poolOf(first)
        .map(this::of)
        .orElseGet(
            () -> refused(new PoolRefusal("", RejectReason.ADDRESS_NOT_ALLOWED, first.toString())));
  }

  /** A plan for this one pool, which need not assign automatically. */
  private AssignmentPlan of(PoolConfig pool) {
    if (!eligibility.isCompatible(pool)) {
      return refused(new PoolRefusal(pool.name(), RejectReason.NOT_COMPATIBLE, ""));
    }
    return requested.addresses().stream()
        .filter(address -> !pool.permits(address))
        .findFirst()
        .map(
            address ->
                new PoolRefusal(pool.name(), reasonAgainst(address, pool), address.toString()))
        .map(this::refused)
        .orElseGet(() -> planned(List.of(pool.name()), List.of(), Optional.empty()));
  }

  private RejectReason reasonAgainst(IpAddress address, PoolConfig pool) {
    if (pool.isBuggy(address)) {
      return RejectReason.ADDRESS_NOT_ALLOWED;
    }
    return requestedPool.isEmpty()
        ? RejectReason.ADDRESS_NOT_IN_POOL
        : RejectReason.NOT_IN_REQUESTED_POOL;
  }

  private AssignmentPlan automatic() {
    var refusals = new ArrayList<PoolRefusal>();
    var pools = eligibility.automatic(config.pools().values(), families(), fallbacks(), refusals);
    return planned(pools, refusals, Optional.empty());
  }

  private AssignmentPlan refused(PoolRefusal refusal) {
    return planned(List.of(), List.of(refusal), Optional.empty());
  }

  private AssignmentPlan cleared(ClearReason clear, RejectReason why, String detail) {
    return planned(List.of(), List.of(new PoolRefusal("", why, detail)), Optional.of(clear));
  }

  private AssignmentPlan planned(
      List<String> pools, List<PoolRefusal> refusals, Optional<ClearReason> clear) {
    var desired = requested.addresses();
    return new AssignmentPlan(
        service.key(),
        families(),
        fallbacks(),
        desired,
        requestedPool,
        service.statusAddresses(),
        pools,
        refusals,
        clear,
        sharing,
        quotas,
        RequestDigest.of(service.key(), families(), fallbacks(), desired, requestedPool, sharing));
  }
}
