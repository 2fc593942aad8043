package io.fairlead.speaker.link;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * Hears that interfaces change: links, their carriers, and addresses of both families, by the
 * multicast groups of rtnetlink(7). What changed is not read; whoever hears it lists anew. So
 * nothing depends on every message being there, and a flood of them costs one list.
 */
final class NetlinkEvents implements AutoCloseable {
  private static final int NETLINK_ROUTE = 0;
  private static final int SOCKADDR_NL_OCTETS = 12;
  private static final int GROUPS_OFFSET = 8;
  private static final int GROUP_LINK = 0x1;
  private static final int GROUP_IPV4_ADDRESS = 0x10;
  private static final int GROUP_IPV6_ADDRESS = 0x100;
  private static final int BUFFER_OCTETS = 16 * 1024;

  private final Arena arena = Arena.ofShared();
  private final MemorySegment buffer = arena.allocate(BUFFER_OCTETS, 8);
  private final int fd;

  private NetlinkEvents(int fd) {
    this.fd = fd;
  }

  /** Opens the namespace of the calling thread. */
  static NetlinkEvents open() throws LinkException {
    int type = Libc.SOCK_RAW | Libc.SOCK_CLOEXEC;
    int fd = Libc.check(Libc.socket(Libc.AF_NETLINK, type, NETLINK_ROUTE), "netlink socket");
    try (var arena = Arena.ofConfined()) {
      var address = arena.allocate(SOCKADDR_NL_OCTETS, 8);
      address.set(ValueLayout.JAVA_SHORT, 0, (short) Libc.AF_NETLINK);
      address.set(
          ValueLayout.JAVA_INT,
          GROUPS_OFFSET,
          GROUP_LINK | GROUP_IPV4_ADDRESS | GROUP_IPV6_ADDRESS);
      Libc.check(Libc.bind(fd, address), "netlink groups");
    } catch (LinkException e) {
      Libc.close(fd);
      throw e;
    }
    return new NetlinkEvents(fd);
  }

  int fd() {
    return fd;
  }

  /** Takes all that waits; true when there was something, or the kernel had to drop something. */
  boolean drain() {
    boolean any = false;
    int result = Libc.recv(fd, buffer, Libc.MSG_DONTWAIT);
    while (result > 0 || result == -Errno.EINTR || result == -Errno.ENOBUFS) {
      any |= result != -Errno.EINTR;
      result = Libc.recv(fd, buffer, Libc.MSG_DONTWAIT);
    }
    return any;
  }

  @Override
  public void close() {
    Libc.close(fd);
    arena.close();
  }
}
