package io.fairlead.deploy.pki;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fairlead.testing.Require;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PemFolderTest {
  private final Instant now = Instant.now();

  @TempDir Path folder;

  @Test
  void issue_namesRoleAndHosts_andIsSignedByTheAuthority() throws Exception {
    var authority = ClusterAuthority.create("test", now);

    var leaf = authority.issue(ClusterRole.SPEAKER, List.of("192.0.2.1", "node-1", "::1"), now);

    leaf.certificate().verify(authority.certificate().getPublicKey());
    assertTrue(leaf.certificate().getSubjectX500Principal().getName().contains("OU=speaker"));
    assertEquals(3, leaf.certificate().getSubjectAlternativeNames().size());
  }

  @Test
  void authority_isReadBackFromItsFolder_andKeysAreSecret() throws Exception {
    var pem = new PemFolder(folder);
    var authority = ClusterAuthority.create("test", now);

    pem.writeAuthority(authority);

    var read = pem.readAuthority();
    assertEquals(authority.certificate(), read.certificate());
    var leaf = read.issue(ClusterRole.CONTROLLER, List.of("controller-0"), now);
    leaf.certificate().verify(authority.certificate().getPublicKey());
    assertEquals(
        "rw-------",
        PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("ca.key"))));
  }

  @Test
  void readAuthority_namesTheFolderWhenItIsNoAuthority() throws Exception {
    Files.writeString(folder.resolve("ca.crt"), "garbage");
    Files.writeString(folder.resolve("ca.key"), "garbage");

    var failure = assertThrows(IOException.class, () -> new PemFolder(folder).readAuthority());

    assertTrue(String.valueOf(failure.getMessage()).contains(folder.toString()));
  }

  @Test
  void openssl_acceptsTheChain() throws Exception {
    Require.onPath("openssl", "openssl");
    var authority = ClusterAuthority.create("test", now);
    var leaf = authority.issue(ClusterRole.SPEAKER, List.of("192.0.2.1"), now);
    new PemFolder(folder).writeLeaf(leaf, authority.certificate());

    var verify =
        new ProcessBuilder(
                "openssl",
                "verify",
                "-x509_strict",
                "-CAfile",
                folder.resolve("ca.crt").toString(),
                "-verify_ip",
                "192.0.2.1",
                folder.resolve("tls.crt").toString())
            .redirectErrorStream(true)
            .start();

    String said = new String(verify.getInputStream().readAllBytes(), UTF_8);
    assertEquals(0, verify.waitFor(), said);
  }
}
