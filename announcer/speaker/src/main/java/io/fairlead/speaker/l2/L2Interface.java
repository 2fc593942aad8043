package io.fairlead.speaker.l2;

import io.fairlead.net.IpAddress;
import io.fairlead.net.IpFamily;
import io.fairlead.net.MacAddress;
import io.fairlead.speaker.link.AddressRanges;
import io.fairlead.speaker.link.GroupMembership;
import io.fairlead.speaker.link.LinkAddress;
import io.fairlead.speaker.link.LinkException;
import io.fairlead.speaker.link.LinkInterface;
import io.fairlead.speaker.link.PacketLink;
import io.fairlead.speaker.link.PacketPort;
import io.fairlead.speaker.link.PortKind;
import io.fairlead.speaker.plan.Announcement;
import io.fairlead.wire.arp.ArpOperation;
import io.fairlead.wire.arp.ArpPacket;
import io.fairlead.wire.ethernet.EthernetFrame;
import io.fairlead.wire.ip6.Ip6Groups;
import io.fairlead.wire.ndp.NdpMessage;
import io.fairlead.wire.ndp.NdpPacket;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;

/** One interface with its open ports: answers the questions on it, announces and probes on it. */
final class L2Interface {
  /** So many frames are taken from one port before the others get their turn. */
  private static final int FRAMES_PER_TURN_MAX = 256;

  private static final IpAddress NO_IPV4 = new IpAddress(IpFamily.IPV4, 0, 0);

  private final PacketPort arp;
  private final PacketPort ndp;
  private final GroupMembership membership;
  private final SolicitedGroups groups = new SolicitedGroups();
  private final Set<IpAddress> notJoined = new HashSet<>();
  private final L2Meter meter;
  private LinkInterface link;
  private SortedSet<Integer> runningPorts;
  private Optional<AddressRanges> heard = Optional.empty();

  /** Hears of every claim to an address that comes in. */
  interface ClaimListener {
    void heard(AddressClaim claim, L2Interface on) throws LinkException;
  }

  private L2Interface(
      LinkInterface link,
      SortedSet<Integer> runningPorts,
      PacketPort arp,
      PacketPort ndp,
      GroupMembership membership,
      L2Meter meter) {
    this.link = link;
    this.runningPorts = runningPorts;
    this.arp = arp;
    this.ndp = ndp;
    this.membership = membership;
    this.meter = meter;
  }

  /**
   * Opens all that an interface needs.
   *
   * @param runningPorts of a bridge or bond: its ports that have a carrier
   */
  static L2Interface open(
      PacketLink packetLink, LinkInterface link, SortedSet<Integer> runningPorts, L2Meter meter)
      throws LinkException {
    var arp = packetLink.open(PortKind.ARP, link);
    try {
      var ndp = packetLink.open(PortKind.NDP, link);
      try {
        var membership = packetLink.openGroups(link);
        return new L2Interface(link, runningPorts, arp, ndp, membership, meter);
      } catch (LinkException e) {
        ndp.close();
        throw e;
      }
    } catch (LinkException e) {
      arp.close();
      throw e;
    }
  }

  LinkInterface link() {
    return link;
  }

  /**
   * Takes note of how the same interface stands now. True when neighbours and switches should be
   * told anew: it has another MAC address, got its carrier back, or one of its ports lost or got
   * its own.
   */
  boolean update(LinkInterface now, SortedSet<Integer> nowRunningPorts) {
    boolean announceAnew =
        !link.mac().equals(now.mac())
            || (now.flags().running() && !link.flags().running())
            || !runningPorts.equals(nowRunningPorts);
    link = now;
    runningPorts = nowRunningPorts;
    return announceAnew;
  }

  /** Has the kernel keep ARP about other addresses back, unless it does already. */
  void hearOnly(AddressRanges addresses) throws LinkException {
    if (heard.isEmpty() || !heard.get().equals(addresses)) {
      arp.hearOnly(addresses);
      heard = Optional.of(addresses);
    }
  }

  /** Answers what waits. */
  void serve(Map<IpAddress, Announcement> announced, ClaimListener claims) throws LinkException {
    for (int i = 0; i < FRAMES_PER_TURN_MAX; i++) {
      var frame = arp.receive();
      if (!frame.hasRemaining()) {
        break;
      }
      switch (ArpResponder.hear(frame, link.mac())) {
        case ArpResponder.Drop(var reason) -> meter.dropped(reason);
        case ArpResponder.Heard.Packet(var packet) -> {
          answer(packet, announced);
          claims.heard(AddressClaim.in(packet), this);
        }
      }
    }
    for (int i = 0; i < FRAMES_PER_TURN_MAX; i++) {
      var frame = ndp.receive();
      if (!frame.hasRemaining()) {
        break;
      }
      switch (NdpResponder.hear(frame, link.mac())) {
        case NdpResponder.Drop(var reason) -> meter.dropped(reason);
        case NdpResponder.Heard.Packet(var header, var packet) -> {
          answer(header, packet, announced);
          claims.heard(AddressClaim.in(header, packet), this);
        }
      }
    }
  }

