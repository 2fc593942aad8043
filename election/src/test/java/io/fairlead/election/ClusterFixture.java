package io.fairlead.election;

import static io.fairlead.election.Samples.ip;
import static io.fairlead.election.Samples.node;
import static io.fairlead.election.Samples.nodes;

import io.fairlead.cluster.ClusterSnapshot;
import io.fairlead.cluster.EndpointView;
import io.fairlead.cluster.IpFamilyPolicy;
import io.fairlead.cluster.NodeName;
import io.fairlead.cluster.NodeView;
import io.fairlead.cluster.ServiceKey;
import io.fairlead.cluster.ServiceView;
import io.fairlead.cluster.TrafficPolicy;
import io.fairlead.config.L2Advertisement;
import io.fairlead.config.LabelSelector;
import io.fairlead.config.LbConfig;
import io.fairlead.config.PoolConfig;
import io.fairlead.config.PreferredNodes;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.UnaryOperator;

/** Builds a small cluster: nodes n1 (rack=a), n2 and n3 (rack=b), pool "lan", Services app=web. */
final class ClusterFixture {
  private final SortedMap<ServiceKey, ServiceView> services = new TreeMap<>();
  private final SortedMap<ServiceKey, EndpointView> endpoints = new TreeMap<>();
  private final SortedMap<NodeName, NodeView> nodes = new TreeMap<>();
  private final SortedMap<String, PoolConfig> pools = new TreeMap<>();
  private final List<L2Advertisement> advertisements = new ArrayList<>();
  private final List<AssignedService> assigned = new ArrayList<>();

  ClusterFixture() {
    putNode("n1", Map.of("rack", "a"), false);
    putNode("n2", Map.of("rack", "b"), false);
    putNode("n3", Map.of("rack", "b"), false);
    pools.put(
        "lan", new PoolConfig("lan", List.of(), true, false, Optional.empty(), new TreeMap<>()));
  }

  private void putNode(String name, Map<String, String> labels, boolean networkUnavailable) {
    nodes.put(node(name), view(name, labels, networkUnavailable, false, new TreeSet<>()));
  }

  private static NodeView view(
      String name,
      Map<String, String> labels,
      boolean networkUnavailable,
      boolean draining,
      SortedSet<String> taints) {
    return new NodeView(
        node(name), new TreeMap<>(labels), List.of(), networkUnavailable, draining, taints);
  }

  private static ServiceKey key(String name) {
    return new ServiceKey("default", name);
  }

  ClusterFixture assignOnly(String name, String address) {
    assigned.add(new AssignedService(key(name), List.of(ip(address)), "lan"));
    return this;
  }

  ClusterFixture service(String name, String address) {
    put(name, TrafficPolicy.CLUSTER, Map.of());
    return assignOnly(name, address);
  }

  private void put(String name, TrafficPolicy policy, Map<String, String> annotations) {
    services.put(
        key(name),
        new ServiceView(
            key(name),
            List.of(),
            IpFamilyPolicy.SINGLE_STACK,
            List.of(),
            policy,
            List.of(),
            "",
            new TreeMap<>(Map.of("app", "web")),
            new TreeMap<>(annotations),
            "",
            0));
  }

  ClusterFixture policy(String name, TrafficPolicy policy) {
    put(name, policy, Map.of());
    return this;
  }

  ClusterFixture annotate(String name, String annotation, String value) {
    put(name, TrafficPolicy.CLUSTER, Map.of(annotation, value));
    return this;
  }

  /** One usable endpoint or more; on these nodes, or on none when the text is empty. */
  ClusterFixture endpoints(String name, String onNodes) {
    endpoints.put(key(name), new EndpointView(key(name), true, nodes(onNodes)));
    return this;
  }

  ClusterFixture exclude(String name) {
    putNode(name, Map.of(NodeView.EXCLUDE_LABEL, ""), false);
    return this;
  }

  ClusterFixture drain(String name) {
    nodes.put(node(name), view(name, Map.of(), false, true, new TreeSet<>()));
    return this;
  }

  ClusterFixture taint(String name, String taint) {
    nodes.put(node(name), view(name, Map.of(), false, false, new TreeSet<>(Set.of(taint))));
    return this;
  }

  ClusterFixture networkUnavailable(String name) {
    putNode(name, Map.of(), true);
    return this;
  }

  ClusterFixture removePool() {
    pools.clear();
    return this;
  }

  ClusterFixture advertise(UnaryOperator<Advertisement> shape) {
    advertisements.add(shape.apply(new Advertisement()).build());
    return this;
  }

  L2Candidates candidates(NodeRules rules) {
    var config = new LbConfig(pools, advertisements, List.of());
    var snapshot = new ClusterSnapshot(1, services, endpoints, nodes, new TreeMap<>(), config);
    return L2Candidates.of(snapshot, assigned, rules);
  }

  /** An advertisement in the making; selects everything until told otherwise. */
  static final class Advertisement {
    private final TreeSet<String> pools = new TreeSet<>();
    private final List<LabelSelector> nodeSelectors = new ArrayList<>();
    private final List<LabelSelector> serviceSelectors = new ArrayList<>();
    private final TreeSet<String> interfaces = new TreeSet<>();
    private final List<PreferredNodes> preferred = new ArrayList<>();

    Advertisement pools(String name) {
      pools.add(name);
      return this;
    }

    Advertisement nodes(String label) {
      nodeSelectors.add(selector(label));
      return this;
    }

    Advertisement services(String label) {
      serviceSelectors.add(selector(label));
      return this;
    }

    Advertisement prefer(int weight, String label) {
      preferred.add(new PreferredNodes(weight, selector(label)));
      return this;
    }

    Advertisement interfaces(String name) {
      interfaces.add(name);
      return this;
    }

    private static LabelSelector selector(String label) {
      int equals = label.indexOf('=');
      var labels = Map.of(label.substring(0, equals), label.substring(equals + 1));
      return new LabelSelector(new TreeMap<>(labels), List.of());
    }

    private L2Advertisement build() {
      return new L2Advertisement(
          "ad", pools, List.of(), nodeSelectors, interfaces, serviceSelectors, preferred);
    }
  }
}
