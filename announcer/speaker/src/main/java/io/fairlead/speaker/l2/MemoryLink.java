package io.fairlead.speaker.l2;

import io.fairlead.net.IpAddress;
import io.fairlead.net.MacAddress;
import io.fairlead.speaker.link.AddressRanges;
import io.fairlead.speaker.link.GroupMembership;
import io.fairlead.speaker.link.LinkFlags;
import io.fairlead.speaker.link.LinkInterface;
import io.fairlead.speaker.link.NetworkInterfaces;
import io.fairlead.speaker.link.PacketLink;
import io.fairlead.speaker.link.PacketPort;
import io.fairlead.speaker.link.PortKind;
import java.nio.ByteBuffer;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** A link with one interface and no wire: what is offered is heard, what is sent is forgotten. */
final class MemoryLink implements PacketLink {
  private static final LinkInterface ONLY =
      new LinkInterface(
          1,
          "memory0",
          new MacAddress(0x0200_0000_0001L),
          new LinkFlags(true, true, true, false, false, false),
          0,
          List.of());

  private final Map<PortKind, MemoryPort> ports = new EnumMap<>(PortKind.class);

  /** The buffer for the next frame that a port of this kind hears, to be put into and flipped. */
  ByteBuffer offer(PortKind kind) {
    var port = port(kind);
    port.offered = true;
    return port.received.clear();
  }

  @Override
  public NetworkInterfaces interfaces() {
    return new NetworkInterfaces() {
      @Override
      public List<LinkInterface> list() {
        return List.of(ONLY);
      }

      @Override
      public void close() {}
    };
  }

  @Override
  public PacketPort open(PortKind kind, LinkInterface link) {
    return port(kind);
  }

  @Override
  public GroupMembership openGroups(LinkInterface link) {
    return new GroupMembership() {
      @Override
      public void join(IpAddress group) {}

      @Override
      public void leave(IpAddress group) {}

      @Override
      public void close() {}
    };
  }

  @Override
  public boolean interfacesChanged() {
    return false;
  }

  @Override
  public void await(long timeoutMillis) {}

  @Override
  public void wakeUp() {}

  @Override
  public void close() {}

  private MemoryPort port(PortKind kind) {
    return ports.computeIfAbsent(kind, _ -> new MemoryPort());
  }

  private static final class MemoryPort implements PacketPort {
    private static final int OCTETS = 128;
    private final ByteBuffer received = ByteBuffer.allocateDirect(OCTETS);
    private final ByteBuffer sent = ByteBuffer.allocateDirect(OCTETS);
    private boolean offered;

    @Override
    public void hearOnly(AddressRanges addresses) {}

    @Override
    public ByteBuffer receive() {
      if (!offered) {
        received.clear().limit(0);
      }
      offered = false;
      return received;
    }

    @Override
    public boolean send() {
      return true;
    }

    @Override
    public ByteBuffer sendBuffer() {
      return sent;
    }

    @Override
    public void close() {}
  }
}
