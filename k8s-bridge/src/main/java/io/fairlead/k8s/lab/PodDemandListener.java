package io.fairlead.k8s.lab;

import io.fairlead.cluster.ServiceKey;

/**
 * Is told which pods the cluster's Services ask for. Called on the watch's thread; must not block.
 */
public interface PodDemandListener {
  /** From now on this is what the Service asks for. */
  void wanted(PodDemand demand);

  /** The Service asks for no pods, or is gone; also said of one that never asked. */
  void unwanted(ServiceKey service);
}
