package io.fairlead.election;

/** Why a node may not announce an address. The text completes "node-1 may not announce: ...". */
public enum IneligibleReason {
  POOL_NOT_CONFIGURED("the address belongs to no configured pool"),
  SHARED_WITH_SERVICE_SELECTOR(
      "the Service asks to share its address, and an L2Advertisement of its pool has"
          + " serviceSelectors; remove one of the two"),
  NO_USABLE_ENDPOINT("the Service has no ready endpoint"),
  EXCLUDED_BY_LABEL(
      "the node has the label node.kubernetes.io/exclude-from-external-load-balancers"),
  NETWORK_UNAVAILABLE("the node's condition NetworkUnavailable is True"),
  DRAINING("the node has the annotation fairlead.io/drain"),
  TAINTED("the node has a taint that the controller was told to heed"),
  NOT_SELECTED("no L2Advertisement of the pool selects the node"),
  NO_LOCAL_ENDPOINT("externalTrafficPolicy is Local and the node has no ready endpoint"),
  OTHER_SERVICE_OF_ADDRESS(
      "the node may announce only some of the Services that share the address");

  private final String text;

  IneligibleReason(String text) {
    this.text = text;
  }

  public String text() {
    return text;
  }
}
