package io.fairlead.k8s.translate;

import static io.fairlead.k8s.translate.ObjectText.orEmpty;

import io.fabric8.kubernetes.api.model.discovery.v1.Endpoint;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import io.fairlead.cluster.EndpointView;
import io.fairlead.cluster.NodeName;
import io.fairlead.cluster.ServiceKey;
import java.util.Collection;
import java.util.Optional;
import java.util.TreeSet;

/** The slices of one Service, merged to an {@link EndpointView}. */
public final class EndpointSliceTranslator {
  /** Label by which a slice names its Service. */
  public static final String SERVICE_LABEL = "kubernetes.io/service-name";

  private EndpointSliceTranslator() {}

  /** The Service that the slice belongs to; empty without the label. */
  public static Optional<ServiceKey> serviceOf(EndpointSlice slice) {
    String namespace = orEmpty(ObjectText.meta(slice).getNamespace());
    String name = orEmpty(ObjectText.labels(slice).get(SERVICE_LABEL));
    return namespace.isEmpty() || name.isEmpty()
        ? Optional.empty()
        : Optional.of(new ServiceKey(namespace, name));
  }

  public static EndpointView translate(ServiceKey service, Collection<EndpointSlice> slices) {
    boolean anywhere = false;
    var nodes = new TreeSet<NodeName>();
    for (var slice : slices) {
      for (var endpoint : orEmpty(slice.getEndpoints())) {
        if (isUsable(endpoint)) {
          anywhere = true;
          String node = orEmpty(endpoint.getNodeName());
          if (!node.isEmpty()) {
            nodes.add(new NodeName(node));
          }
        }
      }
    }
    return new EndpointView(service, anywhere, nodes);
  }

  private static boolean isUsable(Endpoint endpoint) {
    var conditions = endpoint.getConditions();
    return conditions == null
        || conditions.getReady() == null
        || conditions.getReady()
        || Boolean.TRUE.equals(conditions.getServing());
  }
}
