package io.fairlead.bfd;

/**
 * Which sequence number may come next (RFC 5880 sections 6.7.3, 6.7.4 and 6.8.1). For one thread.
 */
public final class SequenceWindow {
  private static final long MASK_32 = 0xFFFF_FFFFL;
  private boolean known;
  private long last;

  /** Nothing was heard for twice the detection time: any number may come next. */
  public void forget() {
    known = false;
  }

  /** Takes a number of 64 bits that must grow with every packet; false when it does not. */
  public boolean acceptGrowing(long sequence) {
    if (known && sequence <= last) {
      return false;
    }
    known = true;
    last = sequence;
    return true;
  }

  /**
   * Takes a circular number of 32 bits.
   *
   * @param meticulous true when every packet must have a new one
   * @param detectMultiplier the session's; numbers further ahead than three times that are refused
   */
  public boolean acceptCircular(long sequence, boolean meticulous, int detectMultiplier) {
    long ahead = (sequence - last) & MASK_32;
    if (known && (ahead > 3L * detectMultiplier || (meticulous && ahead == 0))) {
      return false;
    }
    known = true;
    last = sequence & MASK_32;
    return true;
  }
}
