package io.fairlead.k8s;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.http.Interceptor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Makes clients of the API server. */
public final class KubernetesClients {
  private static final int CONNECT_TIMEOUT_MILLIS = 5_000;
  private static final int REQUEST_TIMEOUT_MILLIS = 15_000;

  /** The writers retry by themselves, with their own bounds; more here would multiply. */
  private static final int RETRIES_MAX = 2;

  private static final int RETRY_INTERVAL_MILLIS = 100;
  private static final int RECONNECT_INTERVAL_MILLIS = 500;

  private KubernetesClients() {}

  /**
   * A client; the caller closes it. Nothing is sent yet.
   *
   * @param kubeconfig empty: the service account of the pod, or what KUBECONFIG names
   * @throws IllegalArgumentException when the file is missing or is no kubeconfig
   */
  public static KubernetesClient create(Optional<Path> kubeconfig) {
    return create(kubeconfig, new Interceptor() {});
  }

  /** The same, with a look at every request before it is sent. */
  static KubernetesClient create(Optional<Path> kubeconfig, Interceptor interceptor) {
    var base = kubeconfig.map(KubernetesClients::read).orElseGet(() -> Config.autoConfigure(null));
    var config =
        new ConfigBuilder(base)
            .withUserAgent("fairlead")
            .withConnectionTimeout(CONNECT_TIMEOUT_MILLIS)
            .withRequestTimeout(REQUEST_TIMEOUT_MILLIS)
            .withRequestRetryBackoffLimit(RETRIES_MAX)
            .withRequestRetryBackoffInterval(RETRY_INTERVAL_MILLIS)
            .withWatchReconnectInterval(RECONNECT_INTERVAL_MILLIS)
            .build();
    return new KubernetesClientBuilder()
        .withConfig(config)
        .withHttpClientBuilderConsumer(
            http -> http.addOrReplaceInterceptor("fairlead", interceptor))
        .build();
  }

  static void require(Optional<Path> kubeconfig) {
    kubeconfig.ifPresent(KubernetesClients::read);
  }

  private static Config read(Path kubeconfig) {
    if (!Files.isReadable(kubeconfig)) {
      throw new IllegalArgumentException(
          "kubeconfig " + kubeconfig + " is missing or not readable");
    }
    try {
      return Config.fromKubeconfig(kubeconfig.toFile());
    } catch (KubernetesClientException | IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "kubeconfig " + kubeconfig + " cannot be used: " + e.getMessage(), e);
    }
  }
}
