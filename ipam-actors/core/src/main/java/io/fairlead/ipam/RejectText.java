package io.fairlead.ipam;

/** The one place that words a {@link RejectReason} for people. */
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
      case POOL_EXHAUSTED -> "no available IPs in pool " + pool;
      case ADDRESS_NOT_IN_POOL, ADDRESS_NOT_ALLOWED ->
          "\"" + detail + "\" is not allowed in config";
      case ADDRESS_IN_USE -> "address already in use: " + detail;
      case NO_CLUSTER_IP -> "the Service has no cluster IP";
      case INVALID_REQUEST -> detail;
      case POOL_RETIRED -> "pool " + pool + " was removed from the configuration";
      case POOL_UNAVAILABLE -> "pool " + pool + " did not answer in time; will try again";
    };
  }
}
