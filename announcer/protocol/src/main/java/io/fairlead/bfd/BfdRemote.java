package io.fairlead.bfd;

import io.fairlead.wire.bfd.BfdPacket;
import io.fairlead.wire.bfd.BfdState;

/**
 * What is known of the other end (RFC 5880 section 6.8.1).
 *
 * @param discriminator zero when nothing has been heard for a detection time
 * @param minRxMicros zero for "send none"
 */
public record BfdRemote(
    int discriminator,
    BfdState state,
    boolean demand,
    long minRxMicros,
    long minTxMicros,
    int detectMultiplier) {
  /** As the RFC initialises it. */
  public static final BfdRemote UNKNOWN = new BfdRemote(0, BfdState.DOWN, false, 1, 0, 1);

  static BfdRemote of(BfdPacket packet) {
    return new BfdRemote(
        packet.myDiscriminator(),
        packet.state(),
        packet.demand(),
        packet.requiredMinRxMicros(),
        packet.desiredMinTxMicros(),
        packet.detectMultiplier());
  }

  public boolean isKnown() {
    return discriminator != 0;
  }
}
