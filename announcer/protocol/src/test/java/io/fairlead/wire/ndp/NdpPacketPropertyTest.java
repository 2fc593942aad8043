package io.fairlead.wire.ndp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import io.fairlead.net.IpAddress;
import io.fairlead.net.IpFamily;
import io.fairlead.net.MacAddress;
import io.fairlead.wire.ip6.Icmp6Checksum;
import io.fairlead.wire.vectors.HexVector;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;

class NdpPacketPropertyTest {
  private static final int HEADER = 14;
  private static final long UNICAST = 0x2001_0DB8L << 32;

  @Property
  void roundTrip_keepsEveryField(
      @ForAll @LongRange(min = 1, max = 0xFFFF_FFFFL) long sourceHigh,
      @ForAll long sourceLow,
      @ForAll long targetLow,
      @ForAll boolean asks,
      @ForAll boolean router,
      @ForAll boolean solicited,
      @ForAll boolean override,
      @ForAll boolean hasMac,
      @ForAll @LongRange(min = 0, max = 0xFFFF_FFFF_FFFFL) long mac) {
    var source = new IpAddress(IpFamily.IPV6, UNICAST | sourceHigh, sourceLow);
    var target = new IpAddress(IpFamily.IPV6, UNICAST, targetLow);
    var linkLayer = hasMac ? Optional.of(new MacAddress(mac)) : Optional.<MacAddress>empty();
    var message =
        asks
            ? new NdpMessage.Solicitation(target, linkLayer)
            : new NdpMessage.Advertisement(target, router, solicited, override, linkLayer);
    var packet = new NdpPacket(source, target, message);
    var buffer = ByteBuffer.allocate(packet.length());
    packet.encode(buffer);
    assertEquals(new NdpPacket.Decoded.Ok(packet), NdpPacket.decode(buffer.flip()));
  }

  @Property(tries = 5000)
  void decode_neverThrowsOnRandomBytes(@ForAll @Size(max = 120) byte[] bytes) {
    assertNotNull(NdpPacket.decode(ByteBuffer.wrap(bytes)));
  }

  @Property(tries = 5000)
  void decode_neverThrowsOnAMutatedTruncatedSolicitationWithARightChecksum(
      @ForAll @IntRange(min = 0, max = 71) int octet,
      @ForAll byte value,
      @ForAll @IntRange(min = 0, max = 71) int octet2,
      @ForAll byte value2,
      @ForAll @IntRange(min = 0, max = 72) int length) {
    byte[] whole = HexVector.read("ndp/solicitation");
    byte[] packet = Arrays.copyOfRange(whole, HEADER, whole.length);
    packet[octet] = value;
    packet[octet2] = value2;
    var buffer = ByteBuffer.wrap(Arrays.copyOf(packet, length));
    if (length == packet.length) {
      buffer.putShort(42, (short) 0);
      var source = IpAddress.ofBytes(Arrays.copyOfRange(packet, 8, 24));
      var destination = IpAddress.ofBytes(Arrays.copyOfRange(packet, 24, 40));
      buffer.putShort(42, (short) Icmp6Checksum.of(source, destination, buffer, 40, 32));
    }
    assertNotNull(NdpPacket.decode(buffer));
  }
}
