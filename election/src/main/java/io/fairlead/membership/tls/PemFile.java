package io.fairlead.membership.tls;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads PEM (RFC 7468): certificates, and a private key in PKCS #8 (RFC 5208). */
final class PemFile {
  private static final Pattern BLOCK =
      Pattern.compile("-----BEGIN ([A-Z0-9 ]+)-----([A-Za-z0-9+/=\\s]+)-----END \\1-----");
  private static final List<String> KEY_ALGORITHMS = List.of("EC", "RSA", "EdDSA");

  private PemFile() {}

  /** Every certificate of the file, in its order; at least one. */
  static List<X509Certificate> certificates(Path file)
      throws IOException, GeneralSecurityException {
    var factory = CertificateFactory.getInstance("X.509");
    var certificates = new ArrayList<X509Certificate>();
    for (byte[] der : blocks(file, "CERTIFICATE")) {
      certificates.add(
          (X509Certificate) factory.generateCertificate(new ByteArrayInputStream(der)));
    }
    if (certificates.isEmpty()) {
      throw new GeneralSecurityException(file + " holds no 'BEGIN CERTIFICATE' block");
    }
    return certificates;
  }

  static PrivateKey privateKey(Path file) throws IOException, GeneralSecurityException {
    var keys = blocks(file, "PRIVATE KEY");
    if (keys.size() != 1) {
      throw new GeneralSecurityException(
          file
              + " must hold exactly one 'BEGIN PRIVATE KEY' block, PKCS #8 without a password;"
              + " 'openssl pkcs8 -topk8 -nocrypt' converts other forms");
    }
    for (String algorithm : KEY_ALGORITHMS) {
      var key = privateKey(keys.getFirst(), algorithm);
      if (key.isPresent()) {
        return key.get();
      }
    }
    throw new GeneralSecurityException(file + " holds a key that is none of " + KEY_ALGORITHMS);
  }

  private static Optional<PrivateKey> privateKey(byte[] der, String algorithm)
      throws GeneralSecurityException {
    try {
      var factory = KeyFactory.getInstance(algorithm);
      return Optional.of(factory.generatePrivate(new PKCS8EncodedKeySpec(der)));
    } catch (InvalidKeySpecException e) {
      return Optional.empty();
    }
  }

  private static List<byte[]> blocks(Path file, String label)
      throws IOException, GeneralSecurityException {
    var matcher = BLOCK.matcher(Files.readString(file, StandardCharsets.US_ASCII));
    var blocks = new ArrayList<byte[]>();
    while (matcher.find()) {
      if (matcher.group(1).equals(label)) {
        try {
          blocks.add(Base64.getMimeDecoder().decode(matcher.group(2)));
        } catch (IllegalArgumentException e) {
          throw new GeneralSecurityException(file + " holds a damaged " + label + " block", e);
        }
      }
    }
    return blocks;
  }
}
