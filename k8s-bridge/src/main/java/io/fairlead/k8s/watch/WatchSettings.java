package io.fairlead.k8s.watch;

import java.util.Map;
import java.util.Optional;

/**
 * What the watcher looks at.
 *
 * @param namespace where the configuration objects are
 * @param loadBalancerClass Services of this class only; empty: only those without a class
 */
public record WatchSettings(String namespace, Optional<String> loadBalancerClass) {
  /** Where MetalLB's manifests put everything. */
  public static final String DEFAULT_NAMESPACE = "metallb-system";

  /** Name of the legacy ConfigMap. */
  public static final String CONFIG_MAP = "config";

  private static final String NAMESPACE_VARIABLE = "METALLB_NAMESPACE";

  public static final WatchSettings DEFAULT =
      new WatchSettings(DEFAULT_NAMESPACE, Optional.empty());

  /**
   * The namespace by MetalLB's rules: the flag, else the variable METALLB_NAMESPACE, else the
   * namespace of the own pod, else {@link #DEFAULT_NAMESPACE}.
   */
  public static String namespaceOf(
      Optional<String> flag, Map<String, String> environment, Optional<String> ownNamespace) {
    return flag.filter(name -> !name.isBlank())
        .or(() -> Optional.ofNullable(environment.get(NAMESPACE_VARIABLE)))
        .filter(name -> !name.isBlank())
        .or(() -> ownNamespace)
        .orElse(DEFAULT_NAMESPACE);
  }
}
