package io.fairlead.wire.ndp;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.fairlead.net.IpAddress;
import io.fairlead.net.MacAddress;
import io.fairlead.wire.ethernet.EthernetFrame;
import io.fairlead.wire.ip6.Icmp6Checksum;
import io.fairlead.wire.ip6.Ip6Groups;
import io.fairlead.wire.vectors.HexVector;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class NdpPacketTest {
  private static final MacAddress ASKER = MacAddress.parse("02:00:5e:00:53:0a");
  private static final MacAddress NODE = MacAddress.parse("02:00:5e:00:53:01");
  private static final IpAddress ASKER_IP = IpAddress.parse("fe80::50");
  private static final IpAddress ADDRESS = IpAddress.parse("2001:db8::c8");
  private static final IpAddress GROUP = IpAddress.parse("ff02::1:ff00:c8");
  private static final NdpPacket QUESTION =
      new NdpPacket(ASKER_IP, GROUP, new NdpMessage.Solicitation(ADDRESS, Optional.of(ASKER)));
  private static final NdpPacket UNICAST =
      new NdpPacket(ASKER_IP, ADDRESS, new NdpMessage.Solicitation(ADDRESS, Optional.empty()));

  private static final int VERSION_AT = 14;
  private static final int NEXT_HEADER_AT = 20;
  private static final int HOP_LIMIT_AT = 21;
  private static final int SOURCE_AT = 22;
  private static final int DESTINATION_AT = 38;
  private static final int TYPE_AT = 54;
  private static final int CODE_AT = 55;
  private static final int FLAGS_AT = 58;
  private static final int TARGET_AT = 62;
  private static final int OPTION_LENGTH_AT = 79;

  @Test
  void decode_readsTheGoldenSolicitations() {
    assertEquals(ok(QUESTION), decode(HexVector.read("ndp/solicitation")));
    assertEquals(ok(UNICAST), decode(HexVector.read("ndp/solicitation-unicast")));
    assertEquals(ok(NdpPacket.probe(ADDRESS)), decode(HexVector.read("ndp/solicitation-probe")));
  }

  @Test
  void decode_readsTheGoldenAdvertisements() {
    assertEquals(
        ok(QUESTION.advertisementFrom(NODE)),
        decode(HexVector.read("ndp/advertisement-solicited")));
    assertEquals(
        ok(NdpPacket.unsolicited(NODE, ADDRESS)),
        decode(HexVector.read("ndp/advertisement-unsolicited")));
  }

  @Test
  void encode_givesTheGoldenFrames() {
    var all = Ip6Groups.mac(Ip6Groups.ALL_NODES);
    var group = Ip6Groups.mac(GROUP);
    assertFrame("solicitation", group, ASKER, QUESTION);
    assertFrame("solicitation-unicast", NODE, ASKER, UNICAST);
    assertFrame("solicitation-probe", group, ASKER, NdpPacket.probe(ADDRESS));
    assertFrame("advertisement-solicited", ASKER, NODE, QUESTION.advertisementFrom(NODE));
    assertFrame(
        "advertisement-to-probe", all, NODE, NdpPacket.probe(ADDRESS).advertisementFrom(NODE));
    assertFrame("advertisement-unsolicited", all, NODE, NdpPacket.unsolicited(NODE, ADDRESS));
  }

  @Test
  void decode_dropsWhatTheValidityRulesForbid() {
    assertDrop(NdpDropReason.NOT_IPV6, VERSION_AT, 0x40);
    assertDrop(NdpDropReason.NOT_ICMPV6, NEXT_HEADER_AT, 17);
    assertDrop(NdpDropReason.HOP_LIMIT, HOP_LIMIT_AT, 254);
    assertDrop(NdpDropReason.MESSAGE_TYPE, TYPE_AT, 133);
    assertDrop(NdpDropReason.CODE, CODE_AT, 1);
    assertDrop(NdpDropReason.TARGET, TARGET_AT, 0xFF);
    assertDrop(NdpDropReason.SOURCE, SOURCE_AT, 0xFF);
    assertDrop(NdpDropReason.OPTION, OPTION_LENGTH_AT, 0);
    assertDrop(NdpDropReason.OPTION, OPTION_LENGTH_AT, 2);
    byte[] probe = HexVector.read("ndp/solicitation-probe");
    probe[DESTINATION_AT + 11] = 2;
    assertEquals(dropped(NdpDropReason.PROBE_DESTINATION), decode(checked(probe)));
    byte[] withOption = HexVector.read("ndp/solicitation");
    Arrays.fill(withOption, SOURCE_AT, SOURCE_AT + 16, (byte) 0);
    assertEquals(dropped(NdpDropReason.PROBE_LINK_LAYER), decode(checked(withOption)));
    byte[] toGroup = HexVector.read("ndp/advertisement-unsolicited");
    toGroup[FLAGS_AT] |= 0x40;
    assertEquals(dropped(NdpDropReason.SOLICITED_TO_GROUP), decode(checked(toGroup)));
  }

  @Test
  void decode_dropsAnyFlippedBitOfMessageAndAddressesByItsChecksum() {
    for (int at = SOURCE_AT; at < 86; at++) {
      if (at != TYPE_AT && at != CODE_AT) {
        byte[] frame = HexVector.read("ndp/solicitation");
        frame[at] ^= 1;
        assertEquals(dropped(NdpDropReason.CHECKSUM), decode(frame), "octet " + at);
      }
    }
  }

  @Test
  void decode_dropsEveryTruncation() {
    byte[] whole = HexVector.read("ndp/solicitation");
    for (int length = EthernetFrame.HEADER_LENGTH; length < whole.length; length++) {
      assertEquals(
          dropped(NdpDropReason.TRUNCATED), decode(Arrays.copyOf(whole, length)), "of " + length);
    }
  }

  @Test
  void decode_readsPastOptionsThatItDoesNotKnowAndPadding() {
    // A nonce (RFC 7527) before the link-layer address, and two octets of padding at the end.
    byte[] plain = HexVector.read("ndp/solicitation");
    byte[] frame = Arrays.copyOf(plain, plain.length + 10);
    System.arraycopy(plain, 78, frame, 86, 8);
    System.arraycopy(new byte[] {14, 1, 1, 2, 3, 4, 5, 6}, 0, frame, 78, 8);
    frame[19] = 40;
    assertEquals(ok(QUESTION), decode(checked(frame)));
  }

  @Test
  void groups_areThoseOfTheStandards() {
    assertEquals(GROUP, Ip6Groups.solicitedNode(ADDRESS));
    assertEquals(
        IpAddress.parse("ff02::1:ffab:cdef"),
        Ip6Groups.solicitedNode(IpAddress.parse("2001:db8::89ab:cdef")));
    assertEquals("33:33:ff:00:00:c8", Ip6Groups.mac(GROUP).toString());
    assertEquals("33:33:00:00:00:01", Ip6Groups.mac(Ip6Groups.ALL_NODES).toString());
  }

  private static void assertDrop(NdpDropReason reason, int at, int value) {
    byte[] frame = HexVector.read("ndp/solicitation");
    frame[at] = (byte) value;
    assertEquals(dropped(reason), decode(checked(frame)), reason.name());
  }

  /** Makes the checksum right again, so that it is not what a frame fails by. */
  private static byte[] checked(byte[] frame) {
    var buffer = ByteBuffer.wrap(frame);
    buffer.putShort(56, (short) 0);
    var source = IpAddress.ofBytes(Arrays.copyOfRange(frame, SOURCE_AT, DESTINATION_AT));
    var destination = IpAddress.ofBytes(Arrays.copyOfRange(frame, DESTINATION_AT, TYPE_AT));
    int length = Short.toUnsignedInt(buffer.getShort(18));
    buffer.putShort(56, (short) Icmp6Checksum.of(source, destination, buffer, TYPE_AT, length));
    return frame;
  }

  private static NdpPacket.Decoded ok(NdpPacket packet) {
    return new NdpPacket.Decoded.Ok(packet);
  }

  private static NdpPacket.Decoded dropped(NdpDropReason reason) {
    return new NdpPacket.Decoded.Dropped(reason);
  }

  private static NdpPacket.Decoded decode(byte[] frame) {
    return NdpPacket.decode(ByteBuffer.wrap(frame).position(EthernetFrame.HEADER_LENGTH));
  }

  private static void assertFrame(
      String vector, MacAddress destination, MacAddress source, NdpPacket packet) {
    var buffer = ByteBuffer.allocate(EthernetFrame.HEADER_LENGTH + packet.length());
    new EthernetFrame(destination, source, EthernetFrame.ETHER_TYPE_IPV6).encode(buffer);
    packet.encode(buffer);
    assertArrayEquals(HexVector.read("ndp/" + vector), buffer.array(), vector);
  }
}
