package io.fairlead.ipam;

import java.util.Locale;

/** The one place that words a {@link RejectReason}: for people, for metrics, and for Events. */
public final class RejectText {
  private RejectText() {}

  /** A sentence that says what is wrong and, where it can, what to do. */
  public static String sentence(PoolRefusal refusal) {
    String pool = refusal.pool();
    String detail = refusal.detail();
    return switch (refusal.reason()) {
      case NO_POOLS_CONFIGURED -> "no address pool is configured";
      case UNKNOWN_POOL -> "unknown pool \"" + pool + "\"";
      case NOT_AUTO_ASSIGNED -> "pool " + pool + " is given out only on explicit request";
      case NOT_COMPATIBLE -> "pool " + pool + " not compatible for ip assignment";
      case WRONG_FAMILY -> "pool " + pool + " has no addresses for " + detail;
      case POOL_EXHAUSTED ->
          "no available IPs in pool " + pool + (detail.isEmpty() ? "" : forFamily(detail));
      case ADDRESS_NOT_IN_POOL, ADDRESS_NOT_ALLOWED ->
          "\"" + detail + "\" is not allowed in config";
      case NOT_IN_REQUESTED_POOL ->
          detail + " is not compatible with requested address pool " + pool;
      case ADDRESS_IN_USE, SHARING_KEY_MISMATCH, BACKEND_KEY_MISMATCH ->
          "can't change sharing key for " + detail;
      case PORT_IN_USE -> "port " + detail;
      case ADDRESS_RESERVED -> "address " + detail + " is reserved in pool " + pool;
      case QUOTA_EXCEEDED -> "address quota of pool " + pool + " is used up: " + detail;
      case NO_CLUSTER_IP -> "the Service has no cluster IP";
      case NOT_ENOUGH_CLUSTER_IPS, INVALID_REQUEST -> detail;
      case POOL_RETIRED -> "pool " + pool + " was removed from the configuration";
      case POOL_UNAVAILABLE -> "pool " + pool + " did not answer in time; will try again";
    };
  }

  private static String forFamily(String family) {
    return " for " + family + " IPFamily";
  }

  /** The value of the label {@code reason} of the metrics that count refusals. */
  public static String metricLabel(RejectReason reason) {
    return reason.name().toLowerCase(Locale.ROOT);
  }

  /** The reason of the condition of a pending Service: the constant in Kubernetes' spelling. */
  public static String conditionReason(RejectReason reason) {
    var text = new StringBuilder();
    for (String word : reason.name().split("_", -1)) {
      text.append(word.charAt(0)).append(word.substring(1).toLowerCase(Locale.ROOT));
    }
    return text.toString();
  }

  /** The reason of the Kubernetes Event that tells of the refusal, in MetalLB's words. */
  public static String eventReason(RejectReason reason) {
    return switch (reason) {
      case INVALID_REQUEST -> "LoadBalancerFailed";
      case NO_CLUSTER_IP -> "noclusterIPsIPFamily";
      case NOT_ENOUGH_CLUSTER_IPS -> "not enough clusterips";
      case POOL_UNAVAILABLE -> "InternalError";
      case NO_POOLS_CONFIGURED,
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
          POOL_RETIRED ->
          "AllocationFailed";
    };
  }
}
