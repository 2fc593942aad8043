package io.fairlead.wire.arp;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fairlead.net.IpAddress;
import io.fairlead.net.MacAddress;
import io.fairlead.wire.ethernet.EthernetFrame;
import io.fairlead.wire.vectors.HexVector;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class ArpPacketTest {
  private static final MacAddress ASKER = MacAddress.parse("02:00:5e:00:53:0a");
  private static final MacAddress NODE = MacAddress.parse("02:00:5e:00:53:01");
  private static final IpAddress ASKER_IP = IpAddress.parse("192.168.120.50");
  private static final IpAddress ADDRESS = IpAddress.parse("192.168.120.200");
  private static final ArpPacket REQUEST =
      new ArpPacket(ArpOperation.REQUEST, ASKER, ASKER_IP, MacAddress.ZERO, ADDRESS);

  @Test
  void decode_readsAPaddedRequest() {
    var frame = ByteBuffer.wrap(HexVector.read("arp/request"));
    assertEquals(60, frame.remaining());
    assertEquals(
        new EthernetFrame(MacAddress.BROADCAST, ASKER, EthernetFrame.ETHER_TYPE_ARP),
        EthernetFrame.decode(frame));
    assertEquals(new ArpPacket.Decoded.Ok(REQUEST), ArpPacket.decode(frame));
  }

  @Test
  void encode_ofARequestIsTheGoldenFrameWithoutPadding() {
    assertArrayEquals(
        Arrays.copyOf(HexVector.read("arp/request"), 42),
        frame(MacAddress.BROADCAST, ASKER, REQUEST));
  }

  @Test
  void replyFrom_answersTheAsker() {
    assertArrayEquals(HexVector.read("arp/reply"), frame(ASKER, NODE, REQUEST.replyFrom(NODE)));
  }

  @Test
  void gratuitousForms_areTheGoldenFrames() {
    var request = ArpPacket.gratuitousRequest(NODE, ADDRESS);
    var reply = ArpPacket.gratuitousReply(NODE, ADDRESS);
    assertArrayEquals(
        HexVector.read("arp/gratuitous-request"), frame(MacAddress.BROADCAST, NODE, request));
    assertArrayEquals(
        HexVector.read("arp/gratuitous-reply"), frame(MacAddress.BROADCAST, NODE, reply));
    assertTrue(request.isGratuitous() && reply.isGratuitous());
  }

  @Test
  void decode_dropsTheOperationsOfRarp() {
    assertEquals(dropped(DropReason.OPERATION_UNKNOWN), decode(HexVector.read("arp/rarp-request")));
  }

  @Test
  void decode_dropsOtherAddressSpacesAndLengths() {
    for (int offset : new int[] {14, 15, 16, 17, 18, 19}) {
      byte[] bytes = HexVector.read("arp/request");
      bytes[offset] ^= 0x10;
      assertEquals(dropped(DropReason.NOT_ETHERNET_IPV4), decode(bytes), "octet " + offset);
    }
  }

  @Test
  void decode_dropsEveryTruncation() {
    byte[] whole = HexVector.read("arp/reply");
    for (int length = EthernetFrame.HEADER_LENGTH; length < whole.length; length++) {
      assertEquals(dropped(DropReason.TRUNCATED), decode(Arrays.copyOf(whole, length)));
    }
  }

  @Test
  void packet_refusesIpv6() {
    var ipv6 = IpAddress.parse("2001:db8::1");
    assertThrows(IllegalArgumentException.class, () -> ArpPacket.gratuitousRequest(NODE, ipv6));
  }

  private static ArpPacket.Decoded dropped(DropReason reason) {
    return new ArpPacket.Decoded.Dropped(reason);
  }

  private static ArpPacket.Decoded decode(byte[] frame) {
    return ArpPacket.decode(ByteBuffer.wrap(frame).position(EthernetFrame.HEADER_LENGTH));
  }

  private static byte[] frame(MacAddress destination, MacAddress source, ArpPacket packet) {
    var buffer = ByteBuffer.allocate(EthernetFrame.HEADER_LENGTH + ArpPacket.LENGTH);
    new EthernetFrame(destination, source, EthernetFrame.ETHER_TYPE_ARP).encode(buffer);
    packet.encode(buffer);
    return buffer.array();
  }
}
