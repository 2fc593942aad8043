package io.fairlead.speaker.hello;

/** Finds out after an absence whether the others noticed it; for the hello thread. */
final class Homecoming {
  private boolean pending;
  private long resumedNanos;

  /**
   * This process goes on.
   *
   * @param away it stood still for so long that others may have noticed
   */
  void begin(boolean away, HelloPeer[] peers, long now) {
    pending = away;
    resumedNanos = now;
    for (HelloPeer peer : peers) {
      peer.askedAnew = away && peer.isUp();
    }
  }

  /**
   * True once after an absence, when all whose sessions were Up have sent since then that they
   * still are: so none of them has taken this node for dead. The packets that came during the
   * absence were taken in the first turn after it, and do not count.
   */
  boolean wentUnnoticed(HelloPeer[] peers) {
    if (!pending) {
      return false;
    }
    boolean asked = false;
    for (HelloPeer peer : peers) {
      if (peer.askedAnew) {
        asked = true;
        if (!peer.isUp()) {
          pending = false;
          return false;
        }
        if (peer.runner.receivedNanos() <= resumedNanos) {
          return false;
        }
      }
    }
    pending = false;
    return asked;
  }
}
