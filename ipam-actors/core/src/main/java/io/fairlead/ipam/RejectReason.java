package io.fairlead.ipam;

/**
 * Why a request got no address. Stored by name: a constant is never renamed. The one place that
 * maps a reason to text, metric label and Event reason is {@link RejectText}.
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
  SHARING_KEY_MISMATCH,
  BACKEND_KEY_MISMATCH,
  PORT_IN_USE,
  ADDRESS_RESERVED,
  NOT_IN_REQUESTED_POOL,
  QUOTA_EXCEEDED,
  NO_CLUSTER_IP,
  NOT_ENOUGH_CLUSTER_IPS,
  INVALID_REQUEST,
  POOL_RETIRED,
  POOL_UNAVAILABLE
}
