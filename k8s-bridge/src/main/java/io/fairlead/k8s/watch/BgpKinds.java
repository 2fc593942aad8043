package io.fairlead.k8s.watch;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fairlead.k8s.crd.BFDProfile;
import io.fairlead.k8s.crd.BGPAdvertisement;
import io.fairlead.k8s.crd.BGPPeer;
import io.fairlead.k8s.crd.Community;
import java.util.List;
import java.util.function.Consumer;

/** The watched kinds that configure BGP. Of Secrets only those that may hold a password. */
final class BgpKinds {
  private final WatchedKind<BGPAdvertisement> advertisements;
  private final WatchedKind<BGPPeer> peers;
  private final WatchedKind<BFDProfile> bfdProfiles;
  private final WatchedKind<Community> communities;
  private final WatchedKind<Secret> secrets;

  BgpKinds(KubernetesClient client, String namespace, Consumer<Change> onChange) {
    advertisements = kind(client, namespace, "BGPAdvertisements", BGPAdvertisement.class, onChange);
    peers = kind(client, namespace, "BGPPeers", BGPPeer.class, onChange);
    bfdProfiles = kind(client, namespace, "BFDProfiles", BFDProfile.class, onChange);
    communities = kind(client, namespace, "Communities", Community.class, onChange);
    var inNamespace = client.secrets().inNamespace(namespace);
    secrets =
        new WatchedKind<>(
            "Secrets of " + namespace,
            List.of(
                () -> inNamespace.withField("type", "kubernetes.io/basic-auth"), () -> inNamespace),
            _ -> List.of(),
            _ -> onChange.accept(new Change.OfConfig()));
  }

  private static <T extends HasMetadata> WatchedKind<T> kind(
      KubernetesClient client,
      String namespace,
      String name,
      Class<T> type,
      Consumer<Change> onChange) {
    return new WatchedKind<>(
        name,
        List.of(() -> client.resources(type).inNamespace(namespace)),
        _ -> List.of(),
        _ -> onChange.accept(new Change.OfConfig()));
  }

  List<WatchedKind<?>> all() {
    return List.of(advertisements, peers, bfdProfiles, communities, secrets);
  }

  List<BGPAdvertisement> advertisements() {
    return advertisements.list();
  }

  List<BGPPeer> peers() {
    return peers.list();
  }

  List<BFDProfile> bfdProfiles() {
    return bfdProfiles.list();
  }

  List<Community> communities() {
    return communities.list();
  }

  List<Secret> secrets() {
    return secrets.list();
  }
}
