package io.fairlead.k8s.lab;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.List;
import java.util.function.Consumer;

/**
 * The lab's connection to one API server. What it gives out works until it is closed; the watches
 * are closed by whoever started them, before it. Everything that asks the server blocks.
 */
public final class LabClient implements AutoCloseable {
  /** The name under which the lab owns fields. */
  static final String FIELD_MANAGER = "fairlead-lab";

  private final KubernetesClient client;

  private LabClient(KubernetesClient client) {
    this.client = client;
  }

  /**
   * Makes a connection. Nothing is sent yet.
   *
   * @param kubeconfig its text, with absolute paths; see {@link ApiAccess#kubeconfig}
   */
  public static LabClient connect(String kubeconfig) {
    Config config = Config.fromKubeconfig(kubeconfig);
    return new LabClient(new KubernetesClientBuilder().withConfig(config).build());
  }

  /**
   * Applies one document.
   *
   * @throws ManifestException with what the API server says against it
   */
  public void apply(Manifest manifest) {
    try {
      client
          .resource(manifest.object())
          .fieldManager(FIELD_MANAGER)
          .forceConflicts()
          .serverSideApply();
    } catch (KubernetesClientException e) {
      throw new ManifestException(
          "%s (%s) was refused: %s".formatted(manifest.source(), manifest.subject(), reason(e)), e);
    }
  }

  /** Deletes the object of this document, if it is there. */
  public void delete(Manifest manifest) {
    client.resource(manifest.object()).delete();
  }

  /** The stand-in for kubelets and node controller. */
  public NodeStandIn nodes() {
    return new NodeStandIn(client);
  }

  /** Questions about load-balanced Services. */
  public LabServices services() {
    return new LabServices(client);
  }

  /** Where the pods' addresses are published. */
  public PodSlices podSlices() {
    return new PodSlices(client);
  }

  /** Tells the listener of every Service that wants pods, until the watch is closed. */
  public PodDemandWatch watchPodDemands(PodDemandListener listener) {
    return new PodDemandWatch(client, listener);
  }

  /**
   * Starts kube-proxy's watch.
   *
   * @param nodes is given all Services whenever something changed, one call at a time
   */
  public ProxyStandIn watchTraffic(Consumer<List<ProxyService>> nodes) {
    return new ProxyStandIn(client, nodes);
  }

  /** What the API server said, without what the client adds. */
  private static String reason(KubernetesClientException e) {
    if (e.getStatus() != null && e.getStatus().getMessage() != null) {
      return e.getStatus().getMessage();
    }
    return String.valueOf(e.getMessage());
  }

  @Override
  public void close() {
    client.close();
  }
}
