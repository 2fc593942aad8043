package io.fairlead.table;

import java.util.HexFormat;

/**
 * The key that speakers sign their hello packets with. Every publisher of the table makes one; it
 * travels over the cluster's TLS only, and is on no disk.
 *
 * @param generation of the publisher; of two keys the one of the higher generation is newer
 * @param secret 64 hexadecimal digits
 */
public record HelloKey(long generation, String secret) {
  private static final int DIGITS = 64;

  public HelloKey {
    if (secret.length() != DIGITS) {
      throw new IllegalArgumentException("a hello key has 32 octets");
    }
  }

  public static HelloKey of(long generation, byte[] octets) {
    return new HelloKey(generation, HexFormat.of().formatHex(octets));
  }

  /** Octets of the secret; a new array every time. */
  public byte[] octets() {
    return HexFormat.of().parseHex(secret);
  }

  /** The number that names the key in a packet, 0 to 255. */
  public int id() {
    return (int) (generation & 0xFF);
  }

  /** Says which key it is, and not the key: texts end in logs. */
  @Override
  public String toString() {
    return "HelloKey[generation=" + generation + "]";
  }
}
