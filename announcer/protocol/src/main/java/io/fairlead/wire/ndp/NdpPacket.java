package io.fairlead.wire.ndp;

import io.fairlead.net.IpAddress;
import io.fairlead.net.MacAddress;
import io.fairlead.wire.ip6.Icmp6Checksum;
import io.fairlead.wire.ip6.Ip6Groups;
import io.fairlead.wire.ip6.Ip6Header;
import io.fairlead.wire.ip6.Ip6Octets;
import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * An IPv6 packet with one message of Neighbor Discovery about a neighbor.
 *
 * <pre>
 *  0                   1                   2                   3
 *  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |                    IPv6 header (40), hop limit 255            |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * | type 135/136  |    code (0)   |           checksum            |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |R|S|O|              reserved; R, S, O in type 136 only         |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |                     target address (16)                       |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |   options: type, length in units of 8 octets, value ...
 * +-+-+-+-+-+-+-+-+-+-+-+-+-
 * </pre>
 */
public record NdpPacket(IpAddress source, IpAddress destination, NdpMessage message) {
  /** Octets of the longest packet that is encoded: with one link-layer option. */
  public static final int LENGTH_MAX = Ip6Header.LENGTH + 32;

  private static final int SOLICITATION = 135;
  private static final int ADVERTISEMENT = 136;
  private static final int MESSAGE_LENGTH = 24;
  private static final int HOP_LIMIT = 255;
  private static final int OPTION_SOURCE_LINK_LAYER = 1;
  private static final int OPTION_TARGET_LINK_LAYER = 2;
  private static final int OPTION_UNIT = 8;
  private static final int ROUTER = 1 << 31;
  private static final int SOLICITED = 1 << 30;
  private static final int OVERRIDE = 1 << 29;
  private static final int CHECKSUM_OFFSET = 2;
  private static final long LOW_32 = 0xFFFF_FFFFL;

  /** What came of reading a packet. */
  public sealed interface Decoded {
    /** A valid packet. */
    record Ok(NdpPacket packet) implements Decoded {}

    /** No packet that concerns us. */
    record Dropped(NdpDropReason reason) implements Decoded {}
  }

  /**
   * Reads a packet at the position of a big-endian buffer, of which octets after the packet are
   * padding. Only packets that RFC 4861 sections 7.1.1 and 7.1.2 call valid are {@link Decoded.Ok}.
   * Never throws, whatever the bytes.
   */
  public static Decoded decode(ByteBuffer payload) {
    if (payload.remaining() < Ip6Header.LENGTH) {
      return dropped(NdpDropReason.TRUNCATED);
    }
    var header = Ip6Header.decode(payload);
    if (header.version() != Ip6Header.VERSION) {
      return dropped(NdpDropReason.NOT_IPV6);
    }
    if (header.nextHeader() != Ip6Header.ICMPV6) {
      return dropped(NdpDropReason.NOT_ICMPV6);
    }
    int length = header.payloadLength();
    if (length == 0 || length > payload.remaining()) {
      return dropped(NdpDropReason.TRUNCATED);
    }
    int type = payload.get(payload.position()) & 0xFF;
    if (type != SOLICITATION && type != ADVERTISEMENT) {
      return dropped(NdpDropReason.MESSAGE_TYPE);
    }
    if (length < MESSAGE_LENGTH) {
      return dropped(NdpDropReason.TRUNCATED);
    }
    payload.limit(payload.position() + length);
    return fault(header, payload)
        .<Decoded>map(Decoded.Dropped::new)
        .orElseGet(() -> message(header, type, payload));
  }

  private static Optional<NdpDropReason> fault(Ip6Header header, ByteBuffer message) {
    int at = message.position();
    if (header.hopLimit() != HOP_LIMIT) {
      return Optional.of(NdpDropReason.HOP_LIMIT);
    }
    if (message.get(at + 1) != 0) {
      return Optional.of(NdpDropReason.CODE);
    }
    int checksum =
        Icmp6Checksum.of(header.source(), header.destination(), message, at, message.remaining());
    if (checksum != 0) {
      return Optional.of(NdpDropReason.CHECKSUM);
    }
    return Ip6Groups.isMulticast(header.source())
        ? Optional.of(NdpDropReason.SOURCE)
        : Optional.empty();
  }

  private static Decoded message(Ip6Header header, int type, ByteBuffer buffer) {
    buffer.position(buffer.position() + 4);
    int flags = buffer.getInt();
    var target = Ip6Octets.read(buffer);
    if (Ip6Groups.isMulticast(target)) {
      return dropped(NdpDropReason.TARGET);
    }
    var options = LinkLayerOptions.read(buffer);
    if (options.isEmpty()) {
      return dropped(NdpDropReason.OPTION);
    }
    return type == SOLICITATION
        ? solicitation(header, target, options.get().source())
        : advertisement(header, target, flags, options.get().target());
  }

  private static Decoded solicitation(
      Ip6Header header, IpAddress target, Optional<MacAddress> linkLayer) {
    if (header.source().equals(Ip6Groups.UNSPECIFIED)) {
      if (!Ip6Groups.isSolicitedNode(header.destination())) {
        return dropped(NdpDropReason.PROBE_DESTINATION);
      }
      if (linkLayer.isPresent()) {
        return dropped(NdpDropReason.PROBE_LINK_LAYER);
      }
    }
    return ok(header, new NdpMessage.Solicitation(target, linkLayer));
  }

