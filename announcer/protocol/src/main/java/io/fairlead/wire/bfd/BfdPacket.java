package io.fairlead.wire.bfd;

import java.nio.ByteBuffer;

/**
 * The mandatory section of a BFD control packet (RFC 5880 section 4.1).
 *
 * <pre>
 *  0                   1                   2                   3
 *  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |Vers |  Diag   |Sta|P|F|C|A|D|M|  Detect Mult  |    Length     |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |                       My Discriminator                        |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |                      Your Discriminator                       |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |                    Desired Min TX Interval                    |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |                   Required Min RX Interval                    |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |                 Required Min Echo RX Interval                 |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * </pre>
 *
 * @param finished the bit F, the answer to a poll
 * @param controlPlaneIndependent the bit C
 * @param detectMultiplier 1 to 255
 * @param myDiscriminator not zero
 * @param yourDiscriminator zero when not known yet
 * @param desiredMinTxMicros unsigned, 32 bits
 * @param requiredMinRxMicros unsigned, 32 bits; zero for "send none"
 * @param requiredMinEchoRxMicros unsigned, 32 bits; zero for "no echo"
 */
public record BfdPacket(
    BfdDiagnostic diagnostic,
    BfdState state,
    boolean poll,
    boolean finished,
    boolean controlPlaneIndependent,
    boolean demand,
    int detectMultiplier,
    int myDiscriminator,
    int yourDiscriminator,
    long desiredMinTxMicros,
    long requiredMinRxMicros,
    long requiredMinEchoRxMicros) {
  /** Octets of the mandatory section. */
  public static final int LENGTH = 24;

  public static final int VERSION = 1;
  private static final int DETECT_MULTIPLIER_MAX = 255;
  private static final long MICROS_MAX = 0xFFFF_FFFFL;
  private static final int POLL = 0x20;
  private static final int FINAL = 0x10;
  private static final int CONTROL_PLANE_INDEPENDENT = 0x08;
  private static final int AUTHENTICATION = 0x04;
  private static final int DEMAND = 0x02;
  private static final int MULTIPOINT = 0x01;
  private static final int AUTHENTICATION_HEADER = 2;

  public BfdPacket {
    if (detectMultiplier < 1 || detectMultiplier > DETECT_MULTIPLIER_MAX || myDiscriminator == 0) {
      throw new IllegalArgumentException("no valid BFD packet");
    }
    if (isNoInterval(desiredMinTxMicros)
        || isNoInterval(requiredMinRxMicros)
        || isNoInterval(requiredMinEchoRxMicros)) {
      throw new IllegalArgumentException("an interval has 32 bits");
    }
  }

  /** What came of reading a packet. */
  public sealed interface Decoded {
    /**
     * A packet; its authentication is not checked yet.
     *
     * @param authenticated true when an authentication section follows
     */
    record Ok(BfdPacket packet, boolean authenticated) implements Decoded {}

    /** A packet to be discarded. */
    record Dropped(BfdDropReason reason) implements Decoded {}
  }

  /**
   * Reads the packet that fills the buffer, by the rules of RFC 5880 section 6.8.6 that need no
   * session. Never throws, whatever the bytes; the position is left where it is.
   */
  public static Decoded decode(ByteBuffer buffer) {
    if (buffer.remaining() < LENGTH) {
      return new Decoded.Dropped(BfdDropReason.TRUNCATED);
    }
    int start = buffer.position();
    int versionAndDiagnostic = buffer.get(start) & 0xFF;
    int stateAndBits = buffer.get(start + 1) & 0xFF;
    int length = buffer.get(start + 3) & 0xFF;
    boolean authenticated = (stateAndBits & AUTHENTICATION) != 0;
    if (versionAndDiagnostic >>> 5 != VERSION) {
      return new Decoded.Dropped(BfdDropReason.VERSION);
    }
    if (length < (authenticated ? LENGTH + AUTHENTICATION_HEADER : LENGTH)) {
      return new Decoded.Dropped(BfdDropReason.LENGTH);
    }
    if (length > buffer.remaining()) {
      return new Decoded.Dropped(BfdDropReason.TRUNCATED);
    }
    if ((stateAndBits & MULTIPOINT) != 0) {
      return new Decoded.Dropped(BfdDropReason.MULTIPOINT);
    }
    int multiplier = buffer.get(start + 2) & 0xFF;
    if (multiplier == 0) {
      return new Decoded.Dropped(BfdDropReason.DETECT_MULTIPLIER);
    }
    var state = BfdState.of(stateAndBits >>> 6);
    int mine = buffer.getInt(start + 4);
    int yours = buffer.getInt(start + 8);
    if (mine == 0) {
      return new Decoded.Dropped(BfdDropReason.MY_DISCRIMINATOR);
    }
    if (yours == 0 && state != BfdState.DOWN && state != BfdState.ADMIN_DOWN) {
      return new Decoded.Dropped(BfdDropReason.YOUR_DISCRIMINATOR);
    }
    var packet =
        new BfdPacket(
            BfdDiagnostic.of(versionAndDiagnostic),
            state,
            (stateAndBits & POLL) != 0,
            (stateAndBits & FINAL) != 0,
            (stateAndBits & CONTROL_PLANE_INDEPENDENT) != 0,
            (stateAndBits & DEMAND) != 0,
            multiplier,
            mine,
            yours,
            Integer.toUnsignedLong(buffer.getInt(start + 12)),
            Integer.toUnsignedLong(buffer.getInt(start + 16)),
            Integer.toUnsignedLong(buffer.getInt(start + 20)));
    return new Decoded.Ok(packet, authenticated);
  }

  /**
   * Writes the packet at the position of the buffer.
   *
   * @param authenticationLength octets of the authentication section that will follow; 0 for none
   * @throws java.nio.BufferOverflowException unless {@link #LENGTH} octets remain
   */
  public void encode(ByteBuffer buffer, int authenticationLength) {
    int bits =
        (state.code() << 6)
            | (poll ? POLL : 0)
            | (finished ? FINAL : 0)
            | (controlPlaneIndependent ? CONTROL_PLANE_INDEPENDENT : 0)
            | (authenticationLength > 0 ? AUTHENTICATION : 0)
            | (demand ? DEMAND : 0);
    buffer.put((byte) ((VERSION << 5) | diagnostic.code()));
    buffer.put((byte) bits);
    buffer.put((byte) detectMultiplier);
    buffer.put((byte) (LENGTH + authenticationLength));
    buffer.putInt(myDiscriminator);
    buffer.putInt(yourDiscriminator);
    buffer.putInt((int) desiredMinTxMicros);
    buffer.putInt((int) requiredMinRxMicros);
    buffer.putInt((int) requiredMinEchoRxMicros);
  }

  private static boolean isNoInterval(long micros) {
    return micros < 0 || micros > MICROS_MAX;
  }
}
