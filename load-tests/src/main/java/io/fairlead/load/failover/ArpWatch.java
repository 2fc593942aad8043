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
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Runs on the router and broadcasts an ARP request for one address every 10 ms; every answer is
 * noted, whoever gives it. A client with an entry in its neighbour table is served by whom it
 * knows, so only this sees who answers.
 *
 * <p>It reads commands from its standard input: {@code open ADDRESS} begins a new window of time,
 * {@code look} prints an {@link ArpReport} of the window so far. The end of the input ends it.
 */
final class ArpWatch {
  private static final long TICK_NANOS = TimeUnit.MILLISECONDS.toNanos(10);
  private static final String INTERFACE = "eth0";

  private final PacketLink link;
  private final LinkInterface eth0;
  private final IpAddress self;
  private final PacketPort port;

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
    self =
        eth0.addresses().stream()
            .map(LinkAddress::address)
            .filter(address -> address.family() == IpFamily.IPV4)
            .findFirst()
            .orElseThrow(() -> new CampaignException(INTERFACE + " has no IPv4 address"));
    port = link.open(PortKind.ARP, eth0);
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
    var buffer = port.sendBuffer().clear();
    new EthernetFrame(MacAddress.BROADCAST, eth0.mac(), EthernetFrame.ETHER_TYPE_ARP)
        .encode(buffer);
    new ArpPacket(ArpOperation.REQUEST, eth0.mac(), self, MacAddress.ZERO, asked.get())
        .encode(buffer);
    buffer.flip();
    requests += port.send() ? 1 : 0;
  }

  private synchronized void take() throws LinkException {
    for (var frame = port.receive(); frame.hasRemaining(); frame = port.receive()) {
      EthernetFrame.decode(frame);
      if (ArpPacket.decode(frame) instanceof ArpPacket.Decoded.Ok(var packet)
          && packet.operation() == ArpOperation.REPLY
          && packet.targetMac().equals(eth0.mac())
          && asked.filter(packet.senderIp()::equals).isPresent()) {
        replies.add(new ArpReport.Reply(System.nanoTime(), packet.senderMac().toString()));
      }
    }
  }
}
