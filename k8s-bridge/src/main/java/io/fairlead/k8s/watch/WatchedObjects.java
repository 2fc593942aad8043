package io.fairlead.k8s.watch;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fairlead.cluster.NodeName;
import io.fairlead.cluster.ServiceKey;
import io.fairlead.k8s.crd.ConfigurationState;
import io.fairlead.k8s.crd.IPAddressPool;
import io.fairlead.k8s.crd.L2Advertisement;
import io.fairlead.k8s.translate.ConfigInput;
import io.fairlead.k8s.translate.EndpointSliceTranslator;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Consumer;

/** All kinds that are watched, and what a change of each touches. */
final class WatchedObjects implements ObjectSource, ObjectCache, AutoCloseable {
  private final String namespace;
  private final WatchedKind<Service> services;
  private final WatchedKind<EndpointSlice> slices;
  private final WatchedKind<Node> nodes;
  private final WatchedKind<Namespace> namespaces;
  private final WatchedKind<ConfigMap> configMaps;
  private final WatchedKind<IPAddressPool> pools;
  private final WatchedKind<L2Advertisement> l2Advertisements;
  private final BgpKinds bgp;
  private final Map<WatchedKind<?>, WatchProgress> progress = new HashMap<>();
  private final StatusKinds states;

  WatchedObjects(KubernetesClient client, String namespace, Consumer<Change> onChange) {
    this.namespace = namespace;
    var allServices = client.services().inAnyNamespace();
    services =
        new WatchedKind<>(
            "Services",
            // API servers of 1.20 and before do not know this field selector.
            List.of(() -> allServices.withField("spec.type", "LoadBalancer"), () -> allServices),
            _ -> List.of(),
            service -> onChange.accept(new Change.OfService(key(service))));
    slices =
        new WatchedKind<>(
            "EndpointSlices",
            List.of(() -> client.discovery().v1().endpointSlices().inAnyNamespace()),
            slice -> service(slice).map(ServiceKey::toString).stream().toList(),
            slice -> service(slice).ifPresent(key -> onChange.accept(new Change.OfSlices(key))));
    nodes =
        new WatchedKind<>(
            "Nodes",
            List.of(client::nodes),
            _ -> List.of(),
            node -> onChange.accept(new Change.OfNode(new NodeName(name(node)))));
    namespaces =
        new WatchedKind<>(
            "Namespaces",
            List.of(client::namespaces),
            _ -> List.of(),
            object -> onChange.accept(new Change.OfNamespace(name(object))));
    configMaps =
        new WatchedKind<>(
            "ConfigMap " + namespace + "/" + WatchSettings.CONFIG_MAP,
            List.of(
                () ->
                    client
                        .configMaps()
                        .inNamespace(namespace)
                        .withField("metadata.name", WatchSettings.CONFIG_MAP)),
            _ -> List.of(),
            _ -> onChange.accept(new Change.OfConfig()));
    pools =
        new WatchedKind<>(
            "IPAddressPools",
            List.of(() -> client.resources(IPAddressPool.class).inNamespace(namespace)),
            _ -> List.of(),
            _ -> onChange.accept(new Change.OfConfig()));
    l2Advertisements =
        new WatchedKind<>(
            "L2Advertisements",
            List.of(() -> client.resources(L2Advertisement.class).inNamespace(namespace)),
            _ -> List.of(),
            _ -> onChange.accept(new Change.OfConfig()));
    bgp = new BgpKinds(client, namespace, onChange);
    states = new StatusKinds(client, namespace);
  }

  void start(ScheduledExecutorService scheduler) {
    for (var kind : kinds()) {
      scheduler.execute(() -> kind.start(scheduler));
    }
  }

  /**
   * Looks at every kind whether its watch is silent. To be called by one thread.
   *
   * @throws io.fabric8.kubernetes.client.KubernetesClientException the server does not answer
   */
  void look(WatchPace pace) {
    for (var kind : kinds()) {
      kind.look(
          progress.computeIfAbsent(kind, _ -> new WatchProgress(pace.patience())),
          System.nanoTime());
    }
  }

  private List<WatchedKind<?>> kinds() {
    var kinds = new ArrayList<WatchedKind<?>>();
    kinds.addAll(List.of(services, slices, nodes, namespaces, configMaps, pools, l2Advertisements));
    kinds.addAll(bgp.all());
    kinds.addAll(states.all());
    return kinds;
  }

  boolean isSettled() {
    var written = states.all();
    return kinds().stream()
        .filter(kind -> !written.contains(kind))
        .allMatch(WatchedKind::isSettled);
  }

  boolean isWatching() {
    return kinds().stream().allMatch(WatchedKind::isWatching);
  }

  /** Names everything that exists: the first reading. */
  void touchAll(Consumer<Change> onChange) {
    services.list().forEach(service -> onChange.accept(new Change.OfService(key(service))));
    nodes.list().forEach(node -> onChange.accept(new Change.OfNode(new NodeName(name(node)))));
    namespaces.list().forEach(object -> onChange.accept(new Change.OfNamespace(name(object))));
    onChange.accept(new Change.OfConfig());
  }

  /** True when the configuration can be read as a whole: no kind of it is half listed. */
  boolean isConfigSettled() {
    return configMaps.isSettled()
        && pools.isSettled()
        && l2Advertisements.isSettled()
        && bgp.all().stream().allMatch(WatchedKind::isSettled);
  }

  @Override
  public Optional<Service> service(ServiceKey key) {
    return services.get(key.toString());
  }

  @Override
  public List<EndpointSlice> slices(ServiceKey key) {
    return slices.indexed(key.toString());
  }

  @Override
  public Optional<Node> node(NodeName name) {
    return nodes.get(name.value());
  }

  @Override
  public Optional<Namespace> namespace(String name) {
    return namespaces.get(name);
  }

  @Override
  public Optional<IPAddressPool> pool(String name) {
    return pools.get(namespace + "/" + name);
  }

  @Override
  public Optional<ConfigurationState> configurationState(String name) {
    return states.configuration().get(name);
  }

  @Override
  public StatusObjects statuses() {
    return states;
  }

  @Override
  public ConfigInput config() {
    return new ConfigInput(
        pools.list(),
        l2Advertisements.list(),
        bgp.advertisements(),
        bgp.peers(),
        bgp.bfdProfiles(),
        bgp.communities(),
        bgp.secrets(),
        configMaps.get(namespace + "/" + WatchSettings.CONFIG_MAP),
        Map.of());
  }

  /** By name of the node. */
  SortedMap<String, SortedMap<String, String>> nodeLabels() {
    var byName = new TreeMap<String, SortedMap<String, String>>();
    nodes
        .list()
        .forEach(
            node -> {
              var labels = node.getMetadata().getLabels();
              byName.put(name(node), labels == null ? new TreeMap<>() : new TreeMap<>(labels));
            });
    return byName;
  }

  @Override
  public void close() {
    kinds().forEach(WatchedKind::close);
  }

  private static ServiceKey key(Service service) {
    return new ServiceKey(service.getMetadata().getNamespace(), name(service));
  }

  private static Optional<ServiceKey> service(EndpointSlice slice) {
    return EndpointSliceTranslator.serviceOf(slice);
  }

  private static String name(HasMetadata object) {
    return object.getMetadata().getName();
  }
}
