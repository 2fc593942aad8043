package io.fairlead.load.failover;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.fairlead.net.IpAddress;
import io.fairlead.net.IpFamily;
import io.fairlead.net.MacAddress;
import io.fairlead.speaker.link.AfPacketLink;
import io.fairlead.speaker.link.LinkAddress;
import io.fairlead.speaker.link.LinkException;
import io.fairlead.speaker.link.LinkInterface;
import io.fairlead.speaker.link.PacketLink;
import io.fairlead.speaker.link.PacketPort;
import io.fairlead.speaker.link.PortKind;
import io.fairlead.wire.arp.ArpOperation;
import io.fairlead.wire.arp.ArpPacket;
import io.fairlead.wire.ethernet.EthernetFrame;
import io.fairlead.wire.ip6.Ip6Groups;
import io.fairlead.wire.ndp.NdpMessage;
import io.fairlead.wire.ndp.NdpPacket;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Runs on the router and asks the segment for one address every 10 ms, by an ARP request or by a
 * neighbor solicitation; every answer is noted, whoever gives it. A client with an entry in its
 * neighbour table is served by whom it knows, so only this sees who answers.
 *
 * <p>It reads commands from its standard input: {@code open ADDRESS} begins a new window of time,
 * {@code look} prints an {@link ArpReport} of the window so far. The end of the input ends it.
 */
final class ArpWatch {
  private static final long TICK_NANOS = TimeUnit.MILLISECONDS.toNanos(10);
  private static final String INTERFACE = "eth0";

  private final PacketLink link;
  private final LinkInterface eth0;
  private final PacketPort arp;
  private final PacketPort ndp;

  private final List<ArpReport.Reply> replies = new ArrayList<>();
  private Optional<IpAddress> asked = Optional.empty();
  private int requests;
  private long startNanos;

  private ArpWatch() throws LinkException {
    link = AfPacketLink.open();
    eth0 =
        link.interfaces().list().stream()
            .filter(each -> each.name().equals(INTERFACE))
            .findFirst()
            .orElseThrow(() -> new CampaignException("there is no interface " + INTERFACE));
    arp = link.open(PortKind.ARP, eth0);
    ndp = link.open(PortKind.NDP, eth0);
  }

  private IpAddress self(IpFamily family) {
    return eth0.addresses().stream()
        .map(LinkAddress::address)
        .filter(address -> address.family() == family)
        .findFirst()
        .orElseThrow(() -> new CampaignException(INTERFACE + " has no address of " + family));
  }

  public static void main(String[] arguments) throws IOException, LinkException {
    var watch = new ArpWatch();
    Thread.ofPlatform().daemon().name("arp").start(watch::work);
    var input = new BufferedReader(new InputStreamReader(System.in, UTF_8));
    for (String line = input.readLine(); line != null; line = input.readLine()) {
      System.out.println(watch.obey(line.strip()));
      System.out.flush();
    }
    System.exit(0);
  }

  private synchronized String obey(String command) {
    if (command.startsWith("open ")) {
      asked = Optional.of(IpAddress.parse(command.substring("open ".length())));
      replies.clear();
      requests = 0;
      startNanos = System.nanoTime();
      return "ok";
    }
    return command.equals("look")
        ? ArpReport.of(requests, replies, startNanos, System.nanoTime()).line()
        : "unknown command: " + command;
  }

  private void work() {
    long next = System.nanoTime();
    while (true) {
      try {
        long wait = next - System.nanoTime();
        link.await(Math.max(0, TimeUnit.NANOSECONDS.toMillis(wait)));
        take();
        if (System.nanoTime() >= next) {
          ask();
          // Ticks that the machine was too busy for are left out rather than made up for.
          next = Math.max(next + TICK_NANOS, System.nanoTime());
        }
      } catch (LinkException e) {
        System.err.println("arp watch: " + e.getMessage());
      }
    }
  }

  private synchronized void ask() throws LinkException {
    if (asked.isEmpty()) {
      return;
    }
    var address = asked.get();
    boolean sent =
        switch (address.family()) {
          case IPV4 -> askByArp(address);
          case IPV6 -> askByNdp(address);
        };
    requests += sent ? 1 : 0;
  }

  private boolean askByArp(IpAddress address) throws LinkException {
    var buffer = arp.sendBuffer().clear();
    new EthernetFrame(MacAddress.BROADCAST, eth0.mac(), EthernetFrame.ETHER_TYPE_ARP)
        .encode(buffer);
    new ArpPacket(ArpOperation.REQUEST, eth0.mac(), self(IpFamily.IPV4), MacAddress.ZERO, address)
        .encode(buffer);
    buffer.flip();
    return arp.send();
  }

  private boolean askByNdp(IpAddress address) throws LinkException {
    var group = Ip6Groups.solicitedNode(address);
    var buffer = ndp.sendBuffer().clear();
    new EthernetFrame(Ip6Groups.mac(group), eth0.mac(), EthernetFrame.ETHER_TYPE_IPV6)
        .encode(buffer);
    var question = new NdpMessage.Solicitation(address, Optional.of(eth0.mac()));
    new NdpPacket(self(IpFamily.IPV6), group, question).encode(buffer);
    buffer.flip();
    return ndp.send();
  }

  private synchronized void take() throws LinkException {
    for (var frame = arp.receive(); frame.hasRemaining(); frame = arp.receive()) {
      EthernetFrame.decode(frame);
      if (ArpPacket.decode(frame) instanceof ArpPacket.Decoded.Ok(var packet)
          && packet.operation() == ArpOperation.REPLY
          && packet.targetMac().equals(eth0.mac())) {
        note(packet.senderIp(), packet.senderMac());
      }
    }
    for (var frame = ndp.receive(); frame.hasRemaining(); frame = ndp.receive()) {
      EthernetFrame.decode(frame);
      // What is told unasked is no answer.
      if (NdpPacket.decode(frame) instanceof NdpPacket.Decoded.Ok(var packet)
          && packet.message() instanceof NdpMessage.Advertisement told
          && told.solicited()
          && told.targetLinkLayer().isPresent()) {
        note(told.target(), told.targetLinkLayer().get());
      }
    }
  }

  private void note(IpAddress address, MacAddress mac) {
    if (asked.filter(address::equals).isPresent()) {
      replies.add(new ArpReport.Reply(System.nanoTime(), mac.toString()));
    }
  }
}
