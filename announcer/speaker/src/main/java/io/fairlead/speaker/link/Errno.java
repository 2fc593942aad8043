package io.fairlead.speaker.link;

/** The error numbers of Linux that are met here, with what they mean to a person. */
final class Errno {
  static final int EPERM = 1;
  static final int ENOENT = 2;
  static final int EINTR = 4;
  static final int ENXIO = 6;
  static final int EAGAIN = 11;
  static final int ENOMEM = 12;
  static final int ENODEV = 19;
  static final int EADDRINUSE = 98;
  static final int EADDRNOTAVAIL = 99;
  static final int ENETDOWN = 100;
  static final int ENOBUFS = 105;

  private Errno() {}

  static String text(int errno) {
    return switch (errno) {
      case EPERM -> "not permitted; it needs the capability NET_RAW (setns: SYS_ADMIN)";
      case ENOENT -> "no such file";
      case ENXIO, ENODEV -> "the interface is gone";
      case ENETDOWN -> "the interface is down";
      case ENOBUFS -> "the kernel has no buffer left";
      default -> "error " + errno + " of the kernel (see errno(3))";
    };
  }
}
