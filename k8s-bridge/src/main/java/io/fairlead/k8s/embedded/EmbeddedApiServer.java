package io.fairlead.k8s.embedded;

import io.fairlead.k8s.embedded.http.HttpFront;
import io.fairlead.k8s.embedded.kinds.KindRegistry;
import io.fairlead.k8s.embedded.rbac.AccessGuard;
import io.fairlead.k8s.embedded.routes.ApiRoutes;
import io.fairlead.k8s.embedded.routes.CountedRoutes;
import io.fairlead.k8s.embedded.routes.FirstObjects;
import io.fairlead.k8s.embedded.rules.ServiceAllocations;
import io.fairlead.k8s.embedded.store.ObjectStore;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * A Kubernetes API server in this process: plain HTTP, in memory. It listens where the settings say
 * and nowhere else; whoever reaches that address may do everything, except with a token: that one
 * may do what the roles of its user allow.
 */
public final class EmbeddedApiServer implements AutoCloseable {
  private final ObjectStore store;
  private final HttpFront front;
  private final AccessGuard guard;
  private final List<SocketAddress> bound = new ArrayList<>();

  private EmbeddedApiServer(EmbeddedApiSettings settings) {
    store = new ObjectStore(settings.historyLimit());
    ServiceAllocations allocations = new ServiceAllocations();
    Clock clock = Clock.systemUTC();
    KindRegistry registry = new KindRegistry(allocations, clock);
    store.listen(allocations::follow);
    store.listen(registry::follow);
    ApiRoutes routes = new ApiRoutes(store, registry, clock, new SecureRandom());
    FirstObjects.create(routes);
    guard = new AccessGuard(new CountedRoutes(routes), store, settings.tokens());
    front = new HttpFront(guard, settings.bookmarkMillis());
  }

  /** Starts a server; an address that cannot be listened on is an {@link IOException}. */
  public static EmbeddedApiServer start(EmbeddedApiSettings settings) throws IOException {
    var server = new EmbeddedApiServer(settings);
    try {
      for (SocketAddress address : settings.addresses()) {
        server.bound.add(server.front.listen(address));
      }
      return server;
    } catch (IOException e) {
      server.close();
      throw e;
    }
  }

  /** The first address, as in {@code http://127.0.0.1:40123}. */
  public URI uri() {
    InetSocketAddress address = (InetSocketAddress) bound.getFirst();
    String host = address.getAddress().getHostAddress();
    String literal = host.contains(":") ? "[" + host + "]" : host;
    return URI.create("http://" + literal + ":" + address.getPort());
  }

  /** All addresses, with the ports that were really taken. */
  public List<SocketAddress> addresses() {
    return List.copyOf(bound);
  }

  /** What requests with a token were refused, as {@code verb resource.group in namespace}. */
  public List<String> refusals() {
    return guard.refusals();
  }

  /** What requests with a token did by right of a role, once each, worded as refusals are. */
  public Set<String> uses() {
    return guard.uses();
  }

  /** A kubeconfig for the first address. */
  public String kubeconfig() {
    return kubeconfig(uri().toString());
  }

  /** A kubeconfig for clients that reach this server by another URL. */
  public static String kubeconfig(String serverUrl) {
    return kubeconfig(serverUrl, "{}");
  }

  /** A kubeconfig for the first address, with a token that the settings know. */
  public String kubeconfigWithToken(String token) {
    return kubeconfig(uri().toString(), "{token: \"" + token + "\"}");
  }

  private static String kubeconfig(String serverUrl, String user) {
    return """
        apiVersion: v1
        kind: Config
        clusters:
        - name: fairlead
          cluster:
            server: %s
        users:
        - name: fairlead
          user: %s
        contexts:
        - name: fairlead
          context:
            cluster: fairlead
            user: fairlead
            namespace: default
        current-context: fairlead
        """
        .formatted(serverUrl, user);
  }

  /** Cuts all connections and stops listening; the state stays. */
  public void pause() {
    front.disconnect();
  }

  /** Listens again on the same addresses and ports. */
  public void resume() throws IOException {
    for (SocketAddress address : bound) {
      front.listen(address);
    }
  }

  /** Forgets the history, so that every watch from an older version gets 410 Gone. */
  public void compact() {
    store.compact();
  }

  @Override
  public void close() {
    front.close();
  }
}