  private static Decoded advertisement(
      Ip6Header header, IpAddress target, int flags, Optional<MacAddress> linkLayer) {
    boolean solicited = (flags & SOLICITED) != 0;
    if (solicited && Ip6Groups.isMulticast(header.destination())) {
      return dropped(NdpDropReason.SOLICITED_TO_GROUP);
    }
    return ok(
        header,
        new NdpMessage.Advertisement(
            target, (flags & ROUTER) != 0, solicited, (flags & OVERRIDE) != 0, linkLayer));
  }

  /**
   * Writes the packet, with hop limit and checksum, at the position of a big-endian buffer.
   *
   * @throws java.nio.BufferOverflowException unless {@link #length()} octets remain
   */
  public void encode(ByteBuffer payload) {
    int length = length() - Ip6Header.LENGTH;
    new Ip6Header(Ip6Header.VERSION, length, Ip6Header.ICMPV6, HOP_LIMIT, source, destination)
        .encode(payload);
    int start = payload.position();
    switch (message) {
      case NdpMessage.Solicitation(var target, var linkLayer) -> {
        payload.putInt(SOLICITATION << 24).putInt(0);
        Ip6Octets.write(target, payload);
        linkLayer.ifPresent(mac -> option(OPTION_SOURCE_LINK_LAYER, mac, payload));
      }
      case NdpMessage.Advertisement advertisement -> {
        payload.putInt(ADVERTISEMENT << 24).putInt(flags(advertisement));
        Ip6Octets.write(advertisement.target(), payload);
        advertisement
            .targetLinkLayer()
            .ifPresent(mac -> option(OPTION_TARGET_LINK_LAYER, mac, payload));
      }
    }
    int checksum = Icmp6Checksum.of(source, destination, payload, start, length);
    payload.putShort(start + CHECKSUM_OFFSET, (short) checksum);
  }

  /** Octets of the packet. */
  public int length() {
    var linkLayer =
        switch (message) {
          case NdpMessage.Solicitation(var _, var mac) -> mac;
          case NdpMessage.Advertisement advertisement -> advertisement.targetLinkLayer();
        };
    return Ip6Header.LENGTH + MESSAGE_LENGTH + (linkLayer.isPresent() ? OPTION_UNIT : 0);
  }

  /**
   * The answer to a solicitation (RFC 4861 section 7.2.4): {@code mac} has the target. To a probe
   * it goes to all nodes, and is not solicited, since the asker has no address yet.
   */
  public NdpPacket advertisementFrom(MacAddress mac) {
    boolean probe = source.equals(Ip6Groups.UNSPECIFIED);
    return advertisement(message.target(), probe ? Ip6Groups.ALL_NODES : source, !probe, mac);
  }

  /** Tells all nodes that {@code mac} has the address (RFC 4861 section 7.2.6). */
  public static NdpPacket unsolicited(MacAddress mac, IpAddress address) {
    return advertisement(address, Ip6Groups.ALL_NODES, false, mac);
  }

  /** Asks whether anybody has the address, before it is used (RFC 4862 section 5.4.2). */
  public static NdpPacket probe(IpAddress address) {
    return new NdpPacket(
        Ip6Groups.UNSPECIFIED,
        Ip6Groups.solicitedNode(address),
        new NdpMessage.Solicitation(address, Optional.empty()));
  }

  private static NdpPacket advertisement(
      IpAddress address, IpAddress destination, boolean solicited, MacAddress mac) {
    return new NdpPacket(
        address,
        destination,
        new NdpMessage.Advertisement(address, false, solicited, true, Optional.of(mac)));
  }

  private static int flags(NdpMessage.Advertisement advertisement) {
    return (advertisement.router() ? ROUTER : 0)
        | (advertisement.solicited() ? SOLICITED : 0)
        | (advertisement.override() ? OVERRIDE : 0);
  }

  private static void option(int type, MacAddress mac, ByteBuffer buffer) {
    buffer.putLong((long) type << 56 | 1L << 48 | mac.bits());
  }

  private static Decoded ok(Ip6Header header, NdpMessage message) {
    return new Decoded.Ok(new NdpPacket(header.source(), header.destination(), message));
  }

  private static Decoded dropped(NdpDropReason reason) {
    return new Decoded.Dropped(reason);
  }

  /** The options that are heeded (RFC 4861 section 4.6.1); the first of each kind counts. */
  private record LinkLayerOptions(Optional<MacAddress> source, Optional<MacAddress> target) {
    /** Empty when an option has the length 0 or does not fit. */
    static Optional<LinkLayerOptions> read(ByteBuffer buffer) {
      var source = Optional.<MacAddress>empty();
      var target = Optional.<MacAddress>empty();
      while (buffer.hasRemaining()) {
        int at = buffer.position();
        int length = buffer.remaining() < 2 ? 0 : (buffer.get(at + 1) & 0xFF) * OPTION_UNIT;
        if (length == 0 || length > buffer.remaining()) {
          return Optional.empty();
        }
        int type = buffer.get(at) & 0xFF;
        // An Ethernet address fills one unit; another length is another kind of link.
        if (length == OPTION_UNIT && type == OPTION_SOURCE_LINK_LAYER) {
          source = source.or(() -> Optional.of(mac(buffer, at)));
        } else if (length == OPTION_UNIT && type == OPTION_TARGET_LINK_LAYER) {
          target = target.or(() -> Optional.of(mac(buffer, at)));
        }
        buffer.position(at + length);
      }
      return Optional.of(new LinkLayerOptions(source, target));
    }

    private static MacAddress mac(ByteBuffer buffer, int at) {
      return new MacAddress(
          Short.toUnsignedLong(buffer.getShort(at + 2)) << 32 | (buffer.getInt(at + 4) & LOW_32));
    }
  }
}
