package io.fairlead.k8s;

import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.http.BasicBuilder;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.Interceptor;
import io.fairlead.cluster.ServiceKey;
import io.fairlead.k8s.embedded.EmbeddedApiServer;
import io.fairlead.k8s.embedded.EmbeddedApiSettings;
import io.fairlead.k8s.lastgood.LastGoodStore;
import io.fairlead.k8s.watch.ClusterWatcher;
import io.fairlead.k8s.watch.WatchPace;
import io.fairlead.k8s.watch.WatchSettings;
import io.fairlead.net.IpAddress;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** An embedded API server, a user's client to it, and a watcher whose way to it can be cut. */
abstract class EmbeddedBridge {
  private static final Path CRDS =
      Path.of(System.getProperty("fairlead.root", ".."), "deploy", "manifests", "crds");
  static final ServiceKey WEB = new ServiceKey("shop", "web");
  static final IpAddress IP_200 = IpAddress.parse("192.168.120.200");
  static final IpAddress IP_201 = IpAddress.parse("192.168.120.201");
  static final String LEGACY =
      """
      apiVersion: v1
      kind: ConfigMap
      metadata: {namespace: metallb-system, name: config}
      data:
        config: |
          address-pools:
          - name: default
            protocol: layer2
            addresses:
            - 192.168.120.200-192.168.120.250
      """;

  final EmbeddedApiServer server;
  final TcpRelay relay;
  final KubernetesClient user;
  final KubernetesClient bridge;
  ClusterWatcher watcher;
  final AtomicInteger writes = new AtomicInteger();
  final SnapshotLog log = new SnapshotLog();

  EmbeddedBridge() throws IOException {
    this(EmbeddedApiSettings.defaults(), WatchPace.DEFAULT);
  }

  EmbeddedBridge(EmbeddedApiSettings settings, WatchPace pace) throws IOException {
    server = EmbeddedApiServer.start(settings);
    var uri = server.uri();
    relay = new TcpRelay(new InetSocketAddress(uri.getHost(), uri.getPort()));
    user = client(uri, new Interceptor() {});
    bridge = client(URI.create("http://127.0.0.1:" + relay.port()), new WriteCounter());
    watcher = ClusterWatcher.start(bridge, WatchSettings.DEFAULT, pace, LastGoodStore.NONE, log);
  }

  static KubernetesClient client(URI uri, Interceptor counter) {
    var config =
        new ConfigBuilder(io.fabric8.kubernetes.client.Config.empty())
            .withMasterUrl(uri.toString())
            .withWatchReconnectInterval(200)
            .withRequestRetryBackoffLimit(1)
            .build();
    return new KubernetesClientBuilder()
        .withConfig(config)
        .withHttpClientBuilderConsumer(http -> http.addOrReplaceInterceptor("count", counter))
        .build();
  }

  @BeforeEach
  void namespaces() {
    apply("apiVersion: v1\nkind: Namespace\nmetadata: {name: metallb-system}");
    apply("apiVersion: v1\nkind: Namespace\nmetadata: {name: shop, labels: {team: x}}");
  }

  @AfterEach
  void close() throws IOException {
    watcher.close();
    bridge.close();
    user.close();
    relay.close();
    server.close();
  }

  void installCrds() throws IOException {
    try (var files = Files.list(CRDS)) {
      for (Path file : files.sorted().toList()) {
        apply(Files.readString(file));
      }
    }
  }

  void apply(String yaml) {
    user.resource(yaml).serverSideApply();
  }

  /** Makes an object with its status, as another owner of it does. */
  void applyWithStatus(String yaml) {
    apply(yaml);
    user.resource(yaml)
        .subresource("status")
        .patch(
            new PatchContext.Builder()
                .withPatchType(PatchType.SERVER_SIDE_APPLY)
                .withFieldManager("speaker")
                .build());
  }

  static String service(String name, String type) {
    return """
        apiVersion: v1
        kind: Service
        metadata: {name: %s, namespace: shop}
        spec:
          type: %s
          selector: {app: web}
          ports: [{port: 80, protocol: TCP}]
        """
        .formatted(name, type);
  }

  static String node(String name) {
    return "apiVersion: v1\nkind: Node\nmetadata: {name: %s}".formatted(name);
  }

  static String slice(String name, String service, String node) {
    return """
        apiVersion: discovery.k8s.io/v1
        kind: EndpointSlice
        metadata:
          name: %s
          namespace: shop
          labels: {kubernetes.io/service-name: %s}
        addressType: IPv4
        endpoints:
        - addresses: [10.244.0.7]
          nodeName: %s
          conditions: {ready: true}
        ports: [{name: "", port: 8080, protocol: TCP}]
        """
        .formatted(name, service, node);
  }

  static String pool(String name, String addresses) {
    return """
        apiVersion: metallb.io/v1beta1
        kind: IPAddressPool
        metadata: {name: %s, namespace: metallb-system}
        spec: {addresses: [%s]}
        """
        .formatted(name, addresses);
  }

  /** Counts what the bridge sends to change something: an idle write leaves no other trace. */
  final class WriteCounter implements Interceptor {
    @Override
    public void before(BasicBuilder builder, HttpRequest request, RequestTags tags) {
      if (!request.method().equals("GET")) {
        writes.incrementAndGet();
      }
    }
  }
}
