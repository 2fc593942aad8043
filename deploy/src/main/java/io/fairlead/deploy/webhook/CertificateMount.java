package io.fairlead.deploy.webhook;

import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;

/**
 * A folder that a Secret of type {@code kubernetes.io/tls} is mounted to.
 *
 * <p>The kubelet writes a new generation beside the old one, and then lets the link {@code ..data}
 * point to it. Both files are read from the generation that the link named once.
 *
 * @param host by which the API server calls
 */
public record CertificateMount(Path folder, String host) {
  private static final String LINK = "..data";
  private static final String CERTIFICATES = "tls.crt";
  private static final String KEY = "tls.key";

  /** The generation may be replaced, and removed, between two reads. */
  private static final int ATTEMPTS = 5;

  CertificatePair.Verdict look(Instant now) {
    return CertificatePair.judge(read(), host, now);
  }

  PairFiles read() {
    String missing = "";
    for (int i = 0; i < ATTEMPTS; i++) {
      try {
        Path generation = generation();
        return new PairFiles.Found(
            Files.readString(generation.resolve(CERTIFICATES)),
            Files.readString(generation.resolve(KEY)));
      } catch (NoSuchFileException e) {
        missing = String.valueOf(Path.of(e.getFile()).getFileName());
      } catch (MalformedInputException e) {
        return new PairFiles.NotFound(
            CertificateFault.UNREADABLE, "a file in " + folder + " is no text");
      } catch (IOException e) {
        return new PairFiles.NotFound(
            CertificateFault.UNREADABLE, "a file in " + folder + " cannot be read (" + e + ")");
      }
    }
    return new PairFiles.NotFound(CertificateFault.MISSING, missing + " is not in " + folder);
  }

  private Path generation() throws IOException {
    Path link = folder.resolve(LINK);
    return Files.isSymbolicLink(link) ? folder.resolve(Files.readSymbolicLink(link)) : folder;
  }
}
