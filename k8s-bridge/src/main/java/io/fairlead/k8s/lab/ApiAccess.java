package io.fairlead.k8s.lab;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.List;

/**
 * How to reach an API server, from the machine and from the controller's namespace.
 *
 * <p>Inside that namespace the lab listens on the very address and port that the server has outside
 * and carries the bytes over, so certificates stay right without a change. Only a server that is
 * known by a host name is written down by its address there, as no name can be looked up inside;
 * {@code tls-server-name} then keeps the name that its certificate is checked for.
 *
 * @param kubeconfig for the machine; paths in it are absolute
 * @param controllerKubeconfig for the controller's namespace
 * @param server where the server listens
 */
public record ApiAccess(String kubeconfig, String controllerKubeconfig, InetSocketAddress server) {
  private static final KubernetesSerialization YAML = new KubernetesSerialization();
  private static final int HTTPS_PORT = 443;
  private static final int HTTP_PORT = 80;
  private static final List<String> PATH_FIELDS =
      List.of("certificate-authority", "client-certificate", "client-key", "tokenFile");

  /**
   * Reads a kubeconfig.
   *
   * @param text its content
   * @param folder what relative paths in it refer to
   * @throws IllegalArgumentException with what is wrong with it
   * @throws UnknownHostException with which server's name cannot be found
   */
  public static ApiAccess of(String text, Path folder) throws UnknownHostException {
    ObjectNode config = parse(text);
    absolutePaths(config.path("clusters"), "cluster", folder);
    absolutePaths(config.path("users"), "user", folder);
    ObjectNode cluster = currentCluster(config);
    URI server = URI.create(cluster.path("server").asText());
    if (server.getHost() == null) {
      throw new IllegalArgumentException("the kubeconfig names no server for its current context");
    }
    InetAddress address = resolve(server.getHost());
    int port = port(server);
    String forMachine = YAML.asYaml(config);
    if (!isLiteral(server.getHost())) {
      if (!cluster.has("tls-server-name")) {
        cluster.put("tls-server-name", server.getHost());
      }
      cluster.put("server", "%s://%s:%d".formatted(server.getScheme(), hostPart(address), port));
    }
    return new ApiAccess(forMachine, YAML.asYaml(config), new InetSocketAddress(address, port));
  }

  private static ObjectNode parse(String text) {
    try {
      if (YAML.unmarshal(text, JsonNode.class) instanceof ObjectNode node) {
        return node;
      }
    } catch (RuntimeException e) {
      throw new IllegalArgumentException("the kubeconfig is not YAML: " + e.getMessage(), e);
    }
    throw new IllegalArgumentException("the kubeconfig is empty");
  }

  private static ObjectNode currentCluster(JsonNode config) {
    String contextName = config.path("current-context").asText();
    String clusterName =
        named(config.path("contexts"), contextName).path("context").path("cluster").asText();
    if (named(config.path("clusters"), clusterName).path("cluster") instanceof ObjectNode cluster) {
      return cluster;
    }
    throw new IllegalArgumentException(
        "the kubeconfig has no cluster for its current context '%s'".formatted(contextName));
  }

  private static JsonNode named(JsonNode list, String name) {
    for (JsonNode item : list) {
      if (item.path("name").asText().equals(name)) {
        return item;
      }
    }
    return MissingNode.getInstance();
  }

  private static void absolutePaths(JsonNode list, String part, Path folder) {
    for (JsonNode item : list) {
      if (item.path(part) instanceof ObjectNode fields) {
        for (String field : PATH_FIELDS) {
          if (fields.hasNonNull(field)) {
            Path path = folder.resolve(fields.path(field).asText());
            fields.put(field, path.toAbsolutePath().normalize().toString());
          }
        }
      }
    }
  }

  private static int port(URI server) {
    if (server.getPort() > 0) {
      return server.getPort();
    }
    return server.getScheme().equals("https") ? HTTPS_PORT : HTTP_PORT;
  }

  private static boolean isLiteral(String host) {
    return host.startsWith("[") || host.matches("[0-9.]+");
  }

  private static InetAddress resolve(String host) throws UnknownHostException {
    try {
      return InetAddress.getByName(host);
    } catch (UnknownHostException e) {
      var unknown =
          new UnknownHostException("the API server's name '%s' cannot be found".formatted(host));
      unknown.initCause(e);
      throw unknown;
    }
  }

  private static String hostPart(InetAddress address) {
    String text = address.getHostAddress();
    return text.contains(":") ? "[" + text + "]" : text;
  }
}
