package io.fairlead.bfd;

/**
 * What this end wants while the session is Up.
 *
 * @param desiredMinTxMicros it would not send more often than this
 * @param requiredMinRxMicros it cannot take packets more often than this
 * @param detectMultiplier so many packets may be missing before the other is given up, 1 to 255
 */
public record BfdTimers(long desiredMinTxMicros, long requiredMinRxMicros, int detectMultiplier) {
  private static final long MICROS_MAX = 0xFFFF_FFFFL;
  private static final int MULTIPLIER_MAX = 255;

  public BfdTimers {
    if (desiredMinTxMicros < 1
        || desiredMinTxMicros > MICROS_MAX
        || requiredMinRxMicros < 0
        || requiredMinRxMicros > MICROS_MAX
        || detectMultiplier < 1
        || detectMultiplier > MULTIPLIER_MAX) {
      throw new IllegalArgumentException("no timers of BFD");
    }
  }

  /** The same interval both ways. */
  public static BfdTimers every(long micros, int detectMultiplier) {
    return new BfdTimers(micros, micros, detectMultiplier);
  }
}
