package io.fairlead.bfd;

/** The random part of the transmit interval (RFC 5880 section 6.8.7), from a seed. */
final class Jitter {
  private static final long PARTS = 1 << 16;

  private Jitter() {}

  /** The seed after one use (a step of xorshift, which never returns to zero). */
  static long next(long seed) {
    long x = seed == 0 ? 0x9E37_79B9_7F4A_7C15L : seed;
    x ^= x << 13;
    x ^= x >>> 7;
    return x ^ (x << 17);
  }

  /** 75 to 100 % of the interval; with a detect multiplier of 1, 75 to 90 %. */
  static long apply(long intervalNanos, int detectMultiplier, long seed) {
    long span = detectMultiplier == 1 ? intervalNanos * 15 / 100 : intervalNanos / 4;
    long least = intervalNanos - intervalNanos / 4;
    return least + span * ((seed >>> 20) & (PARTS - 1)) / PARTS;
  }
}
