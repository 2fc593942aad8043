package io.fairlead.wire.bfd;

/** Why a session last left the state Up (RFC 5880 section 4.1, "Diag"). */
public enum BfdDiagnostic {
  NONE(0),
  CONTROL_DETECTION_TIME_EXPIRED(1),
  ECHO_FUNCTION_FAILED(2),
  NEIGHBOR_SIGNALED_SESSION_DOWN(3),
  FORWARDING_PLANE_RESET(4),
  PATH_DOWN(5),
  CONCATENATED_PATH_DOWN(6),
  ADMINISTRATIVELY_DOWN(7),
  REVERSE_CONCATENATED_PATH_DOWN(8),
  /** A number that the RFC reserves; it is to be accepted. */
  RESERVED(9);

  private static final BfdDiagnostic[] BY_CODE = values();

  private final int code;

  BfdDiagnostic(int code) {
    this.code = code;
  }

  /** The number on the wire. */
  public int code() {
    return code;
  }

  /** The diagnostic of a number of five bits. */
  public static BfdDiagnostic of(int code) {
    return BY_CODE[Math.min(code & 0x1F, RESERVED.code)];
  }
}
