package io.fairlead.k8s.embedded;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;

/**
 * The embedded API server as a process of its own: {@code EmbeddedApiMain [HOST:PORT
 * [KUBECONFIG_FILE]]}. It prints its address and runs until it is ended.
 */
public final class EmbeddedApiMain {
  private EmbeddedApiMain() {}

  private static InetSocketAddress address(String text) {
    int colon = text.lastIndexOf(':');
    try {
      int port = Integer.parseInt(text.substring(colon + 1));
      return new InetSocketAddress(text.substring(0, Math.max(0, colon)), port);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "\"" + text + "\" is no address: write HOST:PORT, such as 127.0.0.1:8001", e);
    }
  }

  public static void main(String[] args) throws IOException, InterruptedException {
    EmbeddedApiSettings settings = EmbeddedApiSettings.defaults();
    if (args.length > 0) {
      settings = settings.withAddress(address(args[0]));
    }
    try (var server = EmbeddedApiServer.start(settings)) {
      if (args.length > 1) {
        Files.writeString(Path.of(args[1]), server.kubeconfig());
      }
      System.out.println(server.uri());
      new CountDownLatch(1).await();
    }
  }
}
