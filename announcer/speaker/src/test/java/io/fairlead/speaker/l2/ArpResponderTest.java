package io.fairlead.speaker.l2;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import io.fairlead.net.IpAddress;
import io.fairlead.net.MacAddress;
import io.fairlead.speaker.plan.Announcement;
import io.fairlead.wire.arp.ArpOperation;
import io.fairlead.wire.arp.ArpPacket;
import io.fairlead.wire.arp.DropReason;
import io.fairlead.wire.ethernet.EthernetFrame;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class ArpResponderTest {
  private static final MacAddress OWN = MacAddress.parse("02:00:5e:00:53:01");
  private static final MacAddress ASKER = MacAddress.parse("02:00:5e:00:53:0a");
  private static final IpAddress ASKER_IP = IpAddress.parse("192.168.120.50");
  private static final IpAddress EVERYWHERE = IpAddress.parse("192.168.120.200");
  private static final IpAddress ON_ETH1 = IpAddress.parse("192.168.120.201");
  private static final IpAddress UNKNOWN = IpAddress.parse("192.168.120.202");
  private static final Map<IpAddress, Announcement> ANNOUNCED =
      Map.of(
          EVERYWHERE, new Announcement(1, new TreeSet<>()),
          ON_ETH1, new Announcement(1, new TreeSet<>(List.of("eth1"))));

  @Test
  void respond_answersABroadcastRequestToTheAskerAlone() {
    var reply = new ArpPacket(ArpOperation.REPLY, OWN, EVERYWHERE, ASKER, ASKER_IP);
    assertEquals(
        new ArpResponder.Answer.Reply(
            new EthernetFrame(ASKER, OWN, EthernetFrame.ETHER_TYPE_ARP), reply),
        respond(MacAddress.BROADCAST, request(ASKER, ASKER_IP, EVERYWHERE), "eth0"));
  }

  @Test
  void respond_answersAUnicastRequestAndAProbe() {
    var probe = request(ASKER, IpAddress.parse("0.0.0.0"), EVERYWHERE);
    for (var answer :
        List.of(
            respond(OWN, request(ASKER, ASKER_IP, EVERYWHERE), "eth0"),
            respond(MacAddress.BROADCAST, probe, "eth0"))) {
      assertEquals(ArpResponder.Answer.Reply.class, answer.getClass());
    }
  }

  @Test
  void respond_dropsWithTheReason() {
    var good = request(ASKER, ASKER_IP, EVERYWHERE);
    var elsewhere = MacAddress.parse("02:00:5e:00:53:77");
    var group = MacAddress.parse("01:00:5e:00:00:01");
    assertDrop(DropReason.ETHERNET_DESTINATION, respond(elsewhere, good, "eth0"));
    assertDrop(DropReason.ARP_REPLY, respond(OWN, good.replyFrom(elsewhere), "eth0"));
    assertDrop(DropReason.ANNOUNCE_IP, respond(OWN, request(ASKER, ASKER_IP, UNKNOWN), "eth0"));
    assertDrop(
        DropReason.NOT_MATCH_INTERFACE, respond(OWN, request(ASKER, ASKER_IP, ON_ETH1), "eth0"));
    assertDrop(DropReason.SENDER_MAC, respond(OWN, request(group, ASKER_IP, EVERYWHERE), "eth0"));
    assertDrop(
        DropReason.SENDER_MAC,
        respond(OWN, request(MacAddress.ZERO, ASKER_IP, EVERYWHERE), "eth0"));
    assertDrop(
        DropReason.ANNOUNCEMENT,
        respond(MacAddress.BROADCAST, ArpPacket.gratuitousRequest(ASKER, EVERYWHERE), "eth0"));
    var other = frame(OWN, good).putShort(12, (short) 0x0800);
    assertDrop(DropReason.NOT_ARP, respond(other, "eth0"));
    var cut = frame(OWN, good).limit(41);
    assertDrop(DropReason.TRUNCATED, respond(cut, "eth0"));
    assertDrop(
        DropReason.OWN_FRAME,
        respond(MacAddress.BROADCAST, ArpPacket.gratuitousReply(OWN, EVERYWHERE), "eth0"));
  }

  @Test
  void respond_answersOnTheInterfaceOfTheAnnouncement() {
    var answer = respond(OWN, request(ASKER, ASKER_IP, ON_ETH1), "eth1");
    assertEquals(ArpResponder.Answer.Reply.class, answer.getClass());
  }

  @Property(tries = 5000)
  void respond_neverThrows(@ForAll @Size(max = 70) byte[] bytes) {
    assertNotNull(respond(ByteBuffer.wrap(bytes), "eth0"));
  }

  private static void assertDrop(DropReason reason, ArpResponder.Answer answer) {
    assertEquals(new ArpResponder.Drop(reason), answer);
  }

  private static ArpPacket request(MacAddress asker, IpAddress askerIp, IpAddress asked) {
    return new ArpPacket(ArpOperation.REQUEST, asker, askerIp, MacAddress.ZERO, asked);
  }

  private static ArpResponder.Answer respond(
      MacAddress destination, ArpPacket packet, String interfaceName) {
    return respond(frame(destination, packet), interfaceName);
  }

  private static ArpResponder.Answer respond(ByteBuffer frame, String interfaceName) {
    return switch (ArpResponder.hear(frame, OWN)) {
      case ArpResponder.Drop drop -> drop;
      case ArpResponder.Heard.Packet(var packet) ->
          ArpResponder.answer(packet, interfaceName, OWN, ANNOUNCED);
    };
  }

  private static ByteBuffer frame(MacAddress destination, ArpPacket packet) {
    var buffer = ByteBuffer.allocate(64);
    new EthernetFrame(destination, ASKER, EthernetFrame.ETHER_TYPE_ARP).encode(buffer);
    packet.encode(buffer);
    return buffer.flip();
  }
}
