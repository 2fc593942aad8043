package io.fairlead.ipam;

/** Why a Service no longer holds its addresses. Stored by name: a constant is never renamed. */
public enum ClearReason {
  SERVICE_DELETED,
  NOT_A_LOAD_BALANCER,
  NO_CLUSTER_IP,
  FAMILY_CHANGED,
  NOT_ALLOWED_BY_CONFIG,
  OTHER_POOL_REQUESTED,
  OTHER_ADDRESS_REQUESTED
}
