package io.fairlead.wire.bfd;

import java.security.DigestException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;

/**
 * Signs and checks packets with one key (RFC 5880 sections 4.4 and 6.7.4). For one thread; nothing
 * is allocated after construction, as this runs for every packet. The caller looks after sequence
 * numbers.
 */
public final class BfdSigner {
  private static final int BLOCK = 64;
  private static final int INNER_PAD = 0x36;
  private static final int OUTER_PAD = 0x5C;
  private static final int TYPE = 0;
  private static final int SECTION_LENGTH = 1;
  private static final int KEY_ID = 2;
  private static final int SEQUENCE = 4;

  private final BfdAuthType type;
  private final int keyId;
  private final MessageDigest digest;
  private final byte[] paddedKey;
  private final byte[] innerPad = new byte[BLOCK];
  private final byte[] outerPad = new byte[BLOCK];
  private final byte[] inner;
  private final byte[] expected;
  private final byte[] received;

  /**
   * @param keyId 0 to 255, named in every packet
   * @param key at most 20 octets for SHA-1 (RFC 5880 section 4.4), at most 64 for HMAC
   */
  public BfdSigner(BfdAuthType type, int keyId, byte[] key) {
    boolean hmac = type == BfdAuthType.METICULOUS_HMAC_SHA256;
    if (key.length == 0 || key.length > (hmac ? BLOCK : type.digestLength())) {
      throw new IllegalArgumentException("a key of " + key.length + " octets");
    }
    if (keyId < 0 || keyId > 0xFF) {
      throw new IllegalArgumentException("a key id has 8 bits");
    }
    this.type = type;
    this.keyId = keyId;
    this.inner = new byte[type.digestLength()];
    this.expected = new byte[type.digestLength()];
    this.received = new byte[type.digestLength()];
    this.paddedKey = Arrays.copyOf(key, type.digestLength());
    for (int i = 0; i < BLOCK; i++) {
      int octet = i < key.length ? key[i] : 0;
      innerPad[i] = (byte) (octet ^ INNER_PAD);
      outerPad[i] = (byte) (octet ^ OUTER_PAD);
    }
    try {
      this.digest = MessageDigest.getInstance(hmac ? "SHA-256" : "SHA-1");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-1 and SHA-256", e);
    }
  }

  public BfdAuthType type() {
    return type;
  }

  public int keyId() {
    return keyId;
  }

  /**
   * Writes the authentication section.
   *
   * @param packet holds the mandatory section, or any other message of ours, up to {@code from}
   * @param from where the section goes; as many octets as {@link BfdAuthType#length} follow
   * @return the length of the whole packet
   */
  public int sign(byte[] packet, int from, long sequence) {
    packet[from + TYPE] = (byte) type.code();
    packet[from + SECTION_LENGTH] = (byte) type.length();
    packet[from + KEY_ID] = (byte) keyId;
    packet[from + KEY_ID + 1] = 0;
    for (int i = 0; i < type.sequenceLength(); i++) {
      packet[from + SEQUENCE + i] = (byte) (sequence >>> (8 * (type.sequenceLength() - 1 - i)));
    }
    int at = from + SEQUENCE + type.sequenceLength();
    compute(packet, at, expected);
    System.arraycopy(expected, 0, packet, at, expected.length);
    return from + type.length();
  }

  /** True when the section at {@code from} is of this signer's type and fills the packet. */
  public boolean isOfType(byte[] packet, int from, int length) {
    return length == from + type.length()
        && (packet[from + TYPE] & 0xFF) == type.code()
        && (packet[from + SECTION_LENGTH] & 0xFF) == type.length();
  }

  /** The key id that a packet names; only where {@link #isOfType} holds. */
  public static int keyId(byte[] packet, int from) {
    return packet[from + KEY_ID] & 0xFF;
  }

  /** The sequence number; only where {@link #isOfType} holds. */
  public long sequence(byte[] packet, int from) {
    long sequence = 0;
    for (int i = 0; i < type.sequenceLength(); i++) {
      sequence = (sequence << 8) | (packet[from + SEQUENCE + i] & 0xFF);
    }
    return sequence;
  }

  /**
   * True when the digest is that of the packet, compared in constant time. Only where {@link
   * #isOfType} holds. The packet is as before afterwards.
   */
  public boolean verify(byte[] packet, int from) {
    int at = from + SEQUENCE + type.sequenceLength();
    System.arraycopy(packet, at, received, 0, received.length);
    compute(packet, at, expected);
    System.arraycopy(received, 0, packet, at, received.length);
    int difference = 0;
    for (int i = 0; i < received.length; i++) {
      difference |= expected[i] ^ received[i];
    }
    return difference == 0;
  }

  // HMAC is RFC 2104. The keyed SHA-1 hashes the whole packet with the key in the digest's place.
  private void compute(byte[] packet, int at, byte[] into) {
    try {
      digest.reset();
      if (type == BfdAuthType.METICULOUS_HMAC_SHA256) {
        digest.update(innerPad);
        digest.update(packet, 0, at);
        digest.digest(inner, 0, inner.length);
        digest.update(outerPad);
        digest.update(inner);
      } else {
        System.arraycopy(paddedKey, 0, packet, at, paddedKey.length);
        digest.update(packet, 0, at + paddedKey.length);
      }
      digest.digest(into, 0, into.length);
    } catch (DigestException e) {
      throw new IllegalStateException("the digest has its full length", e);
    }
  }
}
