package io.fairlead.k8s.watch;

import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import io.fairlead.cluster.NodeName;
import io.fairlead.cluster.ServiceKey;
import io.fairlead.k8s.translate.ConfigInput;
import java.util.List;
import java.util.Optional;

/** Where {@link ClusterViews} reads the objects that changed. */
interface ObjectSource {
  Optional<Service> service(ServiceKey key);

  List<EndpointSlice> slices(ServiceKey key);

  Optional<Node> node(NodeName name);

  Optional<Namespace> namespace(String name);

  ConfigInput config();
}
