package io.fairlead.election;

import static java.util.Collections.disjoint;
import static java.util.Collections.unmodifiableSortedMap;

import io.fairlead.cluster.ClusterSnapshot;
import io.fairlead.cluster.EndpointView;
import io.fairlead.cluster.NodeName;
import io.fairlead.cluster.NodeView;
import io.fairlead.cluster.ServiceKey;
import io.fairlead.cluster.ServiceView;
import io.fairlead.cluster.TrafficPolicy;
import io.fairlead.config.L2Advertisement;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The nodes that may announce one Service's addresses, by MetalLB's rules.
 *
 * @param advertisements those of the pool that select the Service
 * @param reasons for every known node; an empty value means eligible
 */
record ServiceCandidates(
    ServiceKey service,
    List<L2Advertisement> advertisements,
    SortedMap<NodeName, Optional<IneligibleReason>> reasons) {
  private static final List<String> SHARING_ANNOTATIONS =
      List.of("metallb.io/allow-shared-ip", "metallb.universe.tf/allow-shared-ip");

  ServiceCandidates {
    advertisements = List.copyOf(advertisements);
    reasons = unmodifiableSortedMap(new TreeMap<>(reasons));
  }

  /** Empty when the Service is unknown or layer 2 does not announce it at all. */
  static Optional<ServiceCandidates> of(
      AssignedService assigned, ClusterSnapshot snapshot, NodeRules rules) {
    var service = snapshot.services().get(assigned.service());
    if (service == null) {
      return Optional.empty();
    }
    var pool = snapshot.config().pools().get(assigned.pool());
    if (pool == null) {
      var all = snapshot.config().l2Advertisements();
      return all.isEmpty()
          ? Optional.empty()
          : Optional.of(
              refused(service, snapshot, List.of(), IneligibleReason.POOL_NOT_CONFIGURED));
    }
    var advertisements =
        snapshot.config().l2Advertisements().stream()
            .filter(ad -> ad.selectsPool(pool) && ad.selectsService(service.labels()))
            .toList();
    return advertisements.isEmpty()
        ? Optional.empty()
        : Optional.of(judged(service, snapshot, advertisements, rules));
  }

  private static ServiceCandidates judged(
      ServiceView service,
      ClusterSnapshot snapshot,
      List<L2Advertisement> advertisements,
      NodeRules rules) {
    boolean shares = !disjoint(service.annotations().keySet(), SHARING_ANNOTATIONS);
    if (shares && advertisements.stream().anyMatch(ad -> !ad.serviceSelectors().isEmpty())) {
      return refused(
          service, snapshot, advertisements, IneligibleReason.SHARED_WITH_SERVICE_SELECTOR);
    }
    var endpoints = snapshot.endpointsOf(service.key());
    if (!endpoints.anywhere()) {
      return refused(service, snapshot, advertisements, IneligibleReason.NO_USABLE_ENDPOINT);
    }
    var reasons = new TreeMap<NodeName, Optional<IneligibleReason>>();
    var lastChoice = new TreeMap<NodeName, IneligibleReason>();
    for (var node : snapshot.nodes().values()) {
      var reason = judge(node, service, endpoints, advertisements, rules);
      reasons.put(node.name(), reason);
      if (reason.isEmpty()) {
        rules.avoids(node).ifPresent(why -> lastChoice.put(node.name(), why));
      }
    }
    // Where no other node may announce, a draining one goes on: better there than nowhere.
    boolean others =
        reasons.entrySet().stream()
            .anyMatch(
                entry -> entry.getValue().isEmpty() && !lastChoice.containsKey(entry.getKey()));
    if (others) {
      lastChoice.forEach((node, why) -> reasons.put(node, Optional.of(why)));
    }
    return new ServiceCandidates(service.key(), advertisements, reasons);
  }

  private static Optional<IneligibleReason> judge(
      NodeView node,
      ServiceView service,
      EndpointView endpoints,
      List<L2Advertisement> advertisements,
      NodeRules rules) {
    var forbidden = rules.forbids(node);
    if (forbidden.isPresent()) {
      return forbidden;
    }
    if (advertisements.stream().noneMatch(ad -> ad.selectsNode(node.labels()))) {
      return Optional.of(IneligibleReason.NOT_SELECTED);
    }
    boolean local = service.trafficPolicy() == TrafficPolicy.LOCAL;
    return local && !endpoints.nodes().contains(node.name())
        ? Optional.of(IneligibleReason.NO_LOCAL_ENDPOINT)
        : Optional.empty();
  }

  private static ServiceCandidates refused(
      ServiceView service,
      ClusterSnapshot snapshot,
      List<L2Advertisement> advertisements,
      IneligibleReason reason) {
    var reasons = new TreeMap<NodeName, Optional<IneligibleReason>>();
    snapshot.nodes().keySet().forEach(node -> reasons.put(node, Optional.of(reason)));
    return new ServiceCandidates(service.key(), advertisements, reasons);
  }

  boolean permits(NodeName node) {
    var reason = reasons.get(node);
    return reason != null && reason.isEmpty();
  }

  SortedSet<NodeName> eligible() {
    var eligible = new TreeSet<NodeName>();
    reasons.keySet().stream().filter(this::permits).forEach(eligible::add);
    return eligible;
  }
}
