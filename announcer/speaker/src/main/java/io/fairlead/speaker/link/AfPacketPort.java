package io.fairlead.speaker.link;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.function.Consumer;

/**
 * A socket of packet(7) that hears what one kind of port is for, on one interface. The filter is
 * attached before the socket is bound, and the protocol is 0 until then, so that no other frame
 * slips in.
 */
final class AfPacketPort implements PacketPort {
  private static final int FRAME_OCTETS_MAX = 2_048;
  private static final int SOCKADDR_LL_OCTETS = 20;
  private static final ValueLayout.OfShort NETWORK_SHORT =
      ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);

  private final Arena arena = Arena.ofShared();
  private final MemorySegment received = arena.allocate(FRAME_OCTETS_MAX, 8);
  private final MemorySegment sent = arena.allocate(FRAME_OCTETS_MAX, 8);
  private final ByteBuffer receiveBuffer = received.asByteBuffer();
  private final ByteBuffer sendBuffer = sent.asByteBuffer();
  private final PortKind kind;
  private final String name;
  private final int fd;
  private final Consumer<AfPacketPort> onClose;
  private boolean closed;
  private boolean ready = true;

  private AfPacketPort(PortKind kind, String name, int fd, Consumer<AfPacketPort> onClose) {
    this.kind = kind;
    this.name = name;
    this.fd = fd;
    this.onClose = onClose;
  }

  static AfPacketPort open(PortKind kind, String name, int index, Consumer<AfPacketPort> onClose)
      throws LinkException {
    int type = Libc.SOCK_RAW | Libc.SOCK_CLOEXEC;
    int fd = Libc.check(Libc.socket(Libc.AF_PACKET, type, 0), "packet socket for " + name);
    try (var arena = Arena.ofConfined()) {
      attach(fd, name, PacketFilter.all(kind));
      var address = arena.allocate(SOCKADDR_LL_OCTETS, 8);
      address.set(ValueLayout.JAVA_SHORT, 0, (short) Libc.AF_PACKET);
      address.set(NETWORK_SHORT, 2, (short) kind.etherType());
      address.set(ValueLayout.JAVA_INT, 4, index);
      Libc.check(Libc.bind(fd, address), "packet socket bound to " + name);
    } catch (LinkException e) {
      Libc.close(fd);
      throw e;
    }
    return new AfPacketPort(kind, name, fd, onClose);
  }

  // The kernel puts a filter in another's place at once: no frame meets none.
  private static void attach(int fd, String name, List<PacketFilter.Instruction> instructions)
      throws LinkException {
    try (var arena = Arena.ofConfined()) {
      var filter = PacketFilter.program(instructions, arena);
      int attached = Libc.setsockopt(fd, Libc.SOL_SOCKET, Libc.SO_ATTACH_FILTER, filter);
      Libc.check(attached, "packet filter for " + name);
    }
  }

  int fd() {
    return fd;
  }

  /** Whether a frame or an error may wait; without, {@link #receive} need not ask the kernel. */
  void ready(boolean now) {
    ready = now;
  }

  @Override
  public void hearOnly(AddressRanges addresses) throws LinkException {
    if (kind == PortKind.ARP) {
      attach(fd, name, PacketFilter.arpOf(addresses));
    }
  }

  @Override
  public ByteBuffer receive() throws LinkException {
    if (!ready) {
      return receiveBuffer.clear().limit(0);
    }
    int length;
    do {
      length = Libc.recv(fd, received, Libc.MSG_DONTWAIT);
    } while (length == -Errno.EINTR);
    if (length == -Errno.EAGAIN) {
      ready = false;
      length = 0;
    }
    return receiveBuffer.clear().limit(Libc.check(length, "receive on " + name));
  }

  @Override
  public boolean send() throws LinkException {
    int result = Libc.send(fd, sent, sendBuffer.limit(), Libc.MSG_DONTWAIT);
    if (result == -Errno.EAGAIN || result == -Errno.ENOBUFS || result == -Errno.EINTR) {
      return false;
    }
    Libc.check(result, "send on " + name);
    return true;
  }

  @Override
  public ByteBuffer sendBuffer() {
    return sendBuffer;
  }

  @Override
  public void close() {
    if (!closed) {
      closed = true;
      onClose.accept(this);
      Libc.close(fd);
      arena.close();
    }
  }
}
