package io.fairlead.k8s.webhook;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class RotatingKeysTest {
  private static final String PEM =
      """
      -----BEGIN CERTIFICATE-----
      MIIBfDCCASGgAwIBAgIUN2ZHKvKkg/odDd1/TrHUCtqPJ+IwCgYIKoZIzj0EAwIw
      EjEQMA4GA1UEAwwHd2ViaG9vazAgFw0yNjExMjEyMDIwMTJaGA8yMTI2MTAyODIw
      MjAxMlowEjEQMA4GA1UEAwwHd2ViaG9vazBZMBMGByqGSM49AgEGCCqGSM49AwEH
      A0IABLwaboL8zkeMJ6nn8GVDL2wM/1hyRb+byXHEssPWYW2HnyxqekAlqOY8K0lA
      8uF6MJjeAlrCJumWrCFTWFQuHq6jUzBRMB0GA1UdDgQWBBT9+h7BBZIoaFT9lAPL
      5T9Xebr2sTAfBgNVHSMEGDAWgBT9+h7BBZIoaFT9lAPL5T9Xebr2sTAPBgNVHRMB
      Af8EBTADAQH/MAoGCCqGSM49BAMCA0kAMEYCIQDgAUcyHsenVrtxahXSoAHIM7XO
      khO58+Umt4PC5X2qHgIhAMZFxunKg+2peZIXgpDWn8ohDXgGfMnMc4psb96jdJUl
      -----END CERTIFICATE-----
      """;

  /** Each has a key of its own; that is what tells them apart here. */
  private static ServingCertificate certificate() throws GeneralSecurityException {
    var leaf =
        (X509Certificate)
            CertificateFactory.getInstance("X.509")
                .generateCertificate(
                    new ByteArrayInputStream(PEM.getBytes(StandardCharsets.US_ASCII)));
    var key = KeyPairGenerator.getInstance("EC").generateKeyPair().getPrivate();
    return new ServingCertificate(List.of(leaf, leaf), key);
  }

  @Test
  void handshakeThatBeganBeforeManyChanges_endsWithWhatItBeganWith()
      throws GeneralSecurityException {
    var first = certificate();
    var keys = new RotatingKeys(first);
    String alias = Objects.requireNonNull(keys.chooseEngineServerAlias("EC", null, null));

    ServingCertificate last = first;
    for (int i = 0; i < 50; i++) {
      last = certificate();
      keys.replace(last);
    }

    assertSame(first.key(), keys.getPrivateKey(alias));
    assertArrayEquals(first.chain().toArray(), keys.getCertificateChain(alias));
    String next = Objects.requireNonNull(keys.chooseEngineServerAlias("EC", null, null));
    assertSame(last.key(), keys.getPrivateKey(next));
  }

  @Test
  void certificatesOfLongAgo_areForgotten() throws GeneralSecurityException {
    var keys = new RotatingKeys(certificate());
    String alias = Objects.requireNonNull(keys.chooseEngineServerAlias("EC", null, null));
    var other = certificate();
    for (int i = 0; i < 100; i++) {
      keys.replace(other);
    }

    assertEquals(null, keys.getPrivateKey(alias));
    assertEquals(other, keys.current());
  }

  @Test
  void handshakeWithoutTheRightKindOfKey_getsNone() throws GeneralSecurityException {
    var keys = new RotatingKeys(certificate());

    assertEquals(null, keys.chooseEngineServerAlias("RSA", null, null));
  }
}
