package io.fairlead.config;

/**
 * Timers of BFD sessions, RFC 5880 section 6.8.1.
 *
 * @param receiveMillis smallest interval at which packets can be received, 10 to 60000
 * @param transmitMillis interval at which packets are sent, 10 to 60000
 * @param detectMultiplier so many packets lost in a row end the session, 2 to 255
 * @param echoMillis interval of echo packets, 10 to 60000; counts with {@code echoMode} only
 * @param passiveMode the other side begins
 * @param minimumTtl of packets of sessions over several hops, 1 to 254
 */
public record BfdProfile(
    String name,
    int receiveMillis,
    int transmitMillis,
    int detectMultiplier,
    int echoMillis,
    boolean echoMode,
    boolean passiveMode,
    int minimumTtl) {
  public static final int INTERVAL_DEFAULT = 300;
  public static final int MULTIPLIER_DEFAULT = 3;
  public static final int ECHO_DEFAULT = 50;
  public static final int TTL_DEFAULT = 254;
  public static final int INTERVAL_MIN = 10;
  public static final int INTERVAL_MAX = 60_000;

  public BfdProfile {
    requireWithin("receive interval", receiveMillis, INTERVAL_MIN, INTERVAL_MAX);
    requireWithin("transmit interval", transmitMillis, INTERVAL_MIN, INTERVAL_MAX);
    requireWithin("detect multiplier", detectMultiplier, 2, 255);
    requireWithin("echo interval", echoMillis, INTERVAL_MIN, INTERVAL_MAX);
    requireWithin("minimum TTL", minimumTtl, 1, 254);
  }

  private static void requireWithin(String what, int value, int min, int max) {
    if (value < min || value > max) {
      throw new IllegalArgumentException(
          "invalid " + what + " " + value + ": it must be " + min + " to " + max);
    }
  }
}
