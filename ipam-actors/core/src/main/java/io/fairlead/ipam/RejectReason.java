package io.fairlead.ipam;

/**
 * Why a request got no address. Stored by name: a constant is never renamed. The one place that
 * maps a reason to text is {@link RejectText}.
 */
public enum RejectReason {
  NO_POOLS_CONFIGURED,
  UNKNOWN_POOL,
  NOT_AUTO_ASSIGNED,
  NOT_COMPATIBLE,
  WRONG_FAMILY,
  POOL_EXHAUSTED,
  ADDRESS_NOT_IN_POOL,
  ADDRESS_NOT_ALLOWED,
  ADDRESS_IN_USE,
  NO_CLUSTER_IP,
  INVALID_REQUEST,
  POOL_RETIRED,
  POOL_UNAVAILABLE
}
