package io.fairlead.wire.bfd;

import java.util.Optional;

/** The types of the authentication section that are spoken here. */
public enum BfdAuthType {
  /** RFC 5880 section 4.4; a sequence number of 32 bits that may repeat. */
  KEYED_SHA1(4, 28, 4, 20),
  /** RFC 5880 section 4.4; the sequence number grows with every packet. */
  METICULOUS_KEYED_SHA1(5, 28, 4, 20),
  /**
   * Ours, of the unassigned types: HMAC-SHA-256 over the packet up to the digest, and a sequence
   * number of 64 bits that grows with every packet and never wraps.
   *
   * <pre>
   * +---------------+---------------+---------------+---------------+
   * |  type (251)   |  length (44)  |  key id       |  reserved (0) |
   * +---------------+---------------+---------------+---------------+
   * |  sequence number, 8 octets, then HMAC-SHA-256, 32 octets ...  |
   * +---------------------------------------------------------------+
   * </pre>
   */
  METICULOUS_HMAC_SHA256(251, 44, 8, 32);

  private final int code;
  private final int length;
  private final int sequenceLength;
  private final int digestLength;

  BfdAuthType(int code, int length, int sequenceLength, int digestLength) {
    this.code = code;
    this.length = length;
    this.sequenceLength = sequenceLength;
    this.digestLength = digestLength;
  }

  /** The number on the wire. */
  public int code() {
    return code;
  }

  /** Octets of the whole section. */
  public int length() {
    return length;
  }

  int sequenceLength() {
    return sequenceLength;
  }

  int digestLength() {
    return digestLength;
  }

  /** The type of this number, or empty for one that is not spoken here. */
  public static Optional<BfdAuthType> of(int code) {
    for (BfdAuthType type : values()) {
      if (type.code == code) {
        return Optional.of(type);
      }
    }
    return Optional.empty();
  }
}
