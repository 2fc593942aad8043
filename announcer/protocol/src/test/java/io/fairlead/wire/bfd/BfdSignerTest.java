package io.fairlead.wire.bfd;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

/** The golden digests were computed by another implementation of SHA-1 and HMAC. */
class BfdSignerTest {
  private static final byte[] KEY = "fairlead".getBytes(US_ASCII);
  private static final String SHA1 =
      "20c4033411223344556677880000c3500000c35000000000041c070001020304"
          + "ac1f2060c7e3af5246e1eb27ebd7b0260d158b30";
  private static final String METICULOUS_SHA1 =
      "20c4033411223344556677880000c3500000c35000000000051c070001020304"
          + "27ed79cb93cac538770aa9b3a9a0fd50837d3383";
  private static final String HMAC =
      "20c4034411223344556677880000c3500000c35000000000fb2c07000102030405060708"
          + "3ed2fc2b4e10a6857b124186082a9eb1d3b524579b3d36b29d7780345f42b4d6";

  @Test
  void goldenSections_areWrittenAndChecked() {
    assertGolden(BfdAuthType.KEYED_SHA1, 0x01020304L, SHA1);
    assertGolden(BfdAuthType.METICULOUS_KEYED_SHA1, 0x01020304L, METICULOUS_SHA1);
    assertGolden(BfdAuthType.METICULOUS_HMAC_SHA256, 0x0102030405060708L, HMAC);
  }

  private static void assertGolden(BfdAuthType type, long sequence, String hex) {
    byte[] golden = HexFormat.of().parseHex(hex);
    byte[] packet = Arrays.copyOf(golden, BfdPacket.LENGTH + type.length());
    Arrays.fill(packet, BfdPacket.LENGTH, packet.length, (byte) 0);
    var signer = new BfdSigner(type, 7, KEY);
    assertEquals(golden.length, signer.sign(packet, BfdPacket.LENGTH, sequence));
    assertArrayEquals(golden, packet);
    assertTrue(signer.isOfType(golden, BfdPacket.LENGTH, golden.length));
    assertTrue(signer.verify(golden, BfdPacket.LENGTH));
    assertArrayEquals(packet, golden, "checking changed the packet");
    assertEquals(sequence, signer.sequence(golden, BfdPacket.LENGTH));
    assertEquals(7, BfdSigner.keyId(golden, BfdPacket.LENGTH));
    assertTrue(
        BfdPacket.decode(ByteBuffer.wrap(golden)) instanceof BfdPacket.Decoded.Ok(_, var signed)
            && signed);
  }

  @Property(tries = 500)
  void verify_refusesAnyOtherOctet(
      @ForAll BfdAuthType type, @ForAll @IntRange(max = 67) int at, @ForAll byte other) {
    byte[] packet = new byte[BfdPacket.LENGTH + type.length()];
    var signer = new BfdSigner(type, 7, KEY);
    signer.sign(packet, BfdPacket.LENGTH, 42);
    int octet = at % packet.length;
    boolean same = packet[octet] == other;
    packet[octet] = other;
    assertEquals(same, signer.verify(packet, BfdPacket.LENGTH));
  }

  @Property(tries = 200)
  void hmac_isThatOfThePlatform(
      @ForAll @Size(min = 1, max = 64) byte[] key, @ForAll @Size(min = 24, max = 90) byte[] text)
      throws Exception {
    var type = BfdAuthType.METICULOUS_HMAC_SHA256;
    byte[] packet = Arrays.copyOf(text, text.length + type.length());
    new BfdSigner(type, 1, key).sign(packet, text.length, 99);
    var mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(key, "HmacSHA256"));
    mac.update(packet, 0, packet.length - 32);
    assertArrayEquals(mac.doFinal(), Arrays.copyOfRange(packet, packet.length - 32, packet.length));
  }

  @Test
  void anotherKey_isRefused() {
    byte[] packet = HexFormat.of().parseHex(HMAC);
    var other = new BfdSigner(BfdAuthType.METICULOUS_HMAC_SHA256, 7, "fairleaf".getBytes(US_ASCII));
    assertFalse(other.verify(packet, BfdPacket.LENGTH));
  }

  @Test
  void aKeyTooLongForItsType_cannotBeUsed() {
    assertThrows(
        IllegalArgumentException.class,
        () -> new BfdSigner(BfdAuthType.KEYED_SHA1, 1, new byte[21]));
    assertThrows(
        IllegalArgumentException.class,
        () -> new BfdSigner(BfdAuthType.METICULOUS_HMAC_SHA256, 1, new byte[0]));
  }
}
