package io.fairlead.ipam;

import io.fairlead.cluster.ServiceView;
import io.fairlead.config.LabelSelector;
import io.fairlead.config.PoolConfig;
import io.fairlead.config.ServiceAllocation;
import io.fairlead.net.IpFamily;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Which pools a Service may use, and in which order.
 *
 * <p>MetalLB lets a pool with a namespaceSelector that matches no namespace serve every namespace;
 * here it serves none.
 */
final class PoolEligibility {
  private static final int NO_PRIORITY = 0;

  private final ServiceView service;
  private final SortedMap<String, String> namespaceLabels;

  PoolEligibility(
      ServiceView service, SortedMap<String, SortedMap<String, String>> labelsByNamespace) {
    this.service = service;
    var labels = labelsByNamespace.get(service.key().namespace());
    this.namespaceLabels = labels == null ? new TreeMap<>() : labels;
  }

  /** True when the pool is not pinned, or is pinned to this Service. */
  boolean isCompatible(PoolConfig pool) {
    return pool.allocation().map(pin -> matchesNamespace(pin) && matchesService(pin)).orElse(true);
  }

  private boolean matchesNamespace(ServiceAllocation pin) {
    boolean anyNamespace = pin.namespaces().isEmpty() && pin.namespaceSelectors().isEmpty();
    return anyNamespace
        || pin.namespaces().contains(service.key().namespace())
        || matchesAny(pin.namespaceSelectors(), namespaceLabels);
  }

  private boolean matchesService(ServiceAllocation pin) {
    return pin.serviceSelectors().isEmpty() || matchesAny(pin.serviceSelectors(), service.labels());
  }

  private static boolean matchesAny(List<LabelSelector> selectors, Map<String, String> labels) {
    return selectors.stream().anyMatch(selector -> selector.matches(labels));
  }

  /**
   * Sorts the pools into those to ask, in order, and those refused.
   *
   * @param families wanted together
   * @param fallbacks or one of these alone
   * @param refusals is given one entry for every pool left out
   */
  List<String> automatic(
      Collection<PoolConfig> pools,
      List<IpFamily> families,
      List<IpFamily> fallbacks,
      List<PoolRefusal> refusals) {
    var eligible = new ArrayList<PoolConfig>();
    for (PoolConfig pool : pools) {
      var missing = families.stream().filter(family -> !hasFamily(pool, family)).toList();
      boolean fallsBack = fallbacks.stream().anyMatch(family -> hasFamily(pool, family));
      if (!isCompatible(pool)) {
        refusals.add(new PoolRefusal(pool.name(), RejectReason.NOT_COMPATIBLE, ""));
      } else if (!missing.isEmpty() && !fallsBack) {
        var detail = FamilyText.of(missing.getFirst());
        refusals.add(new PoolRefusal(pool.name(), RejectReason.WRONG_FAMILY, detail));
      } else if (!pool.autoAssign()) {
        refusals.add(new PoolRefusal(pool.name(), RejectReason.NOT_AUTO_ASSIGNED, ""));
      } else {
        eligible.add(pool);
      }
    }
    return eligible.stream().sorted(ORDER).map(PoolConfig::name).toList();
  }

  private static boolean hasFamily(PoolConfig pool, IpFamily family) {
    return pool.ranges().stream().anyMatch(range -> range.family() == family);
  }

  /** Pinned before unpinned; then lowest priority number, none last; then name. */
  private static final Comparator<PoolConfig> ORDER =
      Comparator.comparing((PoolConfig pool) -> pool.allocation().isEmpty())
          .thenComparingInt(PoolEligibility::rank)
          .thenComparing(PoolConfig::name);

  private static int rank(PoolConfig pool) {
    int priority = pool.allocation().map(ServiceAllocation::priority).orElse(NO_PRIORITY);
    return priority == NO_PRIORITY ? Integer.MAX_VALUE : priority;
  }
}
