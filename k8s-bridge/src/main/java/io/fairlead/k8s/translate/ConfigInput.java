package io.fairlead.k8s.translate;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fairlead.k8s.crd.IPAddressPool;
import io.fairlead.k8s.crd.L2Advertisement;
import java.util.List;
import java.util.Optional;

/** All configuration objects as the API server has them now. */
public record ConfigInput(
    List<IPAddressPool> pools,
    List<L2Advertisement> l2Advertisements,
    Optional<ConfigMap> configMap) {
  public ConfigInput {
    pools = List.copyOf(pools);
    l2Advertisements = List.copyOf(l2Advertisements);
  }
}