  /** Tells the segment; of ARP both forms, since neighbours differ in which of them they heed. */
  void sendGratuitous(IpAddress address) throws LinkException {
    switch (address.family()) {
      case IPV4 -> {
        meter.announced(address, broadcast(ArpPacket.gratuitousRequest(link.mac(), address)));
        meter.announced(address, broadcast(ArpPacket.gratuitousReply(link.mac(), address)));
      }
      case IPV6 -> {
        var packet = NdpPacket.unsolicited(link.mac(), address);
        meter.announced(address, send(Ip6Groups.mac(packet.destination()), packet));
      }
    }
  }

  /** Asks the segment whether anybody has the address, without claiming it. */
  void sendProbe(IpAddress address) throws LinkException {
    meter.probed(
        switch (address.family()) {
          case IPV4 ->
              broadcast(
                  new ArpPacket(
                      ArpOperation.REQUEST, link.mac(), NO_IPV4, MacAddress.ZERO, address));
          case IPV6 -> {
            var packet = NdpPacket.probe(address);
            yield send(Ip6Groups.mac(packet.destination()), packet);
          }
        });
  }

  /** See {@link L2Port#knock}; asks those that are reached directly by this interface. */
  void knock(Map<IpAddress, MacAddress> neighbours) throws LinkException {
    for (var neighbour : neighbours.entrySet()) {
      for (LinkAddress own : link.addresses()) {
        if (link.flags().running() && own.subnet().contains(neighbour.getKey())) {
          knock(own.address(), neighbour.getKey(), neighbour.getValue());
          break;
        }
      }
    }
  }

  private void knock(IpAddress own, IpAddress address, MacAddress mac) throws LinkException {
    boolean sent =
        switch (address.family()) {
          case IPV4 ->
              send(
                  new EthernetFrame(mac, link.mac(), EthernetFrame.ETHER_TYPE_ARP),
                  new ArpPacket(ArpOperation.REQUEST, link.mac(), own, MacAddress.ZERO, address));
          case IPV6 ->
              send(
                  mac,
                  // Asked by its group, it names its MAC address in the answer (RFC 4861, 7.2.4).
                  new NdpPacket(
                      own,
                      Ip6Groups.solicitedNode(address),
                      new NdpMessage.Solicitation(address, Optional.of(link.mac()))));
        };
    meter.knocked(sent);
  }

  /** Hears questions for the address from now on, or no more; IPv4 needs nothing for it. */
  void listen(IpAddress address, boolean wanted) {
    if (address.family() != IpFamily.IPV6) {
      return;
    }
    if (wanted) {
      groups.add(address).ifPresent(this::join);
    } else {
      groups
          .remove(address)
          .ifPresent(
              group -> {
                notJoined.remove(group);
                membership.leave(group);
              });
    }
  }

  /** Tries again what the kernel refused before. */
  void retryGroups() {
    Set.copyOf(notJoined).forEach(this::join);
  }

  void close() {
    membership.close();
    ndp.close();
    arp.close();
  }

  private void join(IpAddress group) {
    try {
      membership.join(group);
      notJoined.remove(group);
    } catch (LinkException e) {
      notJoined.add(group);
      meter.groupRefused();
    }
  }

  private void answer(ArpPacket packet, Map<IpAddress, Announcement> announced)
      throws LinkException {
    switch (ArpResponder.answer(packet, link.name(), link.mac(), announced)) {
      case ArpResponder.Drop(var reason) -> meter.dropped(reason);
      case ArpResponder.Answer.Reply(var header, var reply) ->
          meter.answered(reply.senderIp(), send(header, reply));
    }
  }

  private void answer(
      EthernetFrame header, NdpPacket packet, Map<IpAddress, Announcement> announced)
      throws LinkException {
    switch (NdpResponder.answer(header, packet, link.name(), link.mac(), announced)) {
      case NdpResponder.Drop(var reason) -> meter.dropped(reason);
      case NdpResponder.Answer.Reply(var replyHeader, var reply) ->
          meter.answered(reply.message().target(), send(replyHeader.destination(), reply));
    }
  }

  private boolean broadcast(ArpPacket packet) throws LinkException {
    return send(
        new EthernetFrame(MacAddress.BROADCAST, link.mac(), EthernetFrame.ETHER_TYPE_ARP), packet);
  }

  private boolean send(EthernetFrame header, ArpPacket packet) throws LinkException {
    var buffer = arp.sendBuffer().clear();
    header.encode(buffer);
    packet.encode(buffer);
    buffer.flip();
    return arp.send();
  }

  private boolean send(MacAddress to, NdpPacket packet) throws LinkException {
    var buffer = ndp.sendBuffer().clear();
    new EthernetFrame(to, link.mac(), EthernetFrame.ETHER_TYPE_IPV6).encode(buffer);
    packet.encode(buffer);
    buffer.flip();
    return ndp.send();
  }
}
