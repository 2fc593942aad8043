package io.fairlead.deploy.webhook;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fairlead.deploy.pki.ClusterAuthority;
import io.fairlead.deploy.webhook.SecretMount.Pair;
import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.sec.ECPrivateKey;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.util.io.pem.PemObject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CertificatePairTest {
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
  private static final String HOST = "metallb-webhook-service.metallb-system.svc";
  private static final ClusterAuthority AUTHORITY = ClusterAuthority.create("test", NOW);
  private static final Pair GOOD = SecretMount.issue(AUTHORITY, HOST, NOW);

  private static CertificatePair.Verdict judge(String certificates, String key) {
    return CertificatePair.judge(new PairFiles.Found(certificates, key), HOST, NOW);
  }

  private static Optional<CertificateFault> fault(CertificatePair.Verdict verdict) {
    return verdict.fault().map(CertificatePair.Fault::reason);
  }

  private static void assertRefused(CertificateFault reason, CertificatePair.Verdict verdict) {
    assertEquals(Optional.of(reason), fault(verdict));
    assertEquals(Optional.empty(), verdict.usable());
  }

  @Test
  void goodPair_isUsed_withTheWholeChain() {
    var verdict = judge(GOOD.certificates() + SecretMount.pem(AUTHORITY.certificate()), GOOD.key());

    assertEquals(Optional.empty(), verdict.fault());
    var chain = verdict.usable().orElseThrow().chain();
    assertEquals(2, chain.size());
    assertEquals(AUTHORITY.certificate(), chain.getLast());
  }

  @Test
  void sameFiles_areTheSameCertificate() {
    assertEquals(judge(GOOD.certificates(), GOOD.key()), judge(GOOD.certificates(), GOOD.key()));
  }

  @ParameterizedTest
  @CsvSource({"RSA, 2048, SHA256withRSA", "EC, 256, SHA256withECDSA", "Ed25519, 255, Ed25519"})
  void everyKindOfKeyThatCertManagerMakes_isUsed(String algorithm, int size, String signature)
      throws Exception {
    var generator = KeyPairGenerator.getInstance(algorithm);
    generator.initialize(size);
    var keys = generator.generateKeyPair();
    var certificate = selfSigned(keys, signature);

    var asPkcs8 = judge(certificate, SecretMount.pem(keys.getPrivate()));
    assertTrue(asPkcs8.usable().isPresent(), asPkcs8::toString);
    if (!algorithm.equals("Ed25519")) {
      String older = olderForm(keys.getPrivate(), algorithm);
      assertTrue(older.startsWith("-----BEGIN " + algorithm + " PRIVATE KEY"), older);
      assertTrue(judge(certificate, older).usable().isPresent(), algorithm);
    }
  }

  /** PKCS #1 or SEC 1, what cert-manager writes unless told otherwise. */
  private static String olderForm(PrivateKey key, String algorithm) throws IOException {
    var info = PrivateKeyInfo.getInstance(key.getEncoded());
    ASN1Encodable inner = info.parsePrivateKey();
    if (algorithm.equals("EC")) {
      var curve = info.getPrivateKeyAlgorithm().getParameters();
      inner = new ECPrivateKey(256, ECPrivateKey.getInstance(inner).getKey(), curve);
    }
    return SecretMount.pem(
        new PemObject(algorithm + " PRIVATE KEY", inner.toASN1Primitive().getEncoded()));
  }

  private static String selfSigned(KeyPair keys, String algorithm)
      throws GeneralSecurityException, OperatorCreationException {
    var name = new X500Name("CN=" + HOST);
    var builder =
        new JcaX509v3CertificateBuilder(
            name,
            BigInteger.ONE,
            Date.from(NOW.minusSeconds(60)),
            Date.from(NOW.plus(Duration.ofDays(1))),
            name,
            keys.getPublic());
    var signer = new JcaContentSignerBuilder(algorithm).build(keys.getPrivate());
    return SecretMount.pem(new JcaX509CertificateConverter().getCertificate(builder.build(signer)));
  }

  @Test
  void keyOfAnotherCertificate_isRefused() throws GeneralSecurityException {
    var other = SecretMount.issue(AUTHORITY, HOST, NOW);
    assertRefused(CertificateFault.NOT_MATCHING, judge(GOOD.certificates(), other.key()));

    var rsa = KeyPairGenerator.getInstance("RSA").generateKeyPair().getPrivate();
    assertRefused(CertificateFault.NOT_MATCHING, judge(GOOD.certificates(), SecretMount.pem(rsa)));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 40, 200, 400})
  void halfWrittenFile_isRefused(int length) {
    assertRefused(
        CertificateFault.UNREADABLE, judge(GOOD.certificates().substring(0, length), GOOD.key()));
    assertRefused(
        CertificateFault.UNREADABLE,
        judge(GOOD.certificates(), GOOD.key().substring(0, Math.min(length, 110))));
    String chain = GOOD.certificates() + SecretMount.pem(AUTHORITY.certificate());
    if (length > 1) {
      assertRefused(
          CertificateFault.UNREADABLE,
          judge(chain.substring(0, GOOD.certificates().length() + length), GOOD.key()));
    }
  }

  @Test
  void pairOutOfItsTime_isRefused_withTheTime() {
    var later = NOW.plus(Duration.ofDays(400));
    var expired =
        CertificatePair.judge(new PairFiles.Found(GOOD.certificates(), GOOD.key()), HOST, later);
    assertRefused(CertificateFault.EXPIRED, expired);
    assertEquals(
        "the certificate ended at 2027-01-01T00:00:00Z", expired.fault().orElseThrow().sentence());

    var early =
        CertificatePair.judge(
            new PairFiles.Found(GOOD.certificates(), GOOD.key()), HOST, NOW.minusSeconds(3_600));
    assertRefused(CertificateFault.NOT_YET_VALID, early);
  }

  @Test
  void pairForAnotherName_isUsed_andSaidToBe() {
    var other = SecretMount.issue(AUTHORITY, "elsewhere.svc", NOW);
    var verdict = judge(other.certificates(), other.key());

    assertEquals(Optional.of(CertificateFault.WRONG_NAME), fault(verdict));
    assertTrue(verdict.usable().isPresent());
    assertEquals(
        "the certificate is for [elsewhere.svc], and the API server calls " + HOST,
        verdict.fault().orElseThrow().sentence());
  }

  @ParameterizedTest
  @CsvSource({
    "*.metallb-system.svc, true",
    "*.svc, false",
    "METALLB-webhook-service.metallb-system.svc, true"
  })
  void wildcard_standsForOneLabel(String name, boolean good) {
    var pair = SecretMount.issue(AUTHORITY, name, NOW);
    assertEquals(good, judge(pair.certificates(), pair.key()).fault().isEmpty());
  }
}
