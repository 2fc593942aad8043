package io.fairlead.k8s.translate;

import static io.fairlead.k8s.translate.ObjectText.orEmpty;

import io.fairlead.config.ConfigRule;
import io.fairlead.config.PoolConfig;
import io.fairlead.config.ServiceAllocation;
import io.fairlead.k8s.crd.IPAddressPool;
import io.fairlead.k8s.crd.IPAddressPoolSpec;
import io.fairlead.k8s.crd.ServiceAllocationSpec;
import io.fairlead.k8s.validate.ConfigRefusal;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/** IPAddressPool to {@link PoolConfig}. */
public final class PoolTranslator {
  private static final ConfigRule DUPLICATE = ConfigRule.ALLOCATION_DUPLICATE;

  private PoolTranslator() {}

  public static Translated<PoolConfig> translate(IPAddressPool pool) {
    try {
      return Translated.accepted(translateOrThrow(pool), List.of());
    } catch (IllegalArgumentException e) {
      return Translated.refused(ObjectText.where(pool), e);
    }
  }

  private static PoolConfig translateOrThrow(IPAddressPool pool) {
    IPAddressPoolSpec spec = pool.getSpec();
    if (spec == null) {
      throw new ConfigRefusal(ConfigRule.POOL_EMPTY, "spec is missing");
    }
    var autoAssign = spec.autoAssign();
    var avoidBuggyIps = spec.avoidBuggyIPs();
    var ranges = AddressEntries.parse(orEmpty(spec.addresses()), "spec.addresses");
    var annotations = ObjectText.annotations(pool);
    return new PoolConfig(
        orEmpty(ObjectText.meta(pool).getName()),
        ranges,
        autoAssign == null || autoAssign,
        avoidBuggyIps != null && avoidBuggyIps,
        Optional.ofNullable(spec.serviceAllocation()).map(PoolTranslator::allocation),
        ObjectText.labels(pool),
        PoolAnnotations.reserved(annotations, ranges),
        PoolAnnotations.reuse(annotations));
  }

  private static ServiceAllocation allocation(ServiceAllocationSpec spec) {
    String field = "spec.serviceAllocation.";
    var priority = spec.priority();
    if (priority != null && priority < 0) {
      throw new ConfigRefusal(
          ConfigRule.POOL_PRIORITY,
          field + "priority is " + priority + ": write 0 for none, or a number from 1");
    }
    var namespaces = orEmpty(spec.namespaces());
    ObjectText.requireDistinct(
        namespaces, field + "namespaces", DUPLICATE, name -> "\"" + name + "\"");
    return new ServiceAllocation(
        priority == null ? 0 : priority,
        new TreeSet<>(namespaces),
        SelectorTranslator.translate(
            spec.namespaceSelectors(), field + "namespaceSelectors", DUPLICATE),
        SelectorTranslator.translate(
            spec.serviceSelectors(), field + "serviceSelectors", DUPLICATE));
  }
}
