package io.fairlead.deploy.config;

import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Option;

/** Options that controllers and speakers share: who they are in the Pekko cluster. */
public final class ClusterOptions {
  @Option(
      names = "--cluster-host",
      required = true,
      defaultValue = "${env:FAIRLEAD_CLUSTER_HOST}",
      paramLabel = "HOST",
      description = {
        "This process's stable name or address in the cluster: a controller's StatefulSet host name, a speaker's"
            + " node address. The certificate must name it.",
        "(environment: FAIRLEAD_CLUSTER_HOST)"
      })
  private String host = "";

  @Option(
      names = "--cluster-port",
      defaultValue = "7946",
      paramLabel = "PORT",
      description = "TCP port of the cluster, the same on all members (default: ${DEFAULT-VALUE}).")
  private int port;

  @Option(
      names = "--cluster-bind",
      paramLabel = "ADDRESS",
      description = "Address to listen on when it is not --cluster-host itself.")
  private String bindHost = "";

  @Option(
      names = "--controllers",
      required = true,
      split = ",",
      defaultValue = "${env:FAIRLEAD_CONTROLLERS}",
      paramLabel = "HOST",
      description = {
        "The controllers' hosts, comma-separated, one or three; the first alone may found a cluster.",
        "(environment: FAIRLEAD_CONTROLLERS)"
      })
  private List<String> controllers = List.of();

  @Option(
      names = "--certs",
      required = true,
      defaultValue = "${env:FAIRLEAD_CERTS}",
      paramLabel = "FOLDER",
      description = {
        "Folder with tls.crt, tls.key and ca.crt; renewed files are taken up while running.",
        "(environment: FAIRLEAD_CERTS)"
      })
  private Path certificates = Path.of("");

  @Option(
      names = "--data",
      required = true,
      defaultValue = "${env:FAIRLEAD_DATA}",
      paramLabel = "FOLDER",
      description = {
        "Folder that outlives the process: journal, last announcement table, known members.",
        "(environment: FAIRLEAD_DATA)"
      })
  private Path data = Path.of("");

  @Option(
      names = "--management-port",
      defaultValue = "7626",
      paramLabel = "PORT",
      description =
          "Port of Pekko Management on the loopback address, 0 for none (default: ${DEFAULT-VALUE}).")
  private int managementPort;

  public String host() {
    return host;
  }

  public int port() {
    return port;
  }

  /** The address to listen on. */
  public String bindHost() {
    return bindHost.isEmpty() ? host : bindHost;
  }

  public List<String> controllers() {
    return List.copyOf(controllers);
  }

  public Path certificates() {
    return certificates;
  }

  /** Looks for the certificate first of all, as nothing works without it. */
  public void requireCertificates() throws NoSuchFileException {
    for (String file : List.of("tls.crt", "tls.key", "ca.crt")) {
      if (!Files.isReadable(certificates.resolve(file))) {
        throw new NoSuchFileException(
            "there is no %s to read in %s (--certs); 'fairlead certs' makes the certificates"
                .formatted(file, certificates));
      }
    }
  }

  public Path data() {
    return data;
  }

  public int managementPort() {
    return managementPort;
  }
}
