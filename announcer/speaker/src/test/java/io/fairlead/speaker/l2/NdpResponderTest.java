package io.fairlead.speaker.l2;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import io.fairlead.net.IpAddress;
import io.fairlead.net.MacAddress;
import io.fairlead.speaker.plan.Announcement;
import io.fairlead.wire.ethernet.EthernetFrame;
import io.fairlead.wire.ip6.Ip6Groups;
import io.fairlead.wire.ndp.NdpDropReason;
import io.fairlead.wire.ndp.NdpMessage;
import io.fairlead.wire.ndp.NdpPacket;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class NdpResponderTest {
  private static final MacAddress OWN = MacAddress.parse("02:00:5e:00:53:01");
  private static final MacAddress ASKER = MacAddress.parse("02:00:5e:00:53:0a");
  private static final MacAddress ELSEWHERE = MacAddress.parse("02:00:5e:00:53:77");
  private static final MacAddress GROUP = MacAddress.parse("33:33:ff:00:00:c8");
  private static final IpAddress ASKER_IP = IpAddress.parse("fe80::50");
  private static final IpAddress EVERYWHERE = IpAddress.parse("2001:db8::c8");
  private static final IpAddress ON_ETH1 = IpAddress.parse("2001:db8::c9");
  private static final IpAddress UNKNOWN = IpAddress.parse("2001:db8::ca");
  private static final Map<IpAddress, Announcement> ANNOUNCED =
      Map.of(
          EVERYWHERE, new Announcement(1, new TreeSet<>()),
          ON_ETH1, new Announcement(1, new TreeSet<>(List.of("eth1"))));

  @Test
  void respond_answersAGroupQuestionToTheAskerAlone() {
    var answer = respond(GROUP, question(EVERYWHERE), "eth0");
    assertReply(ASKER, ASKER_IP, true, answer);
  }

  @Test
  void respond_answersAUnicastQuestionWithoutLinkLayerOptionToWhereItCameFrom() {
    var unicast =
        new NdpPacket(
            ASKER_IP, EVERYWHERE, new NdpMessage.Solicitation(EVERYWHERE, Optional.empty()));
    assertReply(ASKER, ASKER_IP, true, respond(OWN, unicast, "eth0"));
  }

  @Test
  void respond_answersAProbeToAllNodesUnsolicited() {
    var answer = respond(GROUP, NdpPacket.probe(EVERYWHERE), "eth0");
    assertReply(MacAddress.parse("33:33:00:00:00:01"), IpAddress.parse("ff02::1"), false, answer);
  }

  @Test
  void respond_followsTheLinkLayerOptionWhenItDiffersFromTheFrame() {
    var packet =
        new NdpPacket(
            ASKER_IP,
            Ip6Groups.solicitedNode(EVERYWHERE),
            new NdpMessage.Solicitation(EVERYWHERE, Optional.of(ELSEWHERE)));
    assertReply(ELSEWHERE, ASKER_IP, true, respond(GROUP, packet, "eth0"));
  }

  @Test
  void respond_answersOnTheInterfaceOfTheAnnouncementOnly() {
    assertEquals(
        NdpResponder.Answer.Reply.class, respond(GROUP, question(ON_ETH1), "eth1").getClass());
    assertDrop(NdpDropReason.NOT_MATCH_INTERFACE, respond(GROUP, question(ON_ETH1), "eth0"));
  }

  @Test
  void respond_dropsWithTheReason() {
    assertDrop(NdpDropReason.ANNOUNCE_IP, respond(GROUP, question(UNKNOWN), "eth0"));
    assertDrop(
        NdpDropReason.ETHERNET_DESTINATION, respond(ELSEWHERE, question(EVERYWHERE), "eth0"));
    assertDrop(
        NdpDropReason.ADVERTISEMENT,
        respond(GROUP, NdpPacket.unsolicited(ASKER, EVERYWHERE), "eth0"));
    var toAnother =
        new NdpPacket(
            ASKER_IP, UNKNOWN, new NdpMessage.Solicitation(EVERYWHERE, Optional.of(ASKER)));
    assertDrop(NdpDropReason.IP_DESTINATION, respond(OWN, toAnother, "eth0"));
    var fromGroup =
        new NdpPacket(
            ASKER_IP,
            Ip6Groups.solicitedNode(EVERYWHERE),
            new NdpMessage.Solicitation(EVERYWHERE, Optional.of(GROUP)));
    assertDrop(NdpDropReason.SENDER_MAC, respond(GROUP, fromGroup, "eth0"));
    var own = frame(GROUP, OWN, question(EVERYWHERE));
    assertDrop(NdpDropReason.OWN_FRAME, respond(own, "eth0"));
    var arp = frame(GROUP, ASKER, question(EVERYWHERE)).putShort(12, (short) 0x0806);
    assertDrop(NdpDropReason.NOT_IPV6, respond(arp, "eth0"));
    var cut = frame(GROUP, ASKER, question(EVERYWHERE)).limit(80);
    assertDrop(NdpDropReason.TRUNCATED, respond(cut, "eth0"));
  }

  @Property(tries = 5000)
  void respond_neverThrows(@ForAll @Size(max = 110) byte[] bytes) {
    assertNotNull(respond(ByteBuffer.wrap(bytes), "eth0"));
  }

  private static NdpPacket question(IpAddress asked) {
    return new NdpPacket(
        ASKER_IP,
        Ip6Groups.solicitedNode(asked),
        new NdpMessage.Solicitation(asked, Optional.of(ASKER)));
  }

  private static void assertReply(
      MacAddress to, IpAddress destination, boolean solicited, NdpResponder.Answer answer) {
    var message =
        new NdpMessage.Advertisement(EVERYWHERE, false, solicited, true, Optional.of(OWN));
    assertEquals(
        new NdpResponder.Answer.Reply(
            new EthernetFrame(to, OWN, EthernetFrame.ETHER_TYPE_IPV6),
            new NdpPacket(EVERYWHERE, destination, message)),
        answer);
  }

  private static void assertDrop(NdpDropReason reason, NdpResponder.Answer answer) {
    assertEquals(new NdpResponder.Drop(reason), answer);
  }

  private static NdpResponder.Answer respond(
      MacAddress destination, NdpPacket packet, String interfaceName) {
    return respond(frame(destination, ASKER, packet), interfaceName);
  }

  private static NdpResponder.Answer respond(ByteBuffer frame, String interfaceName) {
    return switch (NdpResponder.hear(frame, OWN)) {
      case NdpResponder.Drop drop -> drop;
      case NdpResponder.Heard.Packet(var header, var packet) ->
          NdpResponder.answer(header, packet, interfaceName, OWN, ANNOUNCED);
    };
  }

  private static ByteBuffer frame(MacAddress destination, MacAddress source, NdpPacket packet) {
    var buffer = ByteBuffer.allocate(128);
    new EthernetFrame(destination, source, EthernetFrame.ETHER_TYPE_IPV6).encode(buffer);
    packet.encode(buffer);
    return buffer.flip();
  }
}
