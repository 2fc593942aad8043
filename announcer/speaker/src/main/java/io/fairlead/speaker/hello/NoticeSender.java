package io.fairlead.speaker.hello;

import io.fairlead.cluster.NodeName;
import io.fairlead.net.IpAddress;
import io.fairlead.placement.Claim;
import io.fairlead.speaker.link.DatagramPort;
import io.fairlead.wire.hello.ClaimNotice;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** Repeats claims to nodes that may not have heard of them; for the hello thread. */
final class NoticeSender {
  private static final long PERIOD_NANOS = 100_000_000;
  private static final int DATAGRAMS_PER_PERIOD_MAX = 64;

  private final DatagramPort port;
  private final int portNumber;
  private final HelloKeyring keys;
  private SortedMap<NodeName, IpAddress> known = new TreeMap<>();
  private SortedMap<NodeName, List<Claim>> claims = new TreeMap<>();
  private List<Notice> notices = List.of();
  private int cursor;
  private boolean due;
  private long dueNanos;

  /**
   * @param packet up to its position, with room for the authentication behind it
   */
  private record Notice(DatagramPort.Destination to, ByteBuffer packet) {}

  NoticeSender(DatagramPort port, int portNumber, HelloKeyring keys) {
    this.port = port;
    this.portNumber = portNumber;
    this.keys = keys;
  }

  void know(SortedMap<NodeName, IpAddress> speakers) {
    known = speakers;
    prepare();
  }

  void use(SortedMap<NodeName, List<Claim>> next) {
    claims = next;
    prepare();
    due = true;
  }

  /** The speaker at this address. */
  Optional<NodeName> nodeAt(long high, long low) {
    return known.entrySet().stream()
        .filter(entry -> entry.getValue().low() == low && entry.getValue().high() == high)
        .map(Map.Entry::getKey)
        .findFirst();
  }

  void tick(long now) {
    if (notices.isEmpty() || !(due || now >= dueNanos) || !keys.canSign()) {
      return;
    }
    due = false;
    dueNanos = now + PERIOD_NANOS;
    for (int i = 0; i < Math.min(notices.size(), DATAGRAMS_PER_PERIOD_MAX); i++) {
      cursor = (cursor + 1) % notices.size();
      var notice = notices.get(cursor);
      byte[] packet = notice.packet().array();
      int length = keys.sign(packet, notice.packet().position());
      var _ = port.send(packet, length, notice.to());
    }
  }

  private void prepare() {
    var next = new ArrayList<Notice>();
    claims.forEach(
        (node, told) -> {
          var address = known.get(node);
          if (address != null) {
            var to = port.destination(address, portNumber);
            for (int i = 0; i < told.size(); i += ClaimNotice.ENTRIES_MAX) {
              int end = Math.min(told.size(), i + ClaimNotice.ENTRIES_MAX);
              next.add(notice(to, told.subList(i, end)));
            }
          }
        });
    notices = List.copyOf(next);
  }

  private static Notice notice(DatagramPort.Destination to, List<Claim> part) {
    var buffer = ByteBuffer.allocate(ClaimNotice.LENGTH_MAX + HelloKeyring.TYPE.length());
    new ClaimNotice(
            part.stream()
                .map(claim -> new ClaimNotice.Entry(claim.address(), claim.epoch()))
                .toList())
        .encode(buffer);
    return new Notice(to, buffer);
  }
}
