package io.fairlead.k8s.embedded;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.net.URI;
import java.net.http.HttpClient;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * The API server that the contract is checked against.
 *
 * @param token of a user who may do everything; empty when the server asks for none
 * @param trust what to trust for https, and null for plain http
 * @param caFile the same for the fabric8 client, as a file in PEM form; empty for plain http
 */
record ContractTarget(URI uri, String token, @Nullable SSLContext trust, String caFile) {

  static ContractTarget plain(URI uri) {
    return new ContractTarget(uri, "", null, "");
  }

  ApiProbe probe() {
    var builder = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1);
    if (trust != null) {
      builder.sslContext(trust);
    }
    return new ApiProbe(uri, token, builder.build());
  }

  KubernetesClient fabric8() {
    ConfigBuilder config = new ConfigBuilder(Config.empty()).withMasterUrl(uri.toString());
    if (!token.isEmpty()) {
      config.withOauthToken(token);
    }
    if (!caFile.isEmpty()) {
      config.withCaCertFile(caFile);
    }
    config.withWatchReconnectInterval(200).withRequestRetryBackoffLimit(1);
    return new KubernetesClientBuilder().withConfig(config.build()).build();
  }
}
