package io.fairlead.ipam;

import io.fairlead.cluster.IpFamilyPolicy;
import io.fairlead.cluster.ServiceKey;
import io.fairlead.cluster.ServicePort;
import io.fairlead.cluster.ServiceView;
import io.fairlead.cluster.TrafficPolicy;
import io.fairlead.config.LabelSelector;
import io.fairlead.config.LbConfig;
import io.fairlead.config.PoolConfig;
import io.fairlead.config.ReuseRules;
import io.fairlead.config.ServiceAllocation;
import io.fairlead.net.IpAddress;
import io.fairlead.net.IpFamily;
import io.fairlead.net.IpRange;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/** Names and shorthands that the tests of address management share. */
final class Fixture {
  static final ServiceKey WEB = new ServiceKey("shop", "web");
  static final ServiceKey API = new ServiceKey("shop", "api");
  static final List<IpFamily> V4 = List.of(IpFamily.IPV4);
  static final List<IpFamily> V6 = List.of(IpFamily.IPV6);
  static final List<IpFamily> DUAL = List.of(IpFamily.IPV4, IpFamily.IPV6);

  /** When the tests begin. */
  static final Instant T0 = Instant.parse("2026-03-01T03:12:00Z");

  /** Nothing is kept back after a release. */
  static final ReuseRules AT_ONCE = new ReuseRules(Duration.ZERO, Duration.ZERO);

  private Fixture() {}

  static ServiceKey service(int number) {
    return new ServiceKey("shop", "s" + number);
  }

  static List<IpAddress> addresses(String... texts) {
    return Arrays.stream(texts).map(IpAddress::parse).toList();
  }

  static PoolConfig pool(String name, String... ranges) {
    return new PoolConfig(
        name,
        Arrays.stream(ranges).map(IpRange::parse).toList(),
        true,
        false,
        Optional.empty(),
        new TreeMap<>());
  }

  /** A pool that gives an address out again as soon as it is released. */
  static PoolConfig atOnce(String name, String... ranges) {
    return pool(name, ranges).with(List.of(), AT_ONCE);
  }

  static Grant grant(String address, GrantReason reason) {
    return new Grant(IpAddress.parse(address), reason);
  }

  static PoolConfig avoiding(PoolConfig pool) {
    return new PoolConfig(
            pool.name(), pool.ranges(), pool.autoAssign(), true, pool.allocation(), pool.labels())
        .with(pool.reservations(), pool.reuse());
  }

  static PoolConfig manual(PoolConfig pool) {
    return new PoolConfig(
        pool.name(), pool.ranges(), false, pool.avoidBuggyIps(), pool.allocation(), pool.labels());
  }

  static PoolConfig pinned(PoolConfig pool, ServiceAllocation allocation) {
    return new PoolConfig(
        pool.name(),
        pool.ranges(),
        pool.autoAssign(),
        pool.avoidBuggyIps(),
        Optional.of(allocation),
        pool.labels());
  }

  static ServiceAllocation pin(
      int priority,
      List<String> namespaces,
      List<LabelSelector> namespaceSelectors,
      List<LabelSelector> serviceSelectors) {
    return new ServiceAllocation(
        priority, new TreeSet<>(namespaces), namespaceSelectors, serviceSelectors);
  }

  static LabelSelector label(String key, String value) {
    return new LabelSelector(new TreeMap<>(Map.of(key, value)), List.of());
  }

  static LbConfig config(PoolConfig... pools) {
    var byName = new TreeMap<String, PoolConfig>();
    for (PoolConfig pool : pools) {
      byName.put(pool.name(), pool);
    }
    return new LbConfig(byName, List.of(), List.of());
  }

  static SortedMap<String, SortedMap<String, String>> namespaces(String key, String value) {
    var byName = new TreeMap<String, SortedMap<String, String>>();
    byName.put("shop", new TreeMap<>(Map.of(key, value)));
    return byName;
  }

  static ServiceView view(IpFamilyPolicy policy, String... clusterIps) {
    return view(policy, Map.of(), "", clusterIps);
  }

  static ServiceView view(
      IpFamilyPolicy policy,
      Map<String, String> annotations,
      String loadBalancerIp,
      String... clusterIps) {
    return new ServiceView(
        WEB,
        addresses(clusterIps),
        policy,
        addresses(),
        TrafficPolicy.CLUSTER,
        List.of(new ServicePort("TCP", 80)),
        "app=web",
        new TreeMap<>(Map.of("tier", "front")),
        new TreeMap<>(annotations),
        loadBalancerIp,
        0);
  }
}
