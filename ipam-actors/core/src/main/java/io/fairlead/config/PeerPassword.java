package io.fairlead.config;

/** The password of a session, TCP MD5 of RFC 2385. Its text never appears in a log. */
public record PeerPassword(String secret) {
  public PeerPassword {
    if (secret.isEmpty()) {
      throw new IllegalArgumentException("a password is not empty");
    }
  }

  @Override
  public String toString() {
    return "(secret)";
  }
}
