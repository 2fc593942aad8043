package io.fairlead.deploy.pki;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateEncodingException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;

/**
 * A folder of PEM files as a Kubernetes TLS Secret mounts it: {@code tls.crt}, {@code tls.key} and
 * {@code ca.crt}; the folder of the authority itself holds {@code ca.key} too.
 */
public record PemFolder(Path folder) {
  private static final Base64.Encoder LINES = Base64.getMimeEncoder(64, "\n".getBytes(US_ASCII));

  /** Writes the authority: {@code ca.crt} and, readable by the owner alone, {@code ca.key}. */
  public void writeAuthority(ClusterAuthority authority) throws IOException {
    Files.createDirectories(folder);
    writeSecret("ca.key", pem("PRIVATE KEY", authority.key().getEncoded()));
    write("ca.crt", pem("CERTIFICATE", encoded(authority.certificate())));
  }

  /**
   * Reads the authority back.
   *
   * @throws IOException when a file is missing or unreadable; the message names it
   */
  public ClusterAuthority readAuthority() throws IOException {
    try {
      var certificate =
          (X509Certificate)
              CertificateFactory.getInstance("X.509")
                  .generateCertificate(
                      new ByteArrayInputStream(Files.readAllBytes(folder.resolve("ca.crt"))));
      return new ClusterAuthority(certificate, readKey(folder.resolve("ca.key")));
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      throw new IOException("no certificate authority can be read from " + folder, e);
    }
  }

  private static PrivateKey readKey(Path file) throws IOException, GeneralSecurityException {
    String body = Files.readString(file).replaceAll("-----[A-Z ]+-----", "");
    byte[] der = Base64.getMimeDecoder().decode(body);
    return KeyFactory.getInstance("EC").generatePrivate(new PKCS8EncodedKeySpec(der));
  }

  /** Writes a member's certificate, its key, and the authority's certificate. */
  public void writeLeaf(ClusterAuthority.Leaf leaf, X509Certificate authority) throws IOException {
    Files.createDirectories(folder);
    write("ca.crt", pem("CERTIFICATE", encoded(authority)));
    writeSecret("tls.key", pem("PRIVATE KEY", leaf.key().getEncoded()));
    write("tls.crt", pem("CERTIFICATE", encoded(leaf.certificate())));
  }

  private static byte[] encoded(Certificate certificate) {
    try {
      return certificate.getEncoded();
    } catch (CertificateEncodingException e) {
      throw new IllegalStateException("a certificate made here cannot be encoded", e);
    }
  }

  private static String pem(String label, byte[] der) {
    return "-----BEGIN %s-----\n%s\n-----END %s-----\n"
        .formatted(label, LINES.encodeToString(der), label);
  }

  private void write(String name, String text) throws IOException {
    replace(name, Files.createTempFile(folder, name, ".new"), text, "rw-r--r--");
  }

  private void writeSecret(String name, String text) throws IOException {
    replace(name, Files.createTempFile(folder, name, ".new"), text, "rw-------");
  }

  private void replace(String name, Path fresh, String text, String permissions)
      throws IOException {
    Files.setPosixFilePermissions(fresh, PosixFilePermissions.fromString(permissions));
    Files.writeString(fresh, text);
    Files.move(
        fresh,
        folder.resolve(name),
        StandardCopyOption.REPLACE_EXISTING,
        StandardCopyOption.ATOMIC_MOVE);
  }
}
