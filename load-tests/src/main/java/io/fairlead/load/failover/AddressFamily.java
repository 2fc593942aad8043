package io.fairlead.load.failover;

/** Of which family the address is whose owner fails. */
enum AddressFamily {
  /** An address of the pool that the lab's own documents have. */
  IPV4("192.168.120.205", ""),
  /** An address of a pool that the campaign adds. */
  IPV6(
      "fd00:120::205",
      """
      apiVersion: metallb.io/v1beta1
      kind: IPAddressPool
      metadata: {namespace: metallb-system, name: figures}
      spec: {autoAssign: false, addresses: ["fd00:120::200-fd00:120::2ff"]}
      ---
      apiVersion: metallb.io/v1beta1
      kind: L2Advertisement
      metadata: {namespace: metallb-system, name: figures}
      spec: {ipAddressPools: [figures]}
      """);

  private final String address;
  private final String pool;

  AddressFamily(String address, String pool) {
    this.address = address;
    this.pool = pool;
  }

  /** Reads 4 or 6. */
  static AddressFamily of(String word) {
    return switch (word) {
      case "4" -> IPV4;
      case "6" -> IPV6;
      default -> throw new CampaignException("--family must be 4 or 6, not '" + word + "'");
    };
  }

  /** Of the Service whose owner fails. */
  String address() {
    return address;
  }

  /** Documents that have to be there before the Service; empty for none. */
  String pool() {
    return pool;
  }

  /** As ipFamilies of a Service has it. */
  String word() {
    return this == IPV4 ? "IPv4" : "IPv6";
  }
}
