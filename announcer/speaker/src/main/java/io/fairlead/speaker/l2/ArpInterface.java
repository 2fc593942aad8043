package io.fairlead.speaker.l2;

import io.fairlead.net.IpAddress;
import io.fairlead.net.MacAddress;
import io.fairlead.speaker.link.LinkException;
import io.fairlead.speaker.link.LinkInterface;
import io.fairlead.speaker.link.PacketPort;
import io.fairlead.speaker.plan.Announcement;
import io.fairlead.wire.arp.ArpPacket;
import io.fairlead.wire.ethernet.EthernetFrame;
import java.nio.ByteBuffer;
import java.util.Map;

/** One interface with its open port: answers the requests on it, and announces on it. */
final class ArpInterface {
  /** So many frames are taken from one port before the others get their turn. */
  private static final int FRAMES_PER_TURN_MAX = 256;

  private final PacketPort port;
  private final L2Meter meter;
  private LinkInterface link;

  ArpInterface(LinkInterface link, PacketPort port, L2Meter meter) {
    this.link = link;
    this.port = port;
    this.meter = meter;
  }

  LinkInterface link() {
    return link;
  }

  /** Takes note of what changed at the same interface. */
  void update(LinkInterface now) {
    link = now;
  }

  /** Answers what waits. */
  void serve(Map<IpAddress, Announcement> announced) throws LinkException {
    for (int i = 0; i < FRAMES_PER_TURN_MAX; i++) {
      var frame = port.receive();
      if (!frame.hasRemaining()) {
        return;
      }
      serve(frame, announced);
    }
  }

  /** Both gratuitous forms; neighbours differ in which of them they heed. */
  void sendGratuitous(IpAddress address) throws LinkException {
    var header = new EthernetFrame(MacAddress.BROADCAST, link.mac(), EthernetFrame.ETHER_TYPE_ARP);
    meter.announced(address, send(header, ArpPacket.gratuitousRequest(link.mac(), address)));
    meter.announced(address, send(header, ArpPacket.gratuitousReply(link.mac(), address)));
  }

  void close() {
    port.close();
  }

  private void serve(ByteBuffer frame, Map<IpAddress, Announcement> announced)
      throws LinkException {
    switch (ArpResponder.respond(frame, link.name(), link.mac(), announced)) {
      case ArpResponder.Answer.Drop(var reason) -> meter.dropped(reason);
      case ArpResponder.Answer.Reply(var header, var packet) ->
          meter.answered(packet.senderIp(), send(header, packet));
    }
  }

  private boolean send(EthernetFrame header, ArpPacket packet) throws LinkException {
    var buffer = port.sendBuffer().clear();
    header.encode(buffer);
    packet.encode(buffer);
    buffer.flip();
    return port.send();
  }
}
