package io.fairlead.k8s.watch;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fairlead.k8s.crd.BGPSessionState;
import io.fairlead.k8s.crd.ConfigurationState;
import io.fairlead.k8s.crd.ServiceBGPStatus;
import io.fairlead.k8s.crd.ServiceL2Status;
import java.util.List;
import java.util.Optional;

/**
 * The watched kinds that only Fairlead writes. Nothing is decided by them, so no snapshot waits for
 * them.
 */
final class StatusKinds implements StatusObjects {
  private final String namespace;
  private final WatchedKind<ServiceL2Status> l2;
  private final WatchedKind<ServiceBGPStatus> bgp;
  private final WatchedKind<BGPSessionState> sessions;
  private final WatchedKind<ConfigurationState> configuration;

  StatusKinds(KubernetesClient client, String namespace) {
    this.namespace = namespace;
    l2 = kind(client, namespace, "ServiceL2Statuses", ServiceL2Status.class);
    bgp = kind(client, namespace, "ServiceBGPStatuses", ServiceBGPStatus.class);
    sessions = kind(client, namespace, "BGPSessionStates", BGPSessionState.class);
    configuration = kind(client, namespace, "ConfigurationStates", ConfigurationState.class);
  }

  private static <T extends HasMetadata> WatchedKind<T> kind(
      KubernetesClient client, String namespace, String name, Class<T> type) {
    return new WatchedKind<>(
        name,
        List.of(() -> client.resources(type).inNamespace(namespace)),
        _ -> List.of(),
        _ -> {});
  }

  List<WatchedKind<?>> all() {
    return List.of(l2, bgp, sessions, configuration);
  }

  @Override
  public Shown<ServiceL2Status> l2() {
    return shown(l2);
  }

  @Override
  public Shown<ServiceBGPStatus> bgp() {
    return shown(bgp);
  }

  @Override
  public Shown<BGPSessionState> sessions() {
    return shown(sessions);
  }

  @Override
  public Shown<ConfigurationState> configuration() {
    return shown(configuration);
  }

  private <T extends HasMetadata> Shown<T> shown(WatchedKind<T> kind) {
    return new Shown<>() {
      @Override
      public Optional<List<T>> all() {
        return kind.isListed() && kind.isWatching() ? Optional.of(kind.list()) : Optional.empty();
      }

      @Override
      public Optional<T> get(String name) {
        return kind.get(namespace + "/" + name);
      }
    };
  }
}
