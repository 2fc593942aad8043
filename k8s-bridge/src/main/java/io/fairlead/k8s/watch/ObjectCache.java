package io.fairlead.k8s.watch;

import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.Service;
import io.fairlead.cluster.NodeName;
import io.fairlead.cluster.ServiceKey;
import io.fairlead.k8s.crd.ConfigurationState;
import io.fairlead.k8s.crd.IPAddressPool;
import java.util.Optional;

/** What the informers show now; the writers compare with it. Safe for use by many threads. */
public interface ObjectCache {
  /** Empty when there is none, or when it is not of type LoadBalancer. */
  Optional<Service> service(ServiceKey key);

  Optional<IPAddressPool> pool(String name);

  Optional<ConfigurationState> configurationState(String name);

  Optional<Node> node(NodeName name);

  /** What only Fairlead writes. */
  StatusObjects statuses();
}
