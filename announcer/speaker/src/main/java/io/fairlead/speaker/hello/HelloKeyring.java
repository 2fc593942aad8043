package io.fairlead.speaker.hello;

import io.fairlead.table.HelloKey;
import io.fairlead.wire.bfd.BfdAuthType;
import io.fairlead.wire.bfd.BfdDropReason;
import io.fairlead.wire.bfd.BfdSigner;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Signs with one key and checks with several. For the hello thread; checking allocates nothing. */
final class HelloKeyring {
  static final BfdAuthType TYPE = BfdAuthType.METICULOUS_HMAC_SHA256;
  private static final long NANOS_PER_MILLI = 1_000_000;

  private BfdSigner[] accepted = new BfdSigner[0];
  private @Nullable BfdSigner signing;

  // Above every number of an earlier run of this program, as long as no clock is set back by more
  // than the detection time for which others remember the last one.
  private long sequence = System.currentTimeMillis() * NANOS_PER_MILLI;

  void use(List<HelloKey> keys, HelloKey signingKey) {
    accepted = keys.stream().map(HelloKeyring::signer).toArray(BfdSigner[]::new);
    signing = signer(signingKey);
  }

  private static BfdSigner signer(HelloKey key) {
    return new BfdSigner(TYPE, key.id(), key.octets());
  }

  boolean canSign() {
    return signing != null;
  }

  /** Signs what fills the packet up to {@code from}; returns the whole length. */
  int sign(byte[] packet, int from) {
    var signer = signing;
    if (signer == null) {
      throw new IllegalStateException("there is no key yet");
    }
    sequence++;
    return signer.sign(packet, from, sequence);
  }

  /** Why the packet is not genuine; null when it is. */
  @Nullable BfdDropReason fault(byte[] packet, int from, int length) {
    boolean named = false;
    for (BfdSigner signer : accepted) {
      if (!signer.isOfType(packet, from, length)) {
        return BfdDropReason.AUTHENTICATION_TYPE;
      }
      if (signer.keyId() == BfdSigner.keyId(packet, from)) {
        named = true;
        if (signer.verify(packet, from)) {
          return null;
        }
      }
    }
    return named ? BfdDropReason.DIGEST : BfdDropReason.KEY_UNKNOWN;
  }

  /** The sequence number of a genuine packet. */
  long sequence(byte[] packet, int from) {
    return accepted[0].sequence(packet, from);
  }
}
