package io.fairlead.speaker.link;

import io.fairlead.net.IpAddress;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Joins groups on a datagram socket that never receives anything: it is bound to no port. A packet
 * socket can have a group let in by the network adapter, but sends no report to switches. The
 * kernel grants one socket only so many groups; then another one is opened.
 */
final class UdpGroupMembership implements GroupMembership {
  /** {@code struct ipv6_mreq}: the group, and the number of the interface. */
  private static final int REQUEST_OCTETS = 20;

  private static final int INDEX_OFFSET = 16;

  private final String name;
  private final int index;
  private final List<Integer> sockets = new ArrayList<>();
  private final Map<IpAddress, Integer> joined = new HashMap<>();

  UdpGroupMembership(String name, int index) throws LinkException {
    this.name = name;
    this.index = index;
    openSocket();
  }

  @Override
  public void join(IpAddress group) throws LinkException {
    if (joined.containsKey(group)) {
      return;
    }
    int result = change(sockets.getLast(), Libc.IPV6_JOIN_GROUP, group);
    if (result == -Errno.ENOMEM || result == -Errno.ENOBUFS) {
      openSocket();
      result = change(sockets.getLast(), Libc.IPV6_JOIN_GROUP, group);
    }
    if (result != -Errno.EADDRINUSE) {
      Libc.check(result, "group " + group + " on " + name);
    }
    joined.put(group, sockets.getLast());
  }

  @Override
  public void leave(IpAddress group) {
    var socket = joined.remove(group);
    if (socket != null) {
      // Fails only when the interface is gone, and the membership with it.
      change(socket, Libc.IPV6_LEAVE_GROUP, group);
    }
  }

  @Override
  public void close() {
    sockets.forEach(Libc::close);
    sockets.clear();
    joined.clear();
  }

  private void openSocket() throws LinkException {
    int type = Libc.SOCK_DGRAM | Libc.SOCK_CLOEXEC;
    sockets.add(Libc.check(Libc.socket(Libc.AF_INET6, type, 0), "IPv6 socket for " + name));
  }

  private int change(int socket, int option, IpAddress group) {
    try (var arena = Arena.ofConfined()) {
      var request = arena.allocate(REQUEST_OCTETS, 8);
      MemorySegment.copy(group.toBytes(), 0, request, ValueLayout.JAVA_BYTE, 0, INDEX_OFFSET);
      request.set(ValueLayout.JAVA_INT, INDEX_OFFSET, index);
      return Libc.setsockopt(socket, Libc.IPPROTO_IPV6, option, request);
    }
  }
}
