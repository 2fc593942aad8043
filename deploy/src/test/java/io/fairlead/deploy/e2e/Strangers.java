package io.fairlead.deploy.e2e;

import io.fairlead.deploy.lab.net.HostCommand;
import io.fairlead.deploy.lab.net.LabPlan;
import io.fairlead.deploy.lab.process.LabProgram;
import io.fairlead.deploy.lab.process.LabSite;
import io.fairlead.deploy.pki.ClusterAuthority;
import io.fairlead.deploy.pki.ClusterRole;
import io.fairlead.deploy.pki.PemFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Processes at the router's address that do not belong to the cluster and want to join it. */
final class Strangers {
  private static final String NAME = "stranger";
  private static final long TRY_MILLIS = 6_000;

  private final E2eLab lab;
  private final String host = LabPlan.ROUTER_ADDRESS.toString();

  Strangers(E2eLab lab) {
    this.lab = lab;
  }

  /**
   * Shows a certificate that is right in every word, the name of the authority too; only the key
   * that signed it is another. It trusts the members itself, so that it is they who refuse.
   */
  void speakerOfAnotherAuthority() throws IOException, CertificateException {
    tryToJoin("lab", "'CN=" + host + ",OU=speaker' is refused");
  }

  /**
   * Shows no certificate: it has none of an authority with a name that the members ask for, and
   * then TLS sends an empty list (RFC 8446 section 4.4.2).
   */
  void speakerThatShowsNone() throws IOException, CertificateException {
    tryToJoin("another", "Empty client certificate chain");
  }

  private void tryToJoin(String authority, String refusal)
      throws IOException, CertificateException {
    var folder = Files.createDirectories(lab.site().home(NAME).resolve("certs"));
    var now = Instant.now();
    var leaf =
        ClusterAuthority.create(authority, now).issue(ClusterRole.SPEAKER, List.of(host), now);
    new PemFolder(folder).writeLeaf(leaf, authorityOfTheCluster());
    lab.lab()
        .programs()
        .start(
            new LabProgram(NAME, LabPlan.ROUTER, command(folder), Map.of(), lab.site().log(NAME)));
    try {
      Eventually.holds(
          "the controller refuses the stranger and says why",
          () -> lab.log(LabSite.CONTROLLER).contains(refusal),
          () -> lab.log(LabSite.CONTROLLER) + lab.log(NAME));
      Eventually.pause(TRY_MILLIS);
    } finally {
      lab.lab().programs().kill(NAME);
    }
  }

  private X509Certificate authorityOfTheCluster() throws IOException, CertificateException {
    Path file = lab.site().home(LabSite.CONTROLLER).resolve("certs").resolve("ca.crt");
    try (var stream = Files.newInputStream(file)) {
      return (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(stream);
    }
  }

  /** What became of a speaker that has no certificate. */
  HostCommand.Outcome speakerWithoutCertificate() throws IOException {
    var empty = Files.createDirectories(lab.site().home(NAME).resolve("nothing"));
    return HostCommand.attempt(lab.lab().network().inside(LabPlan.ROUTER, command(empty)), "");
  }

  private List<String> command(Path certificates) {
    var command = new ArrayList<>(new E2ePrograms(true).self());
    command.addAll(List.of("speaker", "--node-name", NAME, "--cluster-host", host));
    command.addAll(List.of("--controllers", LabPlan.CONTROLLER_ADDRESS.toString()));
    command.addAll(List.of("--certs", certificates.toString()));
    command.addAll(List.of("--data", lab.site().home(NAME).resolve("data").toString()));
    return command;
  }
}
