package io.fairlead.wire.arp;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fairlead.net.IpAddress;
import io.fairlead.net.MacAddress;
import io.fairlead.wire.vectors.HexVector;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;

class ArpPacketPropertyTest {
  private static final int HEADER = 14;
  private static final Set<DropReason> DECODER_REASONS =
      EnumSet.of(DropReason.TRUNCATED, DropReason.NOT_ETHERNET_IPV4, DropReason.OPERATION_UNKNOWN);

  @Property
  void roundTrip_keepsEveryField(
      @ForAll ArpOperation operation,
      @ForAll @LongRange(min = 0, max = 0xFFFF_FFFF_FFFFL) long senderMac,
      @ForAll int senderIp,
      @ForAll @LongRange(min = 0, max = 0xFFFF_FFFF_FFFFL) long targetMac,
      @ForAll int targetIp) {
    var packet =
        new ArpPacket(
            operation,
            new MacAddress(senderMac),
            IpAddress.ofIpv4(senderIp),
            new MacAddress(targetMac),
            IpAddress.ofIpv4(targetIp));
    assertEquals(new ArpPacket.Decoded.Ok(packet), ArpPacket.decode(encoded(packet)));
  }

  @Property(tries = 5000)
  void decode_neverThrowsOnRandomBytes(@ForAll @Size(max = 80) byte[] bytes) {
    reEncodesToTheSameBytes(bytes);
  }

  @Property(tries = 5000)
  void decode_neverThrowsOnAMutatedTruncatedRequest(
      @ForAll @IntRange(min = 0, max = 45) int octet,
      @ForAll byte value,
      @ForAll @IntRange(min = 0, max = 46) int length) {
    byte[] payload = Arrays.copyOfRange(HexVector.read("arp/request"), HEADER, 60);
    payload[octet] = value;
    reEncodesToTheSameBytes(Arrays.copyOf(payload, length));
  }

  private static void reEncodesToTheSameBytes(byte[] bytes) {
    switch (ArpPacket.decode(ByteBuffer.wrap(bytes))) {
      case ArpPacket.Decoded.Ok(var packet) ->
          assertArrayEquals(
              Arrays.copyOf(bytes, ArpPacket.LENGTH), encoded(packet).array(), packet::toString);
      case ArpPacket.Decoded.Dropped(var reason) ->
          assertTrue(DECODER_REASONS.contains(reason), reason::name);
    }
  }

  private static ByteBuffer encoded(ArpPacket packet) {
    var buffer = ByteBuffer.allocate(ArpPacket.LENGTH);
    packet.encode(buffer);
    return buffer.flip();
  }
}
