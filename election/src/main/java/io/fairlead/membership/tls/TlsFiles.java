package io.fairlead.membership.tls;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * The three PEM files of a member: its key, its certificate (leaf first), and all CAs it trusts.
 */
public record TlsFiles(Path key, Path certificate, Path authorities) {
  static final String PROTOCOL = "TLSv1.3";

  /** A context for what the files hold now. All CAs of the bundle count. */
  SSLContext context(PeerRule rule) throws IOException, GeneralSecurityException {
    var privateKey = PemFile.privateKey(key);
    var chain = PemFile.certificates(certificate);
    if (!belongTogether(privateKey, chain.getFirst())) {
      throw new GeneralSecurityException(
          "the key in " + key + " does not belong to the certificate in " + certificate);
    }
    var password = new char[0];
    var own = emptyStore();
    own.setKeyEntry("member", privateKey, password, chain.toArray(new Certificate[0]));
    var keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    keys.init(own, password);
    var context = SSLContext.getInstance(PROTOCOL);
    context.init(keys.getKeyManagers(), new TrustManager[] {trust(rule)}, null);
    return context;
  }

  /** Changes whenever one of the files is replaced or rewritten. */
  List<String> fingerprint() throws IOException {
    return List.of(fingerprint(key), fingerprint(certificate), fingerprint(authorities));
  }

  private TrustManager trust(PeerRule rule) throws IOException, GeneralSecurityException {
    var trusted = emptyStore();
    int index = 0;
    for (X509Certificate authority : PemFile.certificates(authorities)) {
      trusted.setCertificateEntry("ca" + index++, authority);
    }
    var factory = TrustManagerFactory.getInstance("PKIX");
    factory.init(trusted);
    return Arrays.stream(factory.getTrustManagers())
        .filter(X509ExtendedTrustManager.class::isInstance)
        .map(manager -> new MemberTrust((X509ExtendedTrustManager) manager, rule))
        .findFirst()
        .orElseThrow();
  }

  private static KeyStore emptyStore() throws IOException, GeneralSecurityException {
    var store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    return store;
  }

  /** A pair of files that is just being replaced must not be taken half. */
  private static boolean belongTogether(PrivateKey key, X509Certificate certificate)
      throws GeneralSecurityException {
    var algorithm =
        switch (key.getAlgorithm()) {
          case "EC" -> "SHA256withECDSA";
          case "RSA" -> "SHA256withRSA";
          default -> key.getAlgorithm();
        };
    if (!key.getAlgorithm().equals(certificate.getPublicKey().getAlgorithm())) {
      return false;
    }
    byte[] probe = certificate.getSignature();
    var signer = Signature.getInstance(algorithm);
    signer.initSign(key);
    signer.update(probe);
    byte[] signed = signer.sign();
    var verifier = Signature.getInstance(algorithm);
    verifier.initVerify(certificate.getPublicKey());
    verifier.update(probe);
    return verifier.verify(signed);
  }

  /** Kubernetes swaps a symbolic link, so the real path counts as well as time and size. */
  private static String fingerprint(Path file) throws IOException {
    var real = file.toRealPath();
    return real + " " + Files.getLastModifiedTime(real).toMillis() + " " + Files.size(real);
  }
}
