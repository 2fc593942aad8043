package io.fairlead.wire.bfd;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class BfdPacketTest {
  private static final String UP = "20c0031811223344556677880000c3500000c35000000000";
  private static final String POLL = "636005180000000100000002000f4240000493e000000000";
  private static final BfdPacket UP_PACKET =
      new BfdPacket(
          BfdDiagnostic.NONE,
          BfdState.UP,
          false,
          false,
          false,
          false,
          3,
          0x11223344,
          0x55667788,
          50_000,
          50_000,
          0);
  private static final BfdPacket POLL_PACKET =
      new BfdPacket(
          BfdDiagnostic.NEIGHBOR_SIGNALED_SESSION_DOWN,
          BfdState.DOWN,
          true,
          false,
          false,
          false,
          5,
          1,
          2,
          1_000_000,
          300_000,
          0);

  @Test
  void goldenPackets_areReadAndWritten() {
    assertGolden(UP, UP_PACKET);
    assertGolden(POLL.replaceFirst("^63", "23"), POLL_PACKET);
  }

  private static void assertGolden(String hex, BfdPacket packet) {
    byte[] bytes = HexFormat.of().parseHex(hex);
    assertEquals(new BfdPacket.Decoded.Ok(packet, false), BfdPacket.decode(ByteBuffer.wrap(bytes)));
    assertArrayEquals(bytes, encoded(packet));
  }

  @Test
  void decode_saysWhyAPacketIsDiscarded() {
    assertDropped(BfdDropReason.VERSION, POLL);
    assertDropped(BfdDropReason.TRUNCATED, UP.substring(0, 46));
    assertDropped(BfdDropReason.TRUNCATED, changed(3, 25));
    assertDropped(BfdDropReason.LENGTH, changed(3, 23));
    assertDropped(BfdDropReason.LENGTH, changed(1, 0xC4));
    assertDropped(BfdDropReason.MULTIPOINT, changed(1, 0xC1));
    assertDropped(BfdDropReason.DETECT_MULTIPLIER, changed(2, 0));
    assertDropped(BfdDropReason.MY_DISCRIMINATOR, UP.replace("11223344", "00000000"));
    assertDropped(BfdDropReason.YOUR_DISCRIMINATOR, UP.replace("55667788", "00000000"));
  }

  @Test
  void decode_takesADownPacketWithoutYourDiscriminator() {
    String hex = UP.replaceFirst("^20c0", "2040").replace("55667788", "00000000");
    var decoded = BfdPacket.decode(ByteBuffer.wrap(HexFormat.of().parseHex(hex)));
    assertTrue(decoded instanceof BfdPacket.Decoded.Ok);
  }

  @Test
  void aPacketWithoutADiscriminatorCannotBeMade() {
    assertThrows(
        IllegalArgumentException.class,
        () ->
            new BfdPacket(
                BfdDiagnostic.NONE, BfdState.UP, false, false, false, false, 3, 0, 1, 1, 1, 0));
  }

  @Property
  void roundTrip_keepsEveryField(
      @ForAll BfdDiagnostic diagnostic,
      @ForAll BfdState state,
      @ForAll boolean poll,
      @ForAll boolean fin,
      @ForAll boolean independent,
      @ForAll boolean demand,
      @ForAll @IntRange(min = 1, max = 255) int multiplier,
      @ForAll @IntRange(min = 1) int mine,
      @ForAll @IntRange(min = 1) int yours,
      @ForAll @LongRange(min = 0, max = 0xFFFF_FFFFL) long tx,
      @ForAll @LongRange(min = 0, max = 0xFFFF_FFFFL) long rx,
      @ForAll @LongRange(min = 0, max = 0xFFFF_FFFFL) long echo) {
    var packet =
        new BfdPacket(
            diagnostic,
            state,
            poll,
            fin,
            independent,
            demand,
            multiplier,
            mine,
            yours,
            tx,
            rx,
            echo);
    assertEquals(
        new BfdPacket.Decoded.Ok(packet, false),
        BfdPacket.decode(ByteBuffer.wrap(encoded(packet))));
  }

  @Property(tries = 5_000)
  void decode_neverThrowsOnRandomBytes(@ForAll @Size(max = 80) byte[] bytes) {
    reEncodesOrIsDropped(bytes);
  }

  @Property(tries = 5_000)
  void decode_neverThrowsOnAMutatedPacket(
      @ForAll @IntRange(min = 0, max = 23) int octet,
      @ForAll byte value,
      @ForAll @IntRange(min = 0, max = 40) int length) {
    byte[] bytes = HexFormat.of().parseHex(UP);
    bytes[octet] = value;
    reEncodesOrIsDropped(Arrays.copyOf(bytes, length));
  }

  private static void reEncodesOrIsDropped(byte[] bytes) {
    if (BfdPacket.decode(ByteBuffer.wrap(bytes)) instanceof BfdPacket.Decoded.Ok(var packet, _)
        && packet.diagnostic() != BfdDiagnostic.RESERVED) {
      byte[] again = encoded(packet);
      // The length and the bit A belong to what follows.
      again[1] = (byte) (again[1] | (bytes[1] & 0x04));
      again[3] = bytes[3];
      assertArrayEquals(Arrays.copyOf(bytes, BfdPacket.LENGTH), again, packet::toString);
    }
  }

  private static void assertDropped(BfdDropReason reason, String hex) {
    assertEquals(
        new BfdPacket.Decoded.Dropped(reason),
        BfdPacket.decode(ByteBuffer.wrap(HexFormat.of().parseHex(hex))));
  }

  private static String changed(int octet, int value) {
    byte[] bytes = HexFormat.of().parseHex(UP);
    bytes[octet] = (byte) value;
    return HexFormat.of().formatHex(bytes);
  }

  static byte[] encoded(BfdPacket packet) {
    var buffer = ByteBuffer.allocate(BfdPacket.LENGTH);
    packet.encode(buffer, 0);
    return buffer.array();
  }
}
