package io.fairlead.deploy.webhook;

import io.fairlead.k8s.webhook.ServingCertificate;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.openssl.PEMKeyPair;
import org.bouncycastle.openssl.PEMParser;

/**
 * Judges the text of {@code tls.crt} and {@code tls.key}. Pure.
 *
 * <p>Keys are RSA, EC or EdDSA, in PEM (RFC 7468) of PKCS #8 (RFC 5958), PKCS #1 (RFC 8017,
 * appendix A.1.2) or SEC 1 (RFC 5915): cert-manager writes all of them.
 */
final class CertificatePair {
  private static final int DNS_NAME = 2;
  private static final int IP_ADDRESS = 7;
  private static final String BEGIN = "-----BEGIN";
  private static final byte[] PROOF = "fairlead".getBytes(StandardCharsets.US_ASCII);

  /** A fault with a sentence that says where it is. */
  record Fault(CertificateFault reason, String sentence) {}

  /**
   * What becomes of a pair.
   *
   * @param usable to be shown to the API server
   * @param fault present without {@code usable}, or beside it for what does not forbid its use
   */
  record Verdict(Optional<ServingCertificate> usable, Optional<Fault> fault) {
    static Verdict refused(CertificateFault reason, String sentence) {
      return new Verdict(Optional.empty(), Optional.of(new Fault(reason, sentence)));
    }
  }

  private CertificatePair() {}

  /**
   * @param host by which the API server calls
   */
  static Verdict judge(PairFiles files, String host, Instant now) {
    return switch (files) {
      case PairFiles.NotFound(var reason, var why) -> Verdict.refused(reason, why);
      case PairFiles.Found(var certificates, var key) -> judge(certificates, key, host, now);
    };
  }

  private static Verdict judge(String certificates, String keyText, String host, Instant now) {
    ServingCertificate pair;
    try {
      var chain = chain(certificates);
      pair = new ServingCertificate(chain, key(keyText, chain.getFirst().getPublicKey()));
    } catch (CertificateException e) {
      return Verdict.refused(CertificateFault.UNREADABLE, "tls.crt is no certificate in PEM");
    } catch (IOException e) {
      return Verdict.refused(CertificateFault.UNREADABLE, "tls.key is no private key in PEM");
    } catch (GeneralSecurityException e) {
      return mismatch();
    }
    var leaf = pair.leaf();
    if (!isPair(leaf.getPublicKey(), pair.key())) {
      return mismatch();
    }
    if (now.isBefore(leaf.getNotBefore().toInstant())) {
      return Verdict.refused(
          CertificateFault.NOT_YET_VALID,
          "the certificate begins at " + leaf.getNotBefore().toInstant());
    }
    if (!now.isBefore(leaf.getNotAfter().toInstant())) {
      return Verdict.refused(
          CertificateFault.EXPIRED, "the certificate ended at " + leaf.getNotAfter().toInstant());
    }
    return new Verdict(Optional.of(pair), nameFault(leaf, host));
  }

  private static Verdict mismatch() {
    return Verdict.refused(CertificateFault.NOT_MATCHING, "tls.key is not the key of tls.crt");
  }

  private static List<X509Certificate> chain(String pem) throws CertificateException {
    var chain = new ArrayList<X509Certificate>();
    var bytes = new ByteArrayInputStream(pem.getBytes(StandardCharsets.UTF_8));
    for (var each : CertificateFactory.getInstance("X.509").generateCertificates(bytes)) {
      chain.add((X509Certificate) each);
    }
    // Java leaves out a last certificate of which only the beginning is there.
    if (chain.isEmpty() || chain.size() < pem.split(BEGIN, -1).length - 1) {
      throw new CertificateException("incomplete");
    }
    return chain;
  }

  private static PrivateKey key(String pem, PublicKey of)
      throws IOException, GeneralSecurityException {
    var spec = new PKCS8EncodedKeySpec(keyInfo(pem).getEncoded());
    return KeyFactory.getInstance(of.getAlgorithm()).generatePrivate(spec);
  }

  private static PrivateKeyInfo keyInfo(String pem) throws IOException {
    try (var parser = new PEMParser(new StringReader(pem))) {
      for (var part = parser.readObject(); part != null; part = parser.readObject()) {
        if (part instanceof PEMKeyPair pair) {
          return pair.getPrivateKeyInfo();
        }
        if (part instanceof PrivateKeyInfo info) {
          return info;
        }
      }
    } catch (RuntimeException e) {
      // The parser answers to some texts in this way.
      throw new IOException("cannot be parsed", e);
    }
    throw new IOException("no key");
  }

  /** What the key signs, the certificate must verify. */
  private static boolean isPair(PublicKey open, PrivateKey secret) {
    String algorithm =
        switch (open.getAlgorithm()) {
          case "RSA" -> "SHA256withRSA";
          case "EC" -> "SHA256withECDSA";
          default -> open.getAlgorithm();
        };
    try {
      var signature = Signature.getInstance(algorithm);
      signature.initSign(secret);
      signature.update(PROOF);
      byte[] signed = signature.sign();
      signature.initVerify(open);
      signature.update(PROOF);
      return signature.verify(signed);
    } catch (GeneralSecurityException e) {
      return false;
    }
  }

  /** RFC 6125 section 6.4: a wildcard stands for one whole label, the leftmost. */
  private static Optional<Fault> nameFault(X509Certificate leaf, String host) {
    var names = names(leaf);
    String wanted = host.toLowerCase(Locale.ROOT);
    String wild = "*" + wanted.substring(Math.max(0, wanted.indexOf('.')));
    if (names.contains(wanted) || names.contains(wild)) {
      return Optional.empty();
    }
    return Optional.of(
        new Fault(
            CertificateFault.WRONG_NAME,
            "the certificate is for %s, and the API server calls %s".formatted(names, host)));
  }

  private static List<String> names(X509Certificate leaf) {
    try {
      return Objects.requireNonNullElse(leaf.getSubjectAlternativeNames(), List.<List<?>>of())
          .stream()
          .filter(name -> name.getFirst().equals(DNS_NAME) || name.getFirst().equals(IP_ADDRESS))
          .map(name -> String.valueOf(name.getLast()).toLowerCase(Locale.ROOT))
          .toList();
    } catch (CertificateParsingException e) {
      return List.of();
    }
  }
}
