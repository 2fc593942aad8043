package io.fairlead.speaker.link;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.List;

/**
 * Asks the kernel by rtnetlink(7). Unlike the files under {@code /sys} and {@code /proc}, the
 * socket shows the namespace of the thread that opened it. Not safe for use by several threads at
 * once.
 */
public final class NetlinkInterfaces implements NetworkInterfaces {
  private static final int NETLINK_ROUTE = 0;
  private static final int BUFFER_OCTETS = 64 * 1024;
  private static final int DATAGRAMS_MAX = 10_000;
  private static final short POLLIN = 1;
  private static final int POLLFD_OCTETS = 8;
  private static final int ANSWER_MILLIS_MAX = 2_000;

  private final Arena arena = Arena.ofShared();
  private final MemorySegment buffer = arena.allocate(BUFFER_OCTETS, 8);
  private final MemorySegment pollfd = arena.allocate(POLLFD_OCTETS, 8);
  private final int fd;
  private int sequence;

  private NetlinkInterfaces(int fd) {
    this.fd = fd;
    pollfd.set(ValueLayout.JAVA_INT, 0, fd);
    pollfd.set(ValueLayout.JAVA_SHORT, 4, POLLIN);
  }

  /** Opens the namespace of the calling thread. */
  public static NetlinkInterfaces open() throws LinkException {
    int type = Libc.SOCK_RAW | Libc.SOCK_CLOEXEC;
    int fd = Libc.check(Libc.socket(Libc.AF_NETLINK, type, NETLINK_ROUTE), "netlink socket");
    return new NetlinkInterfaces(fd);
  }

  @Override
  public List<LinkInterface> list() throws LinkException {
    var messages = new RouteMessages();
    dump(RouteMessages.RTM_GETLINK, messages);
    dump(RouteMessages.RTM_GETADDR, messages);
    return messages.interfaces();
  }

  @Override
  public void close() {
    Libc.close(fd);
    arena.close();
  }

  private void dump(int kind, RouteMessages messages) throws LinkException {
    sequence++;
    byte[] request = RouteMessages.request(kind, sequence);
    MemorySegment.copy(request, 0, buffer, ValueLayout.JAVA_BYTE, 0, request.length);
    Libc.check(Libc.send(fd, buffer, request.length, 0), "netlink request");
    for (int i = 0; i < DATAGRAMS_MAX; i++) {
      int length = receive();
      var datagram = buffer.asSlice(0, length).asByteBuffer().order(ByteOrder.nativeOrder());
      switch (messages.take(datagram, sequence)) {
        case MORE -> {}
        case DONE -> {
          return;
        }
        case FAILED -> throw new LinkException("netlink dump " + kind, Errno.EAGAIN);
      }
    }
    throw new LinkException("netlink dump " + kind + " without an end", Errno.ENOBUFS);
  }

  private int receive() throws LinkException {
    int ready;
    do {
      ready = Libc.poll(pollfd, 1, ANSWER_MILLIS_MAX);
    } while (ready == -Errno.EINTR);
    Libc.check(ready == 0 ? -Errno.EAGAIN : ready, "netlink answer");
    return Libc.check(Libc.recv(fd, buffer, Libc.MSG_DONTWAIT), "netlink answer");
  }
}
