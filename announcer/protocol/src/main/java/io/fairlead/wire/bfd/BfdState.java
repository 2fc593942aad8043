package io.fairlead.wire.bfd;

/** The state of a session (RFC 5880 section 4.1, "Sta"). */
public enum BfdState {
  /** Held down by an administrator. */
  ADMIN_DOWN(0),
  /** Nothing is heard. */
  DOWN(1),
  /** The other is heard, and does not know it yet. */
  INIT(2),
  /** Both hear each other. */
  UP(3);

  private static final BfdState[] BY_CODE = values();

  private final int code;

  BfdState(int code) {
    this.code = code;
  }

  /** The number on the wire. */
  public int code() {
    return code;
  }

  /** The state of the lowest two bits. */
  public static BfdState of(int code) {
    return BY_CODE[code & 3];
  }
}
