package io.fairlead.cluster;

/** {@code spec.externalTrafficPolicy} of a Service. */
public enum TrafficPolicy {
  CLUSTER,
  LOCAL
}
