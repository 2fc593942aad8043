package io.fairlead.speaker.link;

import java.io.IOException;

/** The kernel refused a call; the text names the call, the object and the error. */
public final class LinkException extends IOException {
  private static final long serialVersionUID = 1L;

  private final int errno;

  LinkException(String what, int errno) {
    super(what + ": " + Errno.text(errno));
    this.errno = errno;
  }

  /** The number of the error, as the kernel gave it. */
  public int errno() {
    return errno;
  }
}
