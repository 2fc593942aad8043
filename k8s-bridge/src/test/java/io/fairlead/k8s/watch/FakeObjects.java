package io.fairlead.k8s.watch;

import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import io.fairlead.cluster.NodeName;
import io.fairlead.cluster.ServiceKey;
import io.fairlead.k8s.translate.ConfigInput;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The objects of a cluster in memory. */
final class FakeObjects implements ObjectSource {
  final Map<ServiceKey, Service> services = new TreeMap<>();
  final Map<ServiceKey, List<EndpointSlice>> slices = new TreeMap<>();
  final Map<NodeName, Node> nodes = new TreeMap<>();
  final Map<String, Namespace> namespaces = new TreeMap<>();
  ConfigInput config = new ConfigInput(List.of(), List.of(), Optional.empty());

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
    return config;
  }
}
