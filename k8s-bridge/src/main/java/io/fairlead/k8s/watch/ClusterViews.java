package io.fairlead.k8s.watch;

import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.Node;
import io.fairlead.cluster.ClusterSnapshot;
import io.fairlead.cluster.EndpointView;
import io.fairlead.cluster.NodeName;
import io.fairlead.cluster.NodeView;
import io.fairlead.cluster.ServiceKey;
import io.fairlead.cluster.ServiceView;
import io.fairlead.config.ConfigFault;
import io.fairlead.config.LbConfig;
import io.fairlead.k8s.translate.ConfigState;
import io.fairlead.k8s.translate.ConfigTranslator;
import io.fairlead.k8s.translate.EndpointSliceTranslator;
import io.fairlead.k8s.translate.NodeTranslator;
import io.fairlead.k8s.translate.QuotaTranslator;
import io.fairlead.k8s.translate.ServiceTranslator;
import io.fairlead.k8s.translate.Translated;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The views as last translated. Only what is named by a {@link Change} is translated again. Not
 * safe for use by several threads.
 */
final class ClusterViews {
  private final Optional<String> loadBalancerClass;
  private final SortedMap<ServiceKey, ServiceView> services = new TreeMap<>();
  private final SortedMap<ServiceKey, EndpointView> endpoints = new TreeMap<>();
  private final SortedMap<NodeName, NodeView> nodes = new TreeMap<>();
  private final SortedMap<String, SortedMap<String, String>> namespaceLabels = new TreeMap<>();
  private final SortedMap<String, SortedMap<String, Integer>> addressQuotas = new TreeMap<>();
  private final SortedMap<String, List<ConfigFault>> namespaceFaults = new TreeMap<>();
  private final SortedMap<NodeName, List<ConfigFault>> nodeFaults = new TreeMap<>();
  private ConfigState config;

  ClusterViews(Optional<String> loadBalancerClass, ConfigState config) {
    this.loadBalancerClass = loadBalancerClass;
    this.config = config;
  }

  /** Reads again what changed; true when a view is not what it was. */
  boolean apply(Change change, ObjectSource source) {
    return switch (change) {
      case Change.OfService(var key) -> applyService(key, source);
      case Change.OfSlices(var key) -> applySlices(key, source);
      case Change.OfNode(var name) -> applyNode(name, source.node(name));
      case Change.OfNamespace(var name) -> applyNamespace(name, source.namespace(name));
      case Change.OfConfig() -> applyConfig(source);
    };
  }

  private boolean applyService(ServiceKey key, ObjectSource source) {
    var view =
        source
            .service(key)
            .flatMap(service -> ServiceTranslator.translate(service, loadBalancerClass));
    boolean isNew = view.isPresent() && !services.containsKey(key);
    boolean changed = replace(services, key, view);
    if (isNew || view.isEmpty()) {
      // Slices may have come before their Service, or outlive it.
      changed |= applySlices(key, source);
    }
    return changed;
  }

  private boolean applySlices(ServiceKey key, ObjectSource source) {
    var view =
        services.containsKey(key)
            ? Optional.of(EndpointSliceTranslator.translate(key, source.slices(key)))
            : Optional.<EndpointView>empty();
    return replace(endpoints, key, view);
  }

  private boolean applyNode(NodeName name, Optional<Node> node) {
    boolean changed = replace(nodes, name, node.map(NodeTranslator::translate));
    changed |=
        replace(
            nodeFaults, name, node.map(NodeTranslator::faults).filter(found -> !found.isEmpty()));
    return changed;
  }

  private boolean applyNamespace(String name, Optional<Namespace> namespace) {
    var quotas = namespace.map(QuotaTranslator::translate);
    boolean changed = replace(namespaceLabels, name, namespace.map(ClusterViews::labels));
    changed |=
        replace(
            namespaceFaults,
            name,
            quotas.map(Translated::faults).filter(faults -> !faults.isEmpty()));
    // A quota that cannot be read leaves the last good one in force.
    var lastGood = Optional.ofNullable(addressQuotas.get(name));
    changed |=
        replace(
            addressQuotas,
            name,
            quotas.flatMap(read -> read.value().or(() -> lastGood)).filter(its -> !its.isEmpty()));
    return changed;
  }

  private boolean applyConfig(ObjectSource source) {
    var before = config.config();
    var labels = new TreeMap<String, SortedMap<String, String>>();
    nodes.forEach((name, node) -> labels.put(name.value(), node.labels()));
    config = ConfigTranslator.next(config, source.config().on(labels));
    return !config.config().equals(before);
  }

  /** True when what is in force may differ with the nodes that there are. */
  boolean configDependsOnNodes() {
    var current = config.config();
    return current.peers().size() > 1 || current.bgpAdvertisements().size() > 1;
  }

  private static <K, V> boolean replace(SortedMap<K, V> views, K key, Optional<V> view) {
    var before = view.isPresent() ? views.put(key, view.get()) : views.remove(key);
    return !Optional.ofNullable(before).equals(view);
  }

  private static SortedMap<String, String> labels(Namespace namespace) {
    var labels = namespace.getMetadata().getLabels();
    return labels == null ? new TreeMap<>() : new TreeMap<>(labels);
  }

  LbConfig config() {
    return config.config();
  }

  ClusterSnapshot snapshot(long revision) {
    return new ClusterSnapshot(
        revision,
        services,
        endpoints,
        nodes,
        namespaceLabels,
        config.config().withFaults(faultsOutside()),
        addressQuotas);
  }

  /** What is wrong with annotations of objects that are not configuration themselves. */
  private List<ConfigFault> faultsOutside() {
    return Stream.concat(namespaceFaults.values().stream(), nodeFaults.values().stream())
        .flatMap(List::stream)
        .toList();
  }
}
