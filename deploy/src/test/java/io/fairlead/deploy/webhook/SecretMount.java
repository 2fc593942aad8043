package io.fairlead.deploy.webhook;

import io.fairlead.deploy.pki.ClusterAuthority;
import io.fairlead.deploy.pki.ClusterRole;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.PrivateKey;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.util.io.pem.PemObject;

/** A folder that a Secret is mounted to, and replaced in as the kubelet does it. */
final class SecretMount {
  private static final String LINK = "..data";

  private final Path folder;
  private int generation;

  /** The texts of a pair. */
  record Pair(String certificates, String key) {}

  SecretMount(Path folder) {
    this.folder = folder;
  }

  /** A new certificate of this authority. */
  static Pair issue(ClusterAuthority authority, String host, Instant now) {
    var leaf = authority.issue(ClusterRole.CONTROLLER, List.of(host), now);
    return new Pair(pem(leaf.certificate()), pem(leaf.key()));
  }

  /** PKCS #8. */
  static String pem(PrivateKey key) {
    return pem(new PemObject("PRIVATE KEY", key.getEncoded()));
  }

  static String pem(Object part) {
    var text = new StringWriter();
    try (var writer = new JcaPEMWriter(text)) {
      writer.writeObject(part);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text.toString();
  }

  /** A new generation is written, the link is moved to it, the old one is removed. */
  void replace(Pair pair) throws IOException {
    Files.createDirectories(folder);
    Path link = folder.resolve(LINK);
    Optional<Path> old =
        Files.isSymbolicLink(link)
            ? Optional.of(folder.resolve(Files.readSymbolicLink(link)))
            : Optional.empty();
    Path fresh = Files.createDirectory(folder.resolve("..generation-" + generation++));
    Files.writeString(fresh.resolve("tls.crt"), pair.certificates());
    Files.writeString(fresh.resolve("tls.key"), pair.key());
    Path next = folder.resolve("..data_tmp");
    Files.createSymbolicLink(next, fresh.getFileName());
    Files.move(next, link, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    for (String name : List.of("tls.crt", "tls.key")) {
      if (!Files.isSymbolicLink(folder.resolve(name))) {
        Files.createSymbolicLink(folder.resolve(name), Path.of(LINK, name));
      }
    }
    if (old.isPresent()) {
      remove(old.get());
    }
  }

  /** The Secret is gone. */
  void clear() throws IOException {
    remove(folder);
  }

  private static void remove(Path tree) throws IOException {
    try (var all = Files.walk(tree)) {
      for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(each);
      }
    }
  }
}
