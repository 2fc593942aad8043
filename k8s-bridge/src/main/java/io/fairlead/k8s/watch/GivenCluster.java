package io.fairlead.k8s.watch;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import io.fairlead.cluster.ClusterSnapshot;
import io.fairlead.cluster.NodeName;
import io.fairlead.cluster.ServiceKey;
import io.fairlead.k8s.crd.IPAddressPool;
import io.fairlead.k8s.translate.ConfigInput;
import io.fairlead.k8s.translate.ConfigState;
import io.fairlead.k8s.translate.EndpointSliceTranslator;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A cluster given as documents: what the bridge makes of the objects that its informers hold,
 * without informers and without an API server. Measures translation by itself. Not safe for use by
 * several threads.
 */
public final class GivenCluster {
  private final Given given;
  private final ClusterViews standing;
  private long revision;

  private GivenCluster(Given given) {
    this.given = given;
    this.standing = views();
    everything(standing);
  }

  /**
   * Reads the objects, and keeps of them what the informers keep.
   *
   * @param documents Services, EndpointSlices, Nodes, Namespaces and IPAddressPools as JSON, each
   *     with its namespace
   */
  public static GivenCluster parse(List<String> documents) {
    var json = new KubernetesSerialization();
    json.registerKubernetesResource(IPAddressPool.class);
    var given = new Given();
    for (String document : documents) {
      given.add(SlimStore.slim(json.<HasMetadata>unmarshal(document)));
    }
    return new GivenCluster(given);
  }

  private static ClusterViews views() {
    return new ClusterViews(Optional.empty(), ConfigState.EMPTY);
  }

  /** The view of the whole cluster, worked out from nothing, as after the first list. */
  public ClusterSnapshot translate() {
    var views = views();
    everything(views);
    return views.snapshot(++revision);
  }

  /** The view of the whole cluster after this one Service and its slices were read again. */
  public ClusterSnapshot translateAgain(ServiceKey service) {
    standing.apply(new Change.OfService(service), given);
    standing.apply(new Change.OfSlices(service), given);
    return standing.snapshot(++revision);
  }

  private void everything(ClusterViews views) {
    given.services.keySet().forEach(key -> views.apply(new Change.OfService(key), given));
    given.nodes.keySet().forEach(name -> views.apply(new Change.OfNode(name), given));
    given.namespaces.keySet().forEach(name -> views.apply(new Change.OfNamespace(name), given));
    views.apply(new Change.OfConfig(), given);
  }

  /** In the place of the informers. */
  private static final class Given implements ObjectSource {
    private final Map<ServiceKey, Service> services = new HashMap<>();
    private final Map<ServiceKey, List<EndpointSlice>> slices = new HashMap<>();
    private final Map<NodeName, Node> nodes = new HashMap<>();
    private final Map<String, Namespace> namespaces = new HashMap<>();
    private final List<IPAddressPool> pools = new ArrayList<>();

    private void add(HasMetadata object) {
      var name = object.getMetadata().getName();
      switch (object) {
        case Service service ->
            services.put(new ServiceKey(service.getMetadata().getNamespace(), name), service);
        case EndpointSlice slice ->
            EndpointSliceTranslator.serviceOf(slice)
                .ifPresent(key -> slices.computeIfAbsent(key, _ -> new ArrayList<>()).add(slice));
        case Node node -> nodes.put(new NodeName(name), node);
        case Namespace namespace -> namespaces.put(name, namespace);
        case IPAddressPool pool -> pools.add(pool);
        default -> throw new IllegalArgumentException(object.getKind() + " is of no use here");
      }
    }

    @Override
    public Optional<Service> service(ServiceKey key) {
      return Optional.ofNullable(services.get(key));
    }

    @Override
    public List<EndpointSlice> slices(ServiceKey key) {
      return slices.getOrDefault(key, List.of());
    }

    @Override
    public Optional<Node> node(NodeName name) {
      return Optional.ofNullable(nodes.get(name));
    }

    @Override
    public Optional<Namespace> namespace(String name) {
      return Optional.ofNullable(namespaces.get(name));
    }

    @Override
    public ConfigInput config() {
      return new ConfigInput(
          pools,
          List.of(),
          List.of(),
          List.of(),
          List.of(),
          List.of(),
          List.of(),
          Optional.empty(),
          Map.of());
    }
  }
}
