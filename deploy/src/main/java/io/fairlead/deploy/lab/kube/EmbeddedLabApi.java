package io.fairlead.deploy.lab.kube;

import io.fairlead.deploy.lab.net.LabException;
import io.fairlead.deploy.lab.net.LabExit;
import io.fairlead.k8s.embedded.EmbeddedApiServer;
import io.fairlead.k8s.embedded.EmbeddedApiSettings;
import io.fairlead.k8s.lab.ApiAccess;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;

/** The lab's own API server, on the machine's loopback. */
public final class EmbeddedLabApi {
  private EmbeddedLabApi() {}

  /** Starts it on this port; 0 takes any free one. */
  public static LabApi start(int port) {
    try {
      var address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
      var server = EmbeddedApiServer.start(EmbeddedApiSettings.defaults().withAddress(address));
      var access = ApiAccess.of(server.kubeconfig(), Path.of("/"));
      return new LabApi(access, true, server::close);
    } catch (IOException e) {
      throw new LabException(
          LabExit.MISSING,
          "the API server cannot listen on 127.0.0.1:%d (%s); choose another port with --api-port"
              .formatted(port, e.getMessage()),
          e);
    }
  }
}
