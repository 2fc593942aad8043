package io.fairlead.wire.hello;

import io.fairlead.net.IpAddress;
import io.fairlead.net.IpFamily;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The sender announces these addresses under these epochs. It goes, again and again, to a node that
 * the sender took over from and does not hear: whatever the reason, a datagram may get there long
 * before a connection does. The first octet cannot be that of a BFD packet, whose version is 1.
 *
 * <pre>
 * +---------------+---------------+---------------+---------------+
 * |  type (0xE1)  |  reserved (0) |  number of entries            |
 * +---------------+---------------+---------------+---------------+
 * |  each: family (4 or 6, 1 octet), address (4 or 16), epoch (8) |
 * +---------------------------------------------------------------+
 * </pre>
 *
 * <p>An authentication section follows, of the form that the hello packets have. Notices may be
 * replayed: an old claim is beaten by the newer one that is known.
 */
public record ClaimNotice(List<Entry> entries) {
  /** So many fit an Ethernet frame. */
  public static final int ENTRIES_MAX = 50;

  /** Octets of the longest notice without its authentication. */
  public static final int LENGTH_MAX = 4 + ENTRIES_MAX * (1 + 16 + 8);

  private static final int TYPE = 0xE1;
  private static final int HEADER = 4;
  private static final int EPOCH = 8;

  public ClaimNotice {
    entries = List.copyOf(entries);
    if (entries.size() > ENTRIES_MAX) {
      throw new IllegalArgumentException("too many claims for one notice");
    }
  }

  /** One claim. */
  public record Entry(IpAddress address, long epoch) {}

  /** True when the first octet is that of a notice. */
  public static boolean isNotice(byte firstOctet) {
    return (firstOctet & 0xFF) == TYPE;
  }

  /** Writes the notice at the position of the buffer. */
  public void encode(ByteBuffer buffer) {
    buffer.put((byte) TYPE).put((byte) 0).putShort((short) entries.size());
    for (Entry entry : entries) {
      buffer.put((byte) (entry.address().family() == IpFamily.IPV4 ? 4 : 6));
      buffer.put(entry.address().toBytes()).putLong(entry.epoch());
    }
  }

  /** Reads the notice that fills the buffer; empty when it is none. Never throws. */
  public static Optional<ClaimNotice> decode(ByteBuffer buffer) {
    if (buffer.remaining() < HEADER || !isNotice(buffer.get()) || buffer.get() != 0) {
      return Optional.empty();
    }
    int count = Short.toUnsignedInt(buffer.getShort());
    var entries = new ArrayList<Entry>();
    for (int i = 0; i < Math.min(count, ENTRIES_MAX + 1); i++) {
      int octets = buffer.hasRemaining() ? octets(buffer.get()) : 0;
      if (octets == 0 || buffer.remaining() < octets + EPOCH) {
        return Optional.empty();
      }
      byte[] address = new byte[octets];
      buffer.get(address);
      entries.add(new Entry(IpAddress.ofBytes(address), buffer.getLong()));
    }
    boolean whole = count <= ENTRIES_MAX && !buffer.hasRemaining();
    return whole ? Optional.of(new ClaimNotice(entries)) : Optional.empty();
  }

  private static int octets(byte family) {
    return switch (family) {
      case 4 -> 4;
      case 6 -> 16;
      default -> 0;
    };
  }
}
