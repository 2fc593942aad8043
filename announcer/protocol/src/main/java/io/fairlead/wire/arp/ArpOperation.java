package io.fairlead.wire.arp;

import java.util.Optional;

/** The operations of ARP that are used over Ethernet (IANA, ARP parameters). */
public enum ArpOperation {
  /** RFC 826. */
  REQUEST(1),
  /** RFC 826. */
  REPLY(2);

  private final int code;

  ArpOperation(int code) {
    this.code = code;
  }

  /** The number on the wire. */
  public int code() {
    return code;
  }

  /** The operation with this number, or empty for one that is not ours to know. */
  public static Optional<ArpOperation> of(int code) {
    return switch (code) {
      case 1 -> Optional.of(REQUEST);
      case 2 -> Optional.of(REPLY);
      default -> Optional.empty();
    };
  }
}
