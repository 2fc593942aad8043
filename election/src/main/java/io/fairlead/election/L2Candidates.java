package io.fairlead.election;

import static java.util.Collections.unmodifiableSortedMap;

import io.fairlead.cluster.ClusterSnapshot;
import io.fairlead.cluster.NodeName;
import io.fairlead.cluster.NodeView;
import io.fairlead.config.L2Advertisement;
import io.fairlead.net.IpAddress;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What layer 2 should announce, and from which nodes it may, by MetalLB's rules: a Service needs a
 * usable endpoint and an L2Advertisement that selects its pool and itself; a node must be selected
 * by such an advertisement, not be excluded by label, have its network, and with
 * externalTrafficPolicy Local have a usable endpoint.
 *
 * <p>An address that several Services share has one demand. Services that nobody may announce now
 * do not count; of the nodes, those count that may announce the most of the others, which are all
 * of them unless the Services' node sets are disjoint.
 */
public record L2Candidates(SortedMap<IpAddress, AddressCandidates> byAddress) {
  public L2Candidates {
    byAddress = unmodifiableSortedMap(new TreeMap<>(byAddress));
  }

  /** Works out the candidates of every address. */
  public static L2Candidates of(
      ClusterSnapshot snapshot, Collection<AssignedService> assigned, NodeRules rules) {
    var sharers = new TreeMap<IpAddress, List<ServiceCandidates>>();
    for (var holding : assigned) {
      ServiceCandidates.of(holding, snapshot, rules)
          .ifPresent(service -> holding.addresses().forEach(a -> add(sharers, a, service)));
    }
    var byAddress = new TreeMap<IpAddress, AddressCandidates>();
    sharers.forEach(
        (address, services) -> byAddress.put(address, candidates(address, services, snapshot)));
    return new L2Candidates(byAddress);
  }

  /** The demands in the order of their addresses. */
  public List<AddressDemand> demands() {
    return byAddress.values().stream().map(AddressCandidates::demand).toList();
  }

  /** Why which node may not announce; empty when layer 2 has nothing to do with the address. */
  public Optional<AddressCandidates> explain(IpAddress address) {
    return Optional.ofNullable(byAddress.get(address));
  }

  private static void add(
      SortedMap<IpAddress, List<ServiceCandidates>> sharers,
      IpAddress address,
      ServiceCandidates service) {
    sharers.computeIfAbsent(address, _ -> new ArrayList<>()).add(service);
  }

  private static AddressCandidates candidates(
      IpAddress address, List<ServiceCandidates> services, ClusterSnapshot snapshot) {
    var counted = services.stream().filter(service -> !service.eligible().isEmpty()).toList();
    var eligible = permittedByMost(counted, snapshot.nodes().keySet());
    var ineligible = new TreeMap<NodeName, IneligibleReason>();
    for (var node : snapshot.nodes().keySet()) {
      if (!eligible.contains(node)) {
        ineligible.put(node, reason(node, counted.isEmpty() ? services : counted));
      }
    }
    var keys = new TreeSet<>(services.stream().map(ServiceCandidates::service).toList());
    var interfaces = interfaces(counted, eligible, snapshot);
    var wanted =
        keys.stream()
            .flatMap(key -> Optional.ofNullable(snapshot.services().get(key)).stream())
            .flatMap(service -> service.wantedNode().stream())
            .findFirst();
    return new AddressCandidates(
        new AddressDemand(
            address, keys, interfaces, eligible, preference(counted, eligible, snapshot), wanted),
        ineligible);
  }

  /** As in MetalLB: over all advertisements that select the node, the weights that match it. */
  private static SortedMap<String, Integer> preference(
      List<ServiceCandidates> services, SortedSet<NodeName> eligible, ClusterSnapshot snapshot) {
    var advertisements =
        services.stream()
            .flatMap(service -> service.advertisements().stream())
            .filter(ad -> !ad.preferredNodes().isEmpty())
            .distinct()
            .toList();
    var scores = new TreeMap<String, Integer>();
    for (var node : advertisements.isEmpty() ? List.<NodeView>of() : snapshot.nodes().values()) {
      int score =
          advertisements.stream()
              .filter(ad -> ad.selectsNode(node.labels()))
              .mapToInt(ad -> ad.preferenceOf(node.labels()))
              .sum();
      if (score > 0 && eligible.contains(node.name())) {
        scores.put(node.name().value(), score);
      }
    }
    return scores;
  }

  private static SortedSet<NodeName> permittedByMost(
      List<ServiceCandidates> services, Collection<NodeName> nodes) {
    var best = new TreeSet<NodeName>();
    long most = 1;
    for (var node : nodes) {
      long count = services.stream().filter(service -> service.permits(node)).count();
      if (count > most) {
        best.clear();
        most = count;
      }
      if (count == most) {
        best.add(node);
      }
    }
    return best;
  }

  private static IneligibleReason reason(NodeName node, List<ServiceCandidates> services) {
    boolean some = services.stream().anyMatch(service -> service.permits(node));
    return some
        ? IneligibleReason.OTHER_SERVICE_OF_ADDRESS
        : services.stream()
            .flatMap(service -> Optional.ofNullable(service.reasons().get(node)).stream())
            .flatMap(Optional::stream)
            .findFirst()
            .orElse(IneligibleReason.NOT_SELECTED);
  }

  /** All the advertisements' interfaces that reach an eligible node; one without names is "all". */
  private static SortedSet<String> interfaces(
      List<ServiceCandidates> services, SortedSet<NodeName> eligible, ClusterSnapshot snapshot) {
    var nodes =
        snapshot.nodes().values().stream().filter(n -> eligible.contains(n.name())).toList();
    var advertisements =
        services.stream()
            .flatMap(service -> service.advertisements().stream())
            .filter(ad -> selectsAny(ad, nodes))
            .toList();
    var names = new TreeSet<String>();
    if (advertisements.stream().noneMatch(ad -> ad.interfaces().isEmpty())) {
      advertisements.forEach(ad -> names.addAll(ad.interfaces()));
    }
    return names;
  }

  private static boolean selectsAny(L2Advertisement advertisement, List<NodeView> nodes) {
    return nodes.stream().anyMatch(node -> advertisement.selectsNode(node.labels()));
  }
}
