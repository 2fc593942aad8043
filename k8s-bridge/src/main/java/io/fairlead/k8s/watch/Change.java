package io.fairlead.k8s.watch;

import io.fairlead.cluster.NodeName;
import io.fairlead.cluster.ServiceKey;

/** Names what is to be read again. Level-triggered: it says where, never what happened. */
sealed interface Change {
  record OfService(ServiceKey key) implements Change {}

  record OfSlices(ServiceKey key) implements Change {}

  record OfNode(NodeName name) implements Change {}

  record OfNamespace(String name) implements Change {}

  record OfConfig() implements Change {}
}
