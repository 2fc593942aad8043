package io.fairlead.k8s.translate;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Secret;
import io.fairlead.k8s.crd.BFDProfile;
import io.fairlead.k8s.crd.BGPAdvertisement;
import io.fairlead.k8s.crd.BGPPeer;
import io.fairlead.k8s.crd.Community;
import io.fairlead.k8s.crd.IPAddressPool;
import io.fairlead.k8s.crd.L2Advertisement;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * All configuration objects as the API server has them now.
 *
 * @param secrets that peers may refer to
 * @param nodes labels of every node, by name
 */
public record ConfigInput(
    List<IPAddressPool> pools,
    List<L2Advertisement> l2Advertisements,
    List<BGPAdvertisement> bgpAdvertisements,
    List<BGPPeer> peers,
    List<BFDProfile> bfdProfiles,
    List<Community> communities,
    List<Secret> secrets,
    Optional<ConfigMap> configMap,
    Map<String, SortedMap<String, String>> nodes) {
  /** Nothing at all. */
  public static final ConfigInput NONE = new ConfigInput(List.of(), List.of(), Optional.empty());

  public ConfigInput {
    pools = List.copyOf(pools);
    l2Advertisements = List.copyOf(l2Advertisements);
    bgpAdvertisements = List.copyOf(bgpAdvertisements);
    peers = List.copyOf(peers);
    bfdProfiles = List.copyOf(bfdProfiles);
    communities = List.copyOf(communities);
    secrets = List.copyOf(secrets);
    nodes = new TreeMap<>(nodes);
  }

  /** The same objects on these nodes. */
  public ConfigInput on(Map<String, SortedMap<String, String>> labelsByNode) {
    return new ConfigInput(
        pools,
        l2Advertisements,
        bgpAdvertisements,
        peers,
        bfdProfiles,
        communities,
        secrets,
        configMap,
        labelsByNode);
  }

  /** Input without BGP. */
  public ConfigInput(
      List<IPAddressPool> pools,
      List<L2Advertisement> l2Advertisements,
      Optional<ConfigMap> configMap) {
    this(
        pools,
        l2Advertisements,
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        configMap,
        Map.of());
  }
}
