package io.fairlead.speaker.link;

import io.fairlead.net.IpAddress;
import io.fairlead.net.MacAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * Reads the answers to two dumps of rtnetlink(7), links and addresses. Pure; a message of another
 * kind or a damaged attribute is passed over.
 */
final class RouteMessages {
  static final int RTM_GETLINK = 18;
  static final int RTM_GETADDR = 22;

  private static final int NLMSG_ERROR = 2;
  private static final int NLMSG_DONE = 3;
  private static final int RTM_NEWLINK = 16;
  private static final int RTM_NEWADDR = 20;
  private static final int HEADER_LENGTH = 16;
  private static final int LINK_LENGTH = 16;
  private static final int ADDRESS_LENGTH = 8;
  private static final int REQUEST_LENGTH = 20;
  private static final short REQUEST_AND_DUMP = 0x301;
  private static final int IFLA_ADDRESS = 1;
  private static final int IFLA_IFNAME = 3;
  private static final int IFLA_MASTER = 10;
  private static final int IFA_ADDRESS = 1;
  private static final int IFA_LOCAL = 2;
  private static final int ATTRIBUTE_HEADER = 4;
  private static final int ATTRIBUTE_TYPE_MASK = 0x3FFF;
  private static final int MAC_LENGTH = 6;

  private final NavigableMap<Integer, Link> links = new TreeMap<>();
  private final NavigableMap<Integer, List<LinkAddress>> addresses = new TreeMap<>();

  private record Link(String name, MacAddress mac, LinkFlags flags, int master) {}

  /** Where a dump stands after a datagram. */
  enum Progress {
    MORE,
    DONE,
    FAILED
  }

  /** A dump request of this kind. */
  static byte[] request(int kind, int sequence) {
    return ByteBuffer.allocate(REQUEST_LENGTH)
        .order(ByteOrder.nativeOrder())
        .putInt(REQUEST_LENGTH)
        .putShort((short) kind)
        .putShort(REQUEST_AND_DUMP)
        .putInt(sequence)
        .putInt(0)
        .put((byte) Libc.AF_UNSPEC)
        .array();
  }

  /** Takes one datagram of the answer, of native byte order; other sequences are passed over. */
  Progress take(ByteBuffer datagram, int sequence) {
    while (datagram.remaining() >= HEADER_LENGTH) {
      int start = datagram.position();
      int length = datagram.getInt();
      int kind = Short.toUnsignedInt(datagram.getShort());
      datagram.getShort();
      boolean ours = datagram.getInt() == sequence;
      datagram.getInt();
      if (length < HEADER_LENGTH || length > datagram.limit() - start) {
        return Progress.FAILED;
      }
      if (ours && (kind == NLMSG_DONE || kind == NLMSG_ERROR)) {
        return kind == NLMSG_DONE ? Progress.DONE : Progress.FAILED;
      }
      if (ours) {
        message(kind, slice(datagram, start + HEADER_LENGTH, length - HEADER_LENGTH));
      }
      datagram.position(Math.min(datagram.limit(), start + aligned(length)));
    }
    return Progress.MORE;
  }

  /** All interfaces, by index. */
  List<LinkInterface> interfaces() {
    var found = new ArrayList<LinkInterface>();
    links.forEach(
        (index, link) ->
            found.add(
                new LinkInterface(
                    index,
                    link.name(),
                    link.mac(),
                    link.flags(),
                    link.master(),
                    addresses.getOrDefault(index, List.of()))));
    return List.copyOf(found);
  }

  private void message(int kind, ByteBuffer body) {
    if (kind == RTM_NEWLINK && body.remaining() >= LINK_LENGTH) {
      link(body);
    } else if (kind == RTM_NEWADDR && body.remaining() >= ADDRESS_LENGTH) {
      address(body);
    }
  }

  private void link(ByteBuffer body) {
    int index = body.getInt(4);
    int bits = body.getInt(8);
    var attributes = attributes(slice(body, LINK_LENGTH, body.remaining() - LINK_LENGTH));
    var name = attributes.get(IFLA_IFNAME);
    if (name == null) {
      return;
    }
    var octets = attributes.getOrDefault(IFLA_ADDRESS, new byte[0]);
    var mac = octets.length == MAC_LENGTH ? MacAddress.ofBytes(octets) : MacAddress.ZERO;
    int master = number(attributes.getOrDefault(IFLA_MASTER, new byte[0]));
    links.put(index, new Link(text(name), mac, LinkFlags.of(bits, master != 0), master));
  }

  private void address(ByteBuffer body) {
    int prefixLength = body.get(1) & 0xFF;
    int index = body.getInt(4);
    var attributes = attributes(slice(body, ADDRESS_LENGTH, body.remaining() - ADDRESS_LENGTH));
    // On a point-to-point link IFA_ADDRESS is the far end; IFA_LOCAL, if given, is ours.
    var octets = attributes.getOrDefault(IFA_LOCAL, attributes.get(IFA_ADDRESS));
    if (octets != null
        && (octets.length == 4 || octets.length == 16)
        && prefixLength <= octets.length * Byte.SIZE) {
      addresses
          .computeIfAbsent(index, _ -> new ArrayList<>())
          .add(new LinkAddress(IpAddress.ofBytes(octets), prefixLength));
    }
  }

  private static NavigableMap<Integer, byte[]> attributes(ByteBuffer buffer) {
    var found = new TreeMap<Integer, byte[]>();
    while (buffer.remaining() >= ATTRIBUTE_HEADER) {
      int start = buffer.position();
      int length = Short.toUnsignedInt(buffer.getShort());
      int type = Short.toUnsignedInt(buffer.getShort()) & ATTRIBUTE_TYPE_MASK;
      if (length < ATTRIBUTE_HEADER || length > buffer.limit() - start) {
        return found;
      }
      byte[] value = new byte[length - ATTRIBUTE_HEADER];
      buffer.get(value);
      found.put(type, value);
      buffer.position(Math.min(buffer.limit(), start + aligned(length)));
    }
    return found;
  }

  private static ByteBuffer slice(ByteBuffer buffer, int from, int length) {
    return buffer.slice(from, length).order(buffer.order());
  }

  private static int number(byte[] octets) {
    return octets.length == Integer.BYTES
        ? ByteBuffer.wrap(octets).order(ByteOrder.nativeOrder()).getInt()
        : 0;
  }

  private static String text(byte[] zeroEnded) {
    int end = 0;
    while (end < zeroEnded.length && zeroEnded[end] != 0) {
      end++;
    }
    return new String(zeroEnded, 0, end, StandardCharsets.UTF_8);
  }

  private static int aligned(int length) {
    return (length + 3) & ~3;
  }
}
