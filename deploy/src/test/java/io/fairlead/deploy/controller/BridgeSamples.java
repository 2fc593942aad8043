package io.fairlead.deploy.controller;

import io.fairlead.cluster.ClusterSnapshot;
import io.fairlead.cluster.IpFamilyPolicy;
import io.fairlead.cluster.ServiceKey;
import io.fairlead.cluster.ServicePort;
import io.fairlead.cluster.ServiceView;
import io.fairlead.cluster.TrafficPolicy;
import io.fairlead.config.LbConfig;
import io.fairlead.config.PoolConfig;
import io.fairlead.ipam.AssignmentOutcome;
import io.fairlead.ipam.Grant;
import io.fairlead.ipam.GrantReason;
import io.fairlead.ipam.PoolRefusal;
import io.fairlead.ipam.RejectReason;
import io.fairlead.net.IpAddress;
import io.fairlead.net.IpRange;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/** Clusters for the tests of the bridge. */
final class BridgeSamples {
  private BridgeSamples() {}

  static PoolConfig pool(String name, String range) {
    return new PoolConfig(
        name, List.of(IpRange.parse(range)), true, false, Optional.empty(), new TreeMap<>());
  }

  /** A Service of the default namespace; its number tells its age. */
  static ServiceView service(String name, int createdAt, String... statusAddresses) {
    return new ServiceView(
        new ServiceKey("default", name),
        List.of(IpAddress.parse("10.96.0.10")),
        IpFamilyPolicy.SINGLE_STACK,
        List.of(statusAddresses).stream().map(IpAddress::parse).toList(),
        TrafficPolicy.CLUSTER,
        List.of(new ServicePort("TCP", 80)),
        "app=" + name,
        new TreeMap<>(),
        new TreeMap<>(),
        "",
        createdAt);
  }

  /** The same Service, asking for an address by name. */
  static ServiceView asking(ServiceView view, String address) {
    return new ServiceView(
        view.key(),
        view.clusterIps(),
        view.familyPolicy(),
        view.statusAddresses(),
        view.trafficPolicy(),
        view.ports(),
        view.podSelector(),
        view.labels(),
        view.annotations(),
        address,
        view.createdAtEpochMillis());
  }

  static ClusterSnapshot snapshot(List<PoolConfig> pools, ServiceView... services) {
    var byName = new TreeMap<String, PoolConfig>();
    pools.forEach(pool -> byName.put(pool.name(), pool));
    var byKey = new TreeMap<ServiceKey, ServiceView>();
    List.of(services).forEach(view -> byKey.put(view.key(), view));
    return new ClusterSnapshot(
        1,
        byKey,
        new TreeMap<>(),
        new TreeMap<>(),
        new TreeMap<>(),
        new LbConfig(byName, List.of(), List.of()));
  }

  static AssignmentOutcome holds(String name, String pool, String... addresses) {
    return new AssignmentOutcome(
        new ServiceKey("default", name),
        List.of(addresses).stream()
            .map(address -> new Grant(IpAddress.parse(address), GrantReason.FIRST_FREE))
            .toList(),
        pool,
        List.of(),
        true,
        Optional.empty());
  }

  static AssignmentOutcome pending(String name, String pool, RejectReason reason) {
    return AssignmentOutcome.none(
        new ServiceKey("default", name), List.of(new PoolRefusal(pool, reason, "")));
  }
}
