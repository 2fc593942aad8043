package io.fairlead.k8s.embedded;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** etcd and kube-apiserver as processes, on loopback, with all their files in one folder. */
final class RealApiServer implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final String TOKEN = "contract";

  private final List<Process> processes = new ArrayList<>();
  private final Path assets;
  private final Path folder;
  private final int port;

  private RealApiServer(Path assets, Path folder, int port) {
    this.assets = assets;
    this.folder = folder;
    this.port = port;
  }

  /** Starts both programs of the folder {@code assets} and waits until the server is ready. */
  static RealApiServer start(Path assets, Path folder) throws IOException {
    var server = new RealApiServer(assets, folder, freePort());
    try {
      server.makeKeys();
      server.startPrograms();
      try (ApiProbe probe = server.target().probe()) {
        Poll.until(PATIENCE, "kube-apiserver is ready", () -> ready(probe));
      }
      return server;
    } catch (IOException | RuntimeException | AssertionError e) {
      server.close();
      throw e;
    }
  }

  ContractTarget target() {
    Path ca = folder.resolve("ca.crt");
    URI uri = URI.create("https://127.0.0.1:" + port);
    return new ContractTarget(uri, TOKEN, trust(ca), ca.toString());
  }

  private static boolean ready(ApiProbe probe) {
    try {
      return probe.get("/api/v1/namespaces/default").code() == 200;
    } catch (AssertionError e) {
      return false;
    }
  }

  private void makeKeys() throws IOException {
    Files.writeString(folder.resolve("tokens.csv"), TOKEN + ",admin,1,\"system:masters\"\n");
    Files.writeString(folder.resolve("san"), "subjectAltName=IP:127.0.0.1\n");
    String curve = "-newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes";
    openssl("req -x509 " + curve + " -keyout ca.key -out ca.crt -days 2 -subj /CN=contract-ca");
    openssl("req " + curve + " -keyout tls.key -out tls.csr -subj /CN=127.0.0.1");
    openssl(
        "x509 -req -in tls.csr -CA ca.crt -CAkey ca.key -CAcreateserial -out tls.crt -days 2"
            + " -extfile san");
    openssl("genrsa -out sa.key 2048");
    openssl("rsa -in sa.key -pubout -out sa.pub");
  }

  private void openssl(String arguments) throws IOException {
    Process process = run("openssl", "openssl " + arguments);
    try {
      if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS) || process.exitValue() != 0) {
        throw new IOException("openssl " + arguments + " failed, see " + folder + "/openssl.log");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
  }

  private void startPrograms() throws IOException {
    String etcd = "http://127.0.0.1:" + freePort();
    String peer = "http://127.0.0.1:" + freePort();
    processes.add(
        run(
            "etcd",
            assets
                + "/etcd --data-dir=etcd --name=contract --unsafe-no-fsync --log-level=warn"
                + (" --listen-client-urls=" + etcd + " --advertise-client-urls=" + etcd)
                + (" --listen-peer-urls=" + peer + " --initial-advertise-peer-urls=" + peer)
                + (" --initial-cluster=contract=" + peer)));
    processes.add(
        run(
            "kube-apiserver",
            assets
                + "/kube-apiserver --bind-address=127.0.0.1 --advertise-address=127.0.0.1"
                + (" --external-hostname=127.0.0.1 --secure-port=" + port)
                + (" --etcd-servers=" + etcd)
                + " --tls-cert-file=tls.crt --tls-private-key-file=tls.key --client-ca-file=ca.crt"
                + " --token-auth-file=tokens.csv --cert-dir=certs"
                + " --service-account-issuer=https://kubernetes.default.svc"
                + " --service-account-key-file=sa.pub --service-account-signing-key-file=sa.key"
                + " --service-cluster-ip-range=10.96.0.0/16,fd00:10:96::/112"
                + " --authorization-mode=RBAC --disable-admission-plugins=ServiceAccount"
                + " --allow-privileged=true --endpoint-reconciler-type=none"));
  }

  private Process run(String name, String command) throws IOException {
    return new ProcessBuilder(command.split(" "))
        .directory(folder.toFile())
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.appendTo(folder.resolve(name + ".log").toFile()))
        .start();
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private static SSLContext trust(Path ca) {
    try (InputStream pem = Files.newInputStream(ca)) {
      KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
      store.load(null, null);
      store.setCertificateEntry(
          "ca", CertificateFactory.getInstance("X.509").generateCertificate(pem));
      var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      trust.init(store);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, trust.getTrustManagers(), null);
      return context;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    for (Process process : processes.reversed()) {
      process.destroy();
      try {
        if (!process.waitFor(10, TimeUnit.SECONDS)) {
          process.destroyForcibly();
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        process.destroyForcibly();
      }
    }
    removeFolder();
  }

  private void removeFolder() {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
