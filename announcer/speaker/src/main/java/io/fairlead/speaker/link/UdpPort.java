package io.fairlead.speaker.link;

import io.fairlead.net.IpAddress;
import io.fairlead.net.IpFamily;
import java.lang.foreign.Arena;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.HashMap;
import java.util.Map;

/** A socket of udp(7), bound to one address, and an eventfd(2) to wake its thread. */
public final class UdpPort implements DatagramPort {
  private static final int DATAGRAM_OCTETS_MAX = 2_048;
  private static final int SOCKADDR_IN_OCTETS = 16;
  private static final int SOCKADDR_IN6_OCTETS = 28;
  private static final int POLLFD_OCTETS = 8;
  private static final short POLLIN = 1;
  private static final long NANOS_PER_SECOND = 1_000_000_000;
  private static final int IPPROTO_IP = 0;
  private static final int IP_TOS = 1;
  private static final int NETWORK_CONTROL = 0xC0;
  private static final ValueLayout.OfShort NETWORK_SHORT =
      ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);
  private static final ValueLayout.OfInt NETWORK_INT =
      ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);
  private static final ValueLayout.OfLong NETWORK_LONG =
      ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);

  private final Arena arena = Arena.ofShared();
  private final MemorySegment state = arena.allocate(Linker.Option.captureStateLayout());
  private final MemorySegment received = arena.allocate(DATAGRAM_OCTETS_MAX, 8);
  private final MemorySegment sent = arena.allocate(DATAGRAM_OCTETS_MAX, 8);
  private final MemorySegment sender = arena.allocate(SOCKADDR_IN6_OCTETS, 8);
  private final MemorySegment senderSize = arena.allocate(ValueLayout.JAVA_INT);
  private final MemorySegment pollfds = arena.allocate(2L * POLLFD_OCTETS, 8);
  private final MemorySegment timeout =
      arena.allocate(MemoryLayout.sequenceLayout(2, ValueLayout.JAVA_LONG));
  private final MemorySegment one = arena.allocateFrom(ValueLayout.JAVA_LONG, 1);
  private final MemorySegment count = arena.allocate(ValueLayout.JAVA_LONG);
  private final Object wakeUpLock = new Object();
  private final Map<IpAddress, To> destinations = new HashMap<>();
  private final IpFamily family;
  private final int fd;
  private final int eventFd;
  private boolean closed;

  private record To(MemorySegment address) implements Destination {}

  private UdpPort(IpFamily family, int fd, int eventFd) {
    this.family = family;
    this.fd = fd;
    this.eventFd = eventFd;
    pollfd(0, fd);
    pollfd(1, eventFd);
  }

  /**
   * Opens and binds a socket in the namespace of the calling thread.
   *
   * @throws LinkException when the address is not of this machine or the port is taken
   */
  public static UdpPort open(IpAddress address, int port) throws LinkException {
    var family = address.family();
    int domain = family == IpFamily.IPV4 ? DatagramCalls.AF_INET : DatagramCalls.AF_INET6;
    int type = DatagramCalls.SOCK_DGRAM | Libc.SOCK_CLOEXEC;
    String what = "UDP socket at " + address + " port " + port;
    int fd = Libc.check(Libc.socket(domain, type, 0), what);
    try (var arena = Arena.ofConfined()) {
      Libc.check(Libc.bind(fd, socketAddress(arena, address, port)), what);
      if (family == IpFamily.IPV4) {
        // Switches that know classes should let these pass first; that they do not is no fault.
        var tos = arena.allocateFrom(ValueLayout.JAVA_INT, NETWORK_CONTROL);
        var _ = Libc.setsockopt(fd, IPPROTO_IP, IP_TOS, tos);
      }
      int eventFd = Libc.check(Libc.eventfd(0, Libc.EFD_CLOEXEC | Libc.EFD_NONBLOCK), "eventfd");
      return new UdpPort(family, fd, eventFd);
    } catch (LinkException e) {
      Libc.close(fd);
      throw e;
    }
  }

  @Override
  public boolean reaches(IpAddress address) {
    return address.family() == family;
  }

  @Override
  public Destination destination(IpAddress address, int port) {
    if (!reaches(address)) {
      throw new IllegalArgumentException(address + " cannot be reached from this socket");
    }
    return destinations.computeIfAbsent(address, _ -> new To(socketAddress(arena, address, port)));
  }

  private static MemorySegment socketAddress(Arena arena, IpAddress address, int port) {
    boolean four = address.family() == IpFamily.IPV4;
    var segment = arena.allocate(four ? SOCKADDR_IN_OCTETS : SOCKADDR_IN6_OCTETS, 8);
    segment.set(
        ValueLayout.JAVA_SHORT, 0, (short) (four ? DatagramCalls.AF_INET : DatagramCalls.AF_INET6));
    segment.set(NETWORK_SHORT, 2, (short) port);
    if (four) {
      segment.set(NETWORK_INT, 4, (int) address.low());
    } else {
      segment.set(NETWORK_LONG, 8, address.high());
      segment.set(NETWORK_LONG, 16, address.low());
    }
    return segment;
  }

  @Override
  public void await(long timeoutNanos) throws LinkException {
    long nanos = Math.max(0, timeoutNanos);
    timeout.set(ValueLayout.JAVA_LONG, 0, nanos / NANOS_PER_SECOND);
    timeout.set(ValueLayout.JAVA_LONG, 8, nanos % NANOS_PER_SECOND);
    int ready = DatagramCalls.ppoll(state, pollfds, 2, timeout);
    if (ready != -Errno.EINTR) {
      Libc.check(ready, "ppoll");
    }
    if (pollfds.get(ValueLayout.JAVA_SHORT, POLLFD_OCTETS + 6) != 0) {
      Libc.read(eventFd, count);
    }
  }

  @Override
  public int receive(byte[] buffer) throws LinkException {
    senderSize.set(ValueLayout.JAVA_INT, 0, SOCKADDR_IN6_OCTETS);
    int length =
        DatagramCalls.recvfrom(state, fd, received, DATAGRAM_OCTETS_MAX, sender, senderSize);
    // ECONNREFUSED is the answer to an earlier datagram, and says nothing of this one.
    if (length == -Errno.EAGAIN || length == -Errno.EINTR || length == -Errno.ECONNREFUSED) {
      return -1;
    }
    int octets = Math.min(buffer.length, Libc.check(length, "receive a datagram"));
    MemorySegment.copy(received, ValueLayout.JAVA_BYTE, 0, buffer, 0, octets);
    return octets;
  }

  @Override
  public long senderHigh() {
    return family == IpFamily.IPV4 ? 0 : sender.get(NETWORK_LONG, 8);
  }

  @Override
  public long senderLow() {
    return family == IpFamily.IPV4
        ? sender.get(NETWORK_INT, 4) & 0xFFFF_FFFFL
        : sender.get(NETWORK_LONG, 16);
  }

  @Override
  public boolean send(byte[] buffer, int length, Destination to) {
    MemorySegment.copy(buffer, 0, sent, ValueLayout.JAVA_BYTE, 0, length);
    var address = ((To) to).address();
    // Whatever the kernel says, it may say otherwise a moment later; silence is noticed elsewhere.
    return DatagramCalls.sendto(state, fd, sent, length, address, (int) address.byteSize()) >= 0;
  }

  @Override
  public void wakeUp() {
    synchronized (wakeUpLock) {
      if (!closed) {
        Libc.write(eventFd, one);
      }
    }
  }

  @Override
  public void close() {
    synchronized (wakeUpLock) {
      if (!closed) {
        closed = true;
        Libc.close(eventFd);
        Libc.close(fd);
        arena.close();
      }
    }
  }

  private void pollfd(int slot, int descriptor) {
    pollfds.set(ValueLayout.JAVA_INT, (long) slot * POLLFD_OCTETS, descriptor);
    pollfds.set(ValueLayout.JAVA_SHORT, (long) slot * POLLFD_OCTETS + 4, POLLIN);
  }
}
