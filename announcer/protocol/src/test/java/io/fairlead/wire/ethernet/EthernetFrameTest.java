package io.fairlead.wire.ethernet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.fairlead.net.MacAddress;
import java.nio.ByteBuffer;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

class EthernetFrameTest {
  @Property
  void roundTrip_keepsEveryField(
      @ForAll @LongRange(min = 0, max = 0xFFFF_FFFF_FFFFL) long destination,
      @ForAll @LongRange(min = 0, max = 0xFFFF_FFFF_FFFFL) long source,
      @ForAll @IntRange(min = 0, max = 0xFFFF) int etherType) {
    var header = new EthernetFrame(new MacAddress(destination), new MacAddress(source), etherType);
    var buffer = ByteBuffer.allocate(EthernetFrame.HEADER_LENGTH);
    header.encode(buffer);
    assertEquals(header, EthernetFrame.decode(buffer.flip()));
  }

  @Test
  void frame_refusesAnEtherTypeOfMoreThan16Bits() {
    assertThrows(
        IllegalArgumentException.class,
        () -> new EthernetFrame(MacAddress.ZERO, MacAddress.ZERO, 0x1_0000));
  }
}
