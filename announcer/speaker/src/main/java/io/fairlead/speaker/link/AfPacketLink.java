package io.fairlead.speaker.link;

import io.fairlead.net.MacAddress;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;

/** The real link: packet(7) sockets, poll(2) over all of them, eventfd(2) to wake it. */
public final class AfPacketLink implements PacketLink {
  private static final short POLLIN = 1;
  private static final int POLLFD_OCTETS = 8;
  private static final int POLLFD_RETURNED_OFFSET = 6;
  private static final int EVENT_OCTETS = 8;
  private static final long FIXED_FDS = 2;
  private static final int WARM_UP_FRAMES = 2_000;
  private static final int SHORTEST_FRAME_OCTETS = 60;
  private static final LinkInterface LOOPBACK =
      new LinkInterface(1, "lo", MacAddress.ZERO, LinkFlags.of(0, false), 0, List.of());

  private final Arena arena = Arena.ofShared();
  private final MemorySegment one = arena.allocateFrom(ValueLayout.JAVA_LONG, 1);
  private final MemorySegment count = arena.allocate(EVENT_OCTETS, 8);
  private final List<AfPacketPort> ports = new ArrayList<>();
  private final NetlinkInterfaces interfaces;
  private final NetlinkEvents events;
  private final Object wakeUpLock = new Object();
  private final int eventFd;
  private boolean closed;
  private MemorySegment pollfds = arena.allocate(POLLFD_OCTETS, 8);
  private boolean pollfdsStale = true;
  private boolean eventsReady = true;

  private AfPacketLink(NetlinkInterfaces interfaces, NetlinkEvents events, int eventFd) {
    this.interfaces = interfaces;
    this.events = events;
    this.eventFd = eventFd;
  }

  /**
   * Opens the link in the namespace of the calling thread and exercises every call once, since the
   * first use of a foreign function takes milliseconds that a first answer should not wait for.
   *
   * @throws LinkException when the capability NET_RAW is missing
   */
  public static AfPacketLink open() throws LinkException {
    int flags = Libc.EFD_CLOEXEC | Libc.EFD_NONBLOCK;
    int eventFd = Libc.check(Libc.eventfd(0, flags), "eventfd");
    try {
      var link = new AfPacketLink(NetlinkInterfaces.open(), NetlinkEvents.open(), eventFd);
      link.warmUp();
      return link;
    } catch (LinkException e) {
      Libc.close(eventFd);
      throw e;
    }
  }

  @Override
  public NetworkInterfaces interfaces() {
    return interfaces;
  }

  @Override
  public PacketPort open(PortKind kind, LinkInterface link) throws LinkException {
    var port = AfPacketPort.open(kind, link.name(), link.index(), this::forget);
    ports.add(port);
    pollfdsStale = true;
    return port;
  }

  @Override
  public GroupMembership openGroups(LinkInterface link) throws LinkException {
    return new UdpGroupMembership(link.name(), link.index());
  }

  @Override
  public boolean interfacesChanged() {
    return eventsReady && events.drain();
  }

  @Override
  public void await(long timeoutMillis) throws LinkException {
    if (pollfdsStale) {
      refreshPollfds();
    }
    int timeout = Math.clamp(timeoutMillis, 0, Integer.MAX_VALUE);
    int ready = Libc.poll(pollfds, ports.size() + FIXED_FDS, timeout);
    if (ready == -Errno.EINTR) {
      ready = 0;
    }
    // Whom the kernel has nothing for is not asked: every call less is an earlier answer.
    boolean any = Libc.check(ready, "poll") > 0;
    eventsReady = any && returned(1);
    for (int i = 0; i < ports.size(); i++) {
      ports.get(i).ready(any && returned(i + (int) FIXED_FDS));
    }
    if (any && returned(0)) {
      Libc.read(eventFd, count);
    }
  }

  private boolean returned(int slot) {
    long at = (long) slot * POLLFD_OCTETS + POLLFD_RETURNED_OFFSET;
    return pollfds.get(ValueLayout.JAVA_SHORT, at) != 0;
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
    List.copyOf(ports).forEach(AfPacketPort::close);
    synchronized (wakeUpLock) {
      if (!closed) {
        closed = true;
        Libc.close(eventFd);
        interfaces.close();
        events.close();
        arena.close();
      }
    }
  }

  private void forget(AfPacketPort port) {
    ports.remove(port);
    pollfdsStale = true;
  }

  private void refreshPollfds() {
    long needed = (ports.size() + FIXED_FDS) * POLLFD_OCTETS;
    if (pollfds.byteSize() < needed) {
      // The old block stays until the link closes; doubling keeps the sum small.
      pollfds = arena.allocate(needed * 2, 8);
    }
    pollfd(0, eventFd);
    pollfd(1, events.fd());
    for (int i = 0; i < ports.size(); i++) {
      pollfd(i + (int) FIXED_FDS, ports.get(i).fd());
    }
    pollfdsStale = false;
  }

  private void pollfd(int slot, int fd) {
    pollfds.set(ValueLayout.JAVA_INT, (long) slot * POLLFD_OCTETS, fd);
    pollfds.set(ValueLayout.JAVA_INT, (long) slot * POLLFD_OCTETS + 4, POLLIN);
  }

  private void warmUp() throws LinkException {
    try (var port = open(PortKind.ARP, LOOPBACK)) {
      for (int i = 0; i < WARM_UP_FRAMES; i++) {
        // Zeros: a frame of no known EtherType, which every receiver drops.
        port.sendBuffer().clear().limit(SHORTEST_FRAME_OCTETS);
        port.send();
        port.receive();
        wakeUp();
        await(0);
      }
    } catch (LinkException e) {
      if (e.errno() != Errno.ENETDOWN) {
        throw e;
      }
    }
    interfaces.list();
  }
}
