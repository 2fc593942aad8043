package io.fairlead.wire.hello;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.fairlead.net.IpAddress;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class ClaimNoticeTest {
  private static final String GOLDEN =
      "e1000002"
          + "04c0a878c80000000000000007"
          + "06fd7700000000000000000000000002000000000000000009";
  private static final ClaimNotice NOTICE =
      new ClaimNotice(
          List.of(
              new ClaimNotice.Entry(IpAddress.parse("192.168.120.200"), 7),
              new ClaimNotice.Entry(IpAddress.parse("fd77::200"), 9)));

  @Test
  void goldenNotice_isReadAndWritten() {
    byte[] golden = HexFormat.of().parseHex(GOLDEN);
    assertEquals(Optional.of(NOTICE), ClaimNotice.decode(ByteBuffer.wrap(golden)));
    assertArrayEquals(golden, encoded(NOTICE));
  }

  @Property(tries = 3_000)
  void decode_neverThrowsAndKeepsEveryOctet(
      @ForAll @IntRange(max = 41) int at,
      @ForAll byte value,
      @ForAll @IntRange(max = 45) int length) {
    byte[] bytes = HexFormat.of().parseHex(GOLDEN);
    bytes[at % bytes.length] = value;
    reEncodesOrIsNone(Arrays.copyOf(bytes, length));
  }

  @Property(tries = 3_000)
  void decode_neverThrowsOnRandomBytes(@ForAll @Size(max = 60) byte[] bytes) {
    byte[] notice = Arrays.copyOf(bytes, Math.max(1, bytes.length));
    notice[0] = (byte) 0xE1;
    reEncodesOrIsNone(notice);
  }

  private static void reEncodesOrIsNone(byte[] bytes) {
    ClaimNotice.decode(ByteBuffer.wrap(bytes))
        .ifPresent(notice -> assertArrayEquals(bytes, encoded(notice)));
  }

  private static byte[] encoded(ClaimNotice notice) {
    var buffer = ByteBuffer.allocate(ClaimNotice.LENGTH_MAX);
    notice.encode(buffer);
    return Arrays.copyOf(buffer.array(), buffer.position());
  }
}
